import type { ProjectFile } from "./catalogue.ts";
import type { Problem } from "./problems.ts";

/**
 * What of the project's own file would take something away from those who judge: other stack files than
 * theirs, other plugins than the packages', a module that runs before the guard, and values of secrets
 * that no ledger compares.
 */
export function checkProject({ content, config }: ProjectFile): readonly Problem[] {
  const { stackConfigDir, packages, plugins, runtime } = content;
  const others = Object.keys(mapOf(plugins)).filter((key) => key !== "languages");
  const args = mapOf(mapOf(runtime)["options"])["nodeargs"];
  const loads = typeof args === "string" && LOADS.test(args);
  const values = config["bulkhead:secretValues"];
  const found: readonly (Pick<Problem, "path" | "reason" | "cure"> | false)[] = [
    stackConfigDir !== undefined && {
      path: "stackConfigDir",
      reason: "puts the stack files where they are not judged",
      cure: "Remove it, and keep every Pulumi.<stack>.yaml beside Pulumi.yaml.",
    },
    packages !== undefined && {
      path: "packages",
      reason: "brings plugins that no rule knows",
      cure: "Remove it, and use the packages of package.json.",
    },
    others.length > 0 && {
      path: `plugins.${others.join(", ")}`,
      reason: "puts other plugins in the place of those that the packages name",
      cure: "Remove it.",
    },
    loads && {
      path: "runtime.options.nodeargs",
      reason: "loads a module before the guard",
      cure: "Load nothing but @bulkhead/engine/lean.mjs and tsx there, and import the module in index.ts after the guard.",
    },
    values !== undefined && {
      path: "bulkhead:secretValues",
      reason: "gives every stack the same secrets",
      cure: "Revoke them, and set one for each stack with: npx bulkhead secrets set",
    },
  ];
  return found.filter((one) => one !== false).map((one) => ({ ...one, value: "[not shown]" }));
}

/** How node is told to load a module first, other than those that read TypeScript and start fast. */
const FIRST = [
  ...["-r", "--require", "--import", "--loader"],
  ...["--experimental-loader", "--env-file", "--env-file-if-exists"],
];
const LOADS = new RegExp(
  `(^|\\s)(?:${FIRST.join("|")})[\\s=]+(?!(?:tsx|@bulkhead/engine/lean\\.mjs)(\\s|$))`,
);

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
