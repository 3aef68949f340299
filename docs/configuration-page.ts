import type { z } from "zod";

import { sandboxConfig, standingConfig } from "../environment/config.ts";
import { listFields } from "../environment/schema.ts";
import { table } from "./table.ts";

/** `docs/configuration.md`: every line of configuration and what it means. */
export function configurationPage(): string {
  return [
    "# Configuration",
    "Generated from `environment/config.ts` by `npm run docs`.",
    "## A standing environment: `Pulumi.<stack>.yaml`",
    fieldTable(standingConfig, "bulkhead:"),
    "## A developer's or a pull request's environment",
    "`Pulumi.dev-<name>.yaml` and `Pulumi.pr-<number>.yaml` may be empty: project, region, state and key are the sandbox's, the range comes from its pool. Whatever is not needed above may stand there too, and `bulkhead:network.cidr` with a range of the pool.",
    "## The sandbox: `Pulumi.yaml`",
    fieldTable(sandboxConfig, "bulkhead:sandbox."),
    "",
  ].join("\n\n");
}

function fieldTable(schema: z.ZodType, prefix: string): string {
  return table(
    ["key", "meaning", "example", "needed"],
    listFields(schema).map(({ path, about, optional }) => [
      `\`${prefix}${path}\``,
      about.meaning,
      `\`${typeof about.example === "string" ? about.example : JSON.stringify(about.example)}\``,
      optional ? "" : "yes",
    ]),
  );
}
