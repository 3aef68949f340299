import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { withArguments } from "../../engine/arguments.ts";
import { pulumi, type Engine } from "../../engine/engine.ts";
import { UserError } from "../../engine/errors.ts";
import { readIfThere, writeWhole } from "../../engine/files.ts";
import type { Watch } from "../../engine/fleet.ts";
import type { Report } from "../../engine/install.ts";
import { run } from "../../engine/processes.ts";
import { readProject } from "../../environment/catalogue.ts";
import type { Environment } from "../../environment/environment.ts";
import type { StackPlan } from "../document/plan.ts";
import { commitOf } from "../origin.ts";
import { planStacks } from "../plan-stacks.ts";
import { digestOf, readBound, refuseUnlessBound, writeBound, type Binding } from "./bound.ts";

/** A plan as it is shown, and its file where it could be made. */
export interface Saved {
  readonly plan: StackPlan;
  /** The digest of the file, by which it is approved and applied. */
  readonly digest: string | undefined;
}

/**
 * Plans a stack, judged by both packs, and writes the engine's own plan to a file, bound to what it
 * was made of. What is shown and what is saved come from one run of the engine.
 *
 * @throws UserError when the stack was updated meanwhile, or the working tree is not its commit.
 */
export async function savePlan(
  engine: Engine,
  environment: Environment,
  to: { readonly file: string; readonly report: Report; readonly watch: Watch },
): Promise<Saved> {
  const { stack } = environment;
  const before = await bindingOf(engine, stack);
  return inFolder(engine, async (folder) => {
    const file = join(folder, "plan.json");
    const ground = {
      engine: withArguments(engine, "preview", ["--save-plan", file]),
      against: () => ({ kind: "deployed" as const }),
    };
    const [plan] = await planStacks(ground, [environment], to);
    if (!plan) throw new UserError(`${stack} was not planned.`);
    const text = await readIfThere(file);
    if (!isApplicable(plan) || text === undefined) return { plan, digest: undefined };
    const { state } = await bindingOf(engine, stack);
    if (state !== before.state) {
      throw new UserError(`${stack} was updated while it was planned: save the plan again.`);
    }
    const bound = writeBound({ format: 1, ...before, plan: text });
    await writeWhole(to.file, bound);
    return { plan, digest: digestOf(bound) };
  });
}

/** An update stops at what is protected, when it has done half of the rest. */
function isApplicable({ outcome, operations }: StackPlan): boolean {
  return (
    outcome === "planned" &&
    !operations.some(
      ({ operation, protected: isProtected }) =>
        isProtected === true && (operation === "delete" || operation === "replace"),
    )
  );
}

/**
 * Does something with the engine that does no more and no less than a saved plan says.
 *
 * @param plan The file's text, and the digest under which it was approved.
 * @throws UserError when that is not the plan that was approved, or is of anything else than this
 *   commit and the state as it is now.
 */
export async function withPlan<T>(
  engine: Engine,
  stack: string,
  { text, digest }: { readonly text: string; readonly digest: string },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const bound = readBound(text, digest);
  refuseUnlessBound(bound, await bindingOf(engine, stack));
  return inFolder(engine, async (folder) => {
    const file = join(folder, "plan.json");
    await writeWhole(file, bound.plan);
    return work(withArguments(engine, "up", ["--plan", file]));
  });
}

/** What is here now. */
async function bindingOf(engine: Engine, stack: string): Promise<Binding> {
  const { root } = engine.folders;
  const { code, stdout, stderr } = await pulumi(engine, ["stack", "export", "-s", stack], stack);
  if (code !== 0) throw new UserError(`${stack}: its state cannot be read: ${stderr.trim()}`);
  return {
    program: readProject(root).name,
    stack,
    commit: await cleanCommit(root),
    state: digestOf(stdout),
  };
}

/** The commit that is checked out, with nothing changed. */
async function cleanCommit(root: string): Promise<string> {
  const commit = await commitOf(root);
  const args = ["status", "--porcelain", "--untracked-files=no"];
  const { stdout } = await run({ file: "git", args, cwd: root });
  if (commit !== undefined && stdout === "") return commit;
  throw new UserError(
    "A saved plan is bound to a commit, and the files here are of none:\n" +
      `${stdout === "" ? "this is no git repository.\n" : stdout}Commit first, or use bulkhead up.`,
    2,
  );
}

/** Only this user may look into it, and nothing of it is left. */
async function inFolder<T>({ folders }: Engine, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(folders.data, "plan-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
