import { createHash } from "node:crypto";

import type { StepMetadata, StepState } from "../../engine/events.ts";
import { neutral } from "../../environment/neutral.ts";
import { MASKING, type Masking } from "../mask/masking.ts";
import { LONGEST_NAME, shortened } from "../mask/shortened.ts";
import { shown, showName, showPath } from "../mask/values.ts";
import { hiddenIn, type Hidden } from "./hidden.ts";
import { leavesOf } from "./leaves.ts";

/** The environment whose own names do not count. */
export type Owner = Parameters<typeof neutral>[0];

/**
 * The resources of a stack, each by type and name, with a digest of every property: enough to tell
 * where two stacks differ. A digest is made of what may be shown: one of a secret, which anybody could
 * try guesses on, would tell it.
 */
export type Shape = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Stands for a value that is known during the update only, and equals any other. */
export const UNKNOWN = "?";

/** What a stack has before and after its steps; before, only of the resources that a step touches. */
export function shapesOf(
  owner: Owner,
  steps: readonly StepMetadata[],
  masking: Masking = MASKING,
): { readonly was: Shape; readonly shape: Shape } {
  const replace = neutral(owner);
  const counted = steps.filter(({ type }) => type.includes(":") && !isBuiltIn(type));
  const entries = counted.map((step) => {
    const digesting = { replace, masking, hidden: hiddenIn(step, masking) };
    const { urn, type, op, old, new: now } = step;
    const key = keyOf({ type: masking.text(type), name: showName(urn, masking) });
    const entry = (state: StepState | null | undefined) =>
      state ? [[key, digests(type, state, digesting)] as const] : [];
    return { shape: entry(now), was: op === "same" ? [] : entry(old) };
  });
  return {
    shape: Object.fromEntries(entries.flatMap(({ shape }) => shape)),
    was: Object.fromEntries(entries.flatMap(({ was }) => was)),
  };
}

/** By what a shape knows a resource; a type has no space in it. */
export function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return shortened(`${type} ${name}`, LONGEST_NAME);
}

/** The stack itself, its components and providers have no properties that anything runs on. */
function isBuiltIn(type: string): boolean {
  return /^(?:pulumi:|bulkhead:)/.test(type);
}

/** With what the digests of a resource are made. */
interface Digesting {
  readonly replace: (text: string) => string;
  readonly masking: Masking;
  readonly hidden: Hidden;
}

function digests(
  type: string,
  state: StepState,
  { replace, masking, hidden }: Digesting,
): Record<string, string> {
  const leaves = [...leavesOf(state.inputs).values()].map(({ path, value }) => {
    const side = shown(type, path, value, masking);
    const isUnknown = "unknown" in side;
    const told = hidden(path, value) ? { secret: true } : side;
    const digested = isUnknown ? UNKNOWN : digest(replace(JSON.stringify(told)));
    return [showPath(path, masking), digested] as const;
  });
  return Object.fromEntries([...leaves, ["protect", digest(String(state.protect ?? false))]]);
}

/** Characters of a digest that two of a stack's few thousand values hardly share by chance. */
const LENGTH = 10;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, LENGTH);
}
