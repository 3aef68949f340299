import type { Folders } from "./folders.ts";
import type { Report } from "./install.ts";
import { run, type Command, type Finished } from "./processes.ts";

/** The Pulumi engine, set up for one cloud. Whatever differs between clouds is behind it. */
export interface Engine {
  readonly folders: Folders;
  /** How to run the CLI with arguments, for a stack where one is meant. */
  command(args: readonly string[], stack?: string): Command;
  /**
   * Makes a stack ready to be worked on, as far as that is not a decision of its user's.
   *
   * @throws UserError when it cannot be worked on now.
   */
  prepare(stack: string, report: Report): Promise<void>;
  /** The errors of an operation that failed, with what the engine cannot know about its cloud. */
  explain(stack: string, errors: readonly string[]): Promise<readonly string[]>;
}

/** The engine in another folder, or with variables that go before its own. */
export function elsewhere(engine: Engine, place: Pick<Command, "cwd" | "env">): Engine {
  return {
    ...engine,
    command: (args, stack) => {
      const command = engine.command(args, stack);
      const env = { ...(command.env ?? process.env), ...place.env };
      return { ...command, ...place, env };
    },
  };
}

/** Runs the CLI to its end and hands back what it said. */
export function pulumi(engine: Engine, args: readonly string[], stack?: string): Promise<Finished> {
  return run(engine.command(args, stack));
}
