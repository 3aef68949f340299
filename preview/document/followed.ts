import type { StepMetadata } from "../../engine/events.ts";
import { MASKING, type Masking } from "../mask/masking.ts";
import { showName } from "../mask/values.ts";
import { leavesOf } from "./leaves.ts";

/**
 * The resources whose replacement replaces another, although nothing of its own changes: the engine
 * deletes what depends on a resource before it deletes the resource. Its events do not say on what
 * something depends, so it is looked for where it shows: an input that holds the name or the id of
 * something that is replaced.
 *
 * @returns The names of those that a step's resource follows.
 */
export function followers(
  steps: readonly StepMetadata[],
  masking: Masking = MASKING,
): (step: StepMetadata) => readonly string[] {
  const replaced = new Map<unknown, string[]>();
  for (const { op, urn, old } of steps) {
    if (op !== "replace") continue;
    for (const own of new Set([old?.id, old?.inputs?.["name"]])) {
      if (typeof own !== "string" || own === "") continue;
      replaced.set(own, [...(replaced.get(own) ?? []), urn]);
    }
  }
  return (step) => {
    if (replaced.size === 0) return [];
    const urns = [...leavesOf(step.old?.inputs).values()].flatMap(
      ({ value }) => replaced.get(value) ?? [],
    );
    const others = urns.filter((urn) => urn !== step.urn);
    return [...new Set(others.map((urn) => showName(urn, masking)))].sort();
  };
}
