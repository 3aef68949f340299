import { ROOT } from "../engine/folders.ts";
import { standingStacks } from "../engine/stacks.ts";

/** How the stacks are written. */
export interface ListOption {
  readonly json?: boolean;
}

/** `bulkhead list`: the standing stacks, in the order in which a change travels. */
export function list({ json = false }: ListOption): number {
  const stacks = standingStacks(ROOT);
  console.log(json ? JSON.stringify(stacks) : stacks.join("\n"));
  return 0;
}
