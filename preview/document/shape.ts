import { createHash } from "node:crypto";

import type { StepMetadata, StepState } from "../../engine/events.ts";
import { neutral } from "../../environment/neutral.ts";
import { isUnknown } from "../../policy/values.ts";
import { isSecret, isSpecial, showPath, showUrn } from "../mask/values.ts";
import { leavesOf } from "./leaves.ts";

/** The environment whose own names do not count. */
export type Owner = Parameters<typeof neutral>[0];

/**
 * The resources of a stack, each by type and name, with a digest of every property: enough to tell
 * where two stacks differ, and too little to tell what stands there.
 */
export type Shape = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Stands for a value that is known during the update only, and equals any other. */
export const UNKNOWN = "?";

/** What a stack has before and after its steps; before, only of the resources that a step touches. */
export function shapesOf(
  owner: Owner,
  steps: readonly StepMetadata[],
): { readonly was: Shape; readonly shape: Shape } {
  const replace = neutral(owner);
  const entry = ({ urn, type }: StepMetadata, state: StepState | null | undefined) => {
    const key = `${type} ${showUrn(urn.split("::").at(-1) ?? "")}`;
    return state ? [[key, digests(state, replace)] as const] : [];
  };
  const counted = steps.filter(({ type }) => type.includes(":") && !isBuiltIn(type));
  return {
    shape: Object.fromEntries(counted.flatMap((step) => entry(step, step.new))),
    was: Object.fromEntries(
      counted.filter(({ op }) => op !== "same").flatMap((step) => entry(step, step.old)),
    ),
  };
}

/** The stack itself, its components and providers have no properties that anything runs on. */
function isBuiltIn(type: string): boolean {
  return /^(?:pulumi:|bulkhead:)/.test(type);
}

function digests(state: StepState, replace: (text: string) => string): Record<string, string> {
  const leaves = [...leavesOf(state.inputs).values()].map(({ path, value }) => {
    if (isUnknown(value)) return [showPath(path), UNKNOWN] as const;
    // Secrets differ between environments by design, and files are told by their content.
    const text = isSecret(value) ? "secret" : isSpecial(value) ? "file" : JSON.stringify(value);
    return [showPath(path), digest(replace(text))] as const;
  });
  return Object.fromEntries([...leaves, ["protect", digest(String(state.protect ?? false))]]);
}

/** Characters of a digest that two of a stack's few thousand values hardly share by chance. */
const LENGTH = 10;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, LENGTH);
}
