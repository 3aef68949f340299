import { onStacks } from "./stacks.ts";

/** `bulkhead start`: every standing environment, on the local cloud. */
export function start(): Promise<number> {
  return onStacks("up", [], { local: true });
}
