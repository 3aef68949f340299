import { terminalCommand } from "../local/engine/arguments.ts";
import { ROOT } from "../local/engine/folders.ts";
import { runOnTerminal } from "../local/engine/processes.ts";
import { open } from "./context.ts";

/** `bulkhead pulumi <arguments>`: Pulumi itself, on the local cloud, with its own exit code. */
export async function pulumi(args: readonly string[]): Promise<number> {
  // Read first: what is refused starts no cloud.
  const command = terminalCommand(args, ROOT);
  const engine = await open({ local: true });
  return runOnTerminal(engine.command(command));
}
