import { onStacks, type StacksOption } from "./stacks.ts";

/** `bulkhead preview`: what an update would do, judged by both packs. */
export function preview(stacks: readonly string[], option: StacksOption): Promise<number> {
  return onStacks("preview", stacks, option);
}
