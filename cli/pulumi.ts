import { ROOT } from "../engine/folders.ts";
import { runOnTerminal } from "../engine/processes.ts";
import { terminalCommand } from "../local/stacks/arguments.ts";
import { open } from "./context.ts";

/** `bulkhead pulumi <arguments>`: Pulumi itself, on the local cloud, with its own exit code. */
export async function pulumi(args: readonly string[]): Promise<number> {
  // Read first: what is refused starts no cloud.
  const command = terminalCommand(args, ROOT);
  const engine = await open({ local: true });
  return runOnTerminal(engine.command(command));
}
