import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";

import { elsewhere, pulumi, type Engine } from "../../engine/engine.ts";
import { readIfThere } from "../../engine/files.ts";
import { ROOT } from "../../engine/folders.ts";
import { copyProject } from "../../engine/project.ts";
import { operate } from "../../engine/update.ts";

/** A mistake that must not get further than its plan. */
interface Accident {
  readonly title: string;
  /** The stack that makes it; the program is the file of that name. */
  readonly stack: "dev" | "staging";
  /** Logical name of what would be made or read. */
  readonly resource: string;
}

/** How an accident ended. */
export interface Ending extends Accident {
  /** What stopped it; empty when nothing did. */
  readonly violations: readonly string[];
}

/** What goes wrong in companies: a key copied, a report on the wrong database, a network joined. */
const ACCIDENTS: readonly Accident[] = [
  { title: "staging is given production's payment key", stack: "staging", resource: "payment-key" },
  { title: "dev reads production's database", stack: "dev", resource: "database" },
  { title: "staging's network is peered with production's", stack: "staging", resource: "peering" },
];

/**
 * Tries each accident on stacks of their own, with the guards of every other run. Only plans are made,
 * so that an accident that nothing stops has done nothing either.
 */
export async function tryAccidents(engine: Engine): Promise<readonly Ending[]> {
  const stacks = [...new Set(ACCIDENTS.map(({ stack }) => stack))];
  const said = new Map(
    await Promise.all(stacks.map(async (stack) => [stack, await planOf(engine, stack)] as const)),
  );
  return ACCIDENTS.map((accident) => ({
    ...accident,
    violations: (said.get(accident.stack) ?? []).filter((text) =>
      text.includes(`: ${accident.resource}: `),
    ),
  }));
}

/** What stands against the plan of a stack's accidents. */
async function planOf(engine: Engine, stack: string): Promise<readonly string[]> {
  const { data } = engine.folders;
  const project = join(data, "accidents", stack);
  const state = join(data, "accidents", "state");
  await Promise.all([project, state].map((folder) => mkdir(folder, { recursive: true })));
  const main = relative(project, join(ROOT, "local", "accidents", `${stack}.ts`));
  await copyProject(engine.command([]).cwd ?? ROOT, project, { name: "accidents", main });
  const env = { PULUMI_BACKEND_URL: `file://${state}` };
  const beside = elsewhere(engine, { cwd: project, env });
  const file = join(state, ".pulumi", "stacks", "accidents", `${stack}.json`);
  if ((await readIfThere(file)) === undefined) {
    await pulumi(beside, ["stack", "init", stack, "--no-select", "--non-interactive"]);
  }
  const { violations } = await operate(beside, "preview", stack);
  return violations;
}
