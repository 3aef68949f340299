import { dangersOf, type Danger } from "../document/dangers.ts";
import type { PlanDocument } from "../document/plan.ts";

/** That a danger is meant, and by whom. */
export interface Acknowledgement {
  readonly urn: string;
  readonly digest: string;
  /** Login of the code owner who says so. */
  readonly by: string;
}

/** What a plan comes to. */
export interface Verdict {
  /** As `bulkhead preview` ends: 0 fine, 1 failed, 3 refused by a policy, 4 a danger not acknowledged. */
  readonly code: 0 | 1 | 3 | 4;
  readonly acknowledged: readonly Acknowledgement[];
  /** Dangers that nobody has acknowledged for exactly this plan. */
  readonly open: readonly Danger[];
}

/**
 * What a plan comes to. Over several stacks the first that applies: one could not be planned, one is
 * refused, one would lose data. An acknowledgement counts for the plan whose digest it names.
 */
export function verdictOf(
  document: PlanDocument,
  acknowledged: readonly Acknowledgement[] = [],
): Verdict {
  const valid = acknowledged.filter((one) =>
    dangersOf(document).some((danger) => isFor(one, danger)),
  );
  const open = dangersOf(document).filter((danger) => !valid.some((one) => isFor(one, danger)));
  const outcomes = new Set(document.stacks.map(({ outcome }) => outcome));
  const failed =
    outcomes.has("failed") || outcomes.has("cancelled") || document.stacks.length === 0;
  const code = failed ? 1 : outcomes.has("refused") ? 3 : open.length > 0 ? 4 : 0;
  return { code, acknowledged: valid, open };
}

/** Whether an acknowledgement means this danger, in this plan. */
export function isFor({ urn, digest }: Acknowledgement, danger: Danger): boolean {
  return urn === danger.operation.urn && digest === danger.digest;
}
