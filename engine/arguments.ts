import type { Engine } from "./engine.ts";

/** The engine that adds arguments to one of its commands, and to none of the others. */
export function withArguments(engine: Engine, verb: string, more: readonly string[]): Engine {
  return {
    ...engine,
    command: (args, stack) => engine.command(args[0] === verb ? [...args, ...more] : args, stack),
  };
}
