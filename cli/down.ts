import type { CloudOption } from "./context.ts";
import { onStacks } from "./stacks.ts";

/** `bulkhead down [stacks...]`. */
export function down(stacks: readonly string[], option: CloudOption): Promise<number> {
  return onStacks("destroy", stacks, option);
}
