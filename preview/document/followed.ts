import type { StepMetadata } from "../../engine/events.ts";
import { showUrn } from "../mask/values.ts";
import { leavesOf } from "./leaves.ts";

/**
 * The resources whose replacement replaces another, although nothing of its own changes: the engine
 * deletes what depends on a resource before it deletes the resource. Its events do not say on what
 * something depends, so it is looked for where it shows: an input that holds the name or the id of
 * something that is replaced.
 */
export function followed(step: StepMetadata, steps: readonly StepMetadata[]): readonly string[] {
  const inputs = new Set([...leavesOf(step.old?.inputs).values()].map(({ value }) => value));
  const names = steps
    .filter(({ op, urn }) => op === "replace" && urn !== step.urn)
    .filter(({ old }) =>
      [old?.id, old?.inputs?.["name"]].some(
        (own) => own !== undefined && own !== "" && inputs.has(own),
      ),
    )
    .map(({ urn }) => showUrn(urn.split("::").at(-1) ?? ""));
  return [...new Set(names)].sort();
}
