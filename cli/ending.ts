import { inspect } from "node:util";

import { CommanderError } from "commander";

import { UserError } from "../engine/errors.ts";
import { InvalidConfigError } from "../environment/problems.ts";
import { inLines } from "./terminal.ts";

/** A verb ends with its exit code. Its module is loaded when it runs, so that help is instant. */
export function ending<A extends unknown[]>(action: (...args: A) => Promise<number>) {
  return async (...args: A): Promise<void> => {
    process.exitCode = await action(...args);
  };
}

/**
 * Prints an error as the user can use it, and ends with its exit code.
 *
 * @param verbose With its stack trace.
 */
export function end(error: unknown, verbose: boolean): void {
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
