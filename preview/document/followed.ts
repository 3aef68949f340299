import type { StepMetadata } from "../../engine/events.ts";
import { MASKING, type Masking } from "../mask/masking.ts";
import { showName } from "../mask/values.ts";
import { leavesOf } from "./leaves.ts";
import { PathSet } from "./paths.ts";
import type { Path } from "../../policy/values.ts";

/**
 * The resources whose replacement replaces another, although nothing of its own changes: the engine
 * deletes what depends on a resource before it deletes the resource. Its events do not say on what
 * something depends, so it is looked for where it shows: an input that holds the name or the id of
 * something that is replaced, at the properties for which the engine replaces it, where it says so.
 *
 * @returns The names of those that a step's resource follows.
 */
export function followers(
  steps: readonly StepMetadata[],
  masking: Masking = MASKING,
): (step: StepMetadata, causes: readonly Path[]) => readonly string[] {
  const replaced = new Map<unknown, string[]>();
  for (const { op, urn, old } of steps) {
    if (op !== "replace") continue;
    for (const own of new Set([old?.id, old?.inputs?.["name"]])) {
      if (typeof own !== "string" || own === "") continue;
      replaced.set(own, [...(replaced.get(own) ?? []), urn]);
    }
  }
  return (step, causes) => {
    if (replaced.size === 0) return [];
    const named = new PathSet(causes);
    const urns = [...leavesOf(step.old?.inputs).values()]
      .filter(({ path }) => (causes.length > 0 ? named.leadTo(path) : path[0] !== "name"))
      .flatMap(({ value }) => replaced.get(value) ?? []);
    const others = urns.filter((urn) => urn !== step.urn);
    return [...new Set(others.map((urn) => showName(urn, masking)))].sort();
  };
}
