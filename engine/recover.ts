import { rm } from "node:fs/promises";
import { join } from "node:path";

import { readStacks } from "../environment/catalogue.ts";
import { importId } from "../environment/ids.ts";
import { pulumi, type Engine } from "./engine.ts";
import { UserError } from "./errors.ts";
import { writeWhole } from "./files.ts";
import type { Report } from "./install.ts";
import { adopt, creating, settle, type Export } from "./pending.ts";
import { planCreates } from "./planned.ts";
import { operate, type Result } from "./update.ts";

/** What recovering a stack found out about the resources that were being made. */
export interface Recovery {
  /** They exist, and the stack knows them now. */
  readonly found: readonly string[];
  /** They do not exist, or cannot be asked for; the next `up` makes them. */
  readonly notMade: readonly string[];
  readonly refresh: Result;
}

/**
 * Brings a stack back that was cut off in the middle of an update: its dead lock is cancelled, the
 * cloud is asked for each resource that was or may have been made, and the rest is refreshed.
 *
 * `pulumi refresh --import-pending-creates` would be the engine's way; in 3.259.0 it drops the pending
 * operation without importing anything. So each resource is entered into the state with the id that it
 * must have, and a refresh keeps it where the cloud has it, and removes it where it has not.
 *
 * @throws UserError when another process is at work on the stack.
 */
export async function recover(engine: Engine, stack: string, report: Report): Promise<Recovery> {
  await engine.prepare(stack, report);

  const noted = await ask(engine, stack, await exportStack(engine, stack));
  if (!noted.refresh.ok) return noted;

  const state = await exportStack(engine, stack);
  const plan = await planCreates(engine, stack, state);
  if (plan.errors.length > 0) return { ...noted, refresh: unasked(noted.refresh, plan.errors) };
  if (plan.creates.length === 0) return noted;
  const { found, refresh } = await ask(engine, stack, creating(state, plan.creates));
  return { found: [...noted.found, ...found], notMade: noted.notMade, refresh };
}

/** Asks the cloud for every resource that a state holds, and for each that was being made. */
async function ask(engine: Engine, stack: string, state: Export): Promise<Recovery> {
  const project = projectOf(engine, stack);
  const { state: adopted, pending } = adopt(state, (type, inputs, previousId) =>
    importId(type, { project, ...inputs }, previousId),
  );
  if (pending.length > 0) await importStack(engine, stack, adopted);

  const refresh = await operate(engine, "refresh", stack);
  // What was entered stays when the cloud did not answer: an import would lose what was pending, and
  // the next recovery's refresh decides about each entry as this one would have.
  if (pending.length === 0 || !refresh.ok) return { found: [], notMade: [], refresh };
  const settled = settle(await exportStack(engine, stack), pending);
  if (settled.changed) await importStack(engine, stack, settled.state);
  return { found: settled.found, notMade: settled.notMade, refresh };
}

/** A refresh that says nothing of what was made without a note in the state. */
function unasked(refresh: Result, errors: readonly string[]): Result {
  const why =
    "What an update may have made without the state's hearing of it is not known, since the plan " +
    "of the next one failed. Mend that, and recover again:";
  return { ...refresh, ok: false, errors: [...refresh.errors, why, ...errors] };
}

async function exportStack(engine: Engine, stack: string): Promise<Export> {
  const { code, stdout, stderr } = await pulumi(
    engine,
    ["stack", "export", "--stack", stack],
    stack,
  );
  if (code !== 0) throw new UserError(`${stack}: its state cannot be read: ${stderr.trim()}`);
  return JSON.parse(stdout) as Export;
}

async function importStack(engine: Engine, stack: string, state: Export): Promise<void> {
  const file = join(engine.folders.logs, `${stack}-state-${process.pid}.json`);
  try {
    await writeWhole(file, JSON.stringify(state));
    const args = ["stack", "import", "--stack", stack, "--file", file];
    const { code, stderr } = await pulumi(engine, args, stack);
    if (code !== 0) throw new UserError(`${stack}: its state cannot be written: ${stderr.trim()}`);
  } finally {
    await rm(file, { force: true });
  }
}

/** The Google Cloud project that a stack's file names, for resources whose inputs name none. */
function projectOf({ folders: { root } }: Engine, stack: string): string | undefined {
  return readStacks(root).find((file) => file.stack === stack)?.config["bulkhead:project"];
}
