import { onStacks, type StacksOption } from "./stacks.ts";

/** `bulkhead up [stacks...]`. */
export function up(stacks: readonly string[], option: StacksOption): Promise<number> {
  return onStacks("up", stacks, option);
}
