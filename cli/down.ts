import { onStacks, type StacksOption } from "./stacks.ts";

/** `bulkhead down [stacks...]`. */
export function down(stacks: readonly string[], option: StacksOption): Promise<number> {
  return onStacks("destroy", stacks, option);
}
