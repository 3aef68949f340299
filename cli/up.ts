import type { CloudOption } from "./context.ts";
import { onStacks } from "./stacks.ts";

/** `bulkhead up [stacks...]`. */
export function up(stacks: readonly string[], option: CloudOption): Promise<number> {
  return onStacks("up", stacks, option);
}
