import { inspect } from "node:util";

import { CommanderError, type Command } from "commander";

import { UserError } from "../engine/errors.ts";
import { interruption } from "../engine/processes.ts";
import { InvalidConfigError } from "../environment/problems.ts";
import { inLines } from "./terminal.ts";

/** A verb ends with its exit code. Its module is loaded when it runs, so that help is instant. */
export function ending<A extends unknown[]>(action: (...args: A) => Promise<number>) {
  return async (...args: A): Promise<void> => {
    process.exitCode = await action(...args);
  };
}

/** Exit code of a command that Ctrl-C ended, as shells know it. */
const INTERRUPTED = 130;

/** Runs the command that was asked for, and sets the exit code by which it ends. */
export async function untilItEnds(program: Command): Promise<void> {
  await program.parseAsync().catch((error: unknown) => {
    end(error, program.opts<{ verbose?: boolean }>().verbose === true);
  });
  if (interruption()) process.exitCode = INTERRUPTED;
}

/** Prints an error as the user can use it, or with its stack trace; and ends with its exit code. */
function end(error: unknown, verbose: boolean): void {
  if (error instanceof CommanderError) {
    // Commander has printed the message; help and version are no failure.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  console.error(inLines(verbose ? inspect(error) : messageOf(error)));
  process.exitCode = exitCodeOf(error);
}

function messageOf(error: unknown): string {
  if (error instanceof UserError || error instanceof InvalidConfigError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `Unexpected: ${message}\nFor the details, run it again with --verbose before the verb.`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UserError) return error.exitCode;
  return error instanceof InvalidConfigError ? 2 : 1;
}
