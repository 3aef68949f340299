import { dangersOf, type Danger } from "../document/dangers.ts";
import type { ExitCode } from "../../engine/stacks.ts";
import type { PlanDocument, StackPlan } from "../document/plan.ts";
import { visible } from "./text.ts";

/** That a danger is meant, and by whom. */
export interface Acknowledgement {
  /** As the comment shows it. */
  readonly urn: string;
  readonly digest: string;
  /** Login of the code owner who says so. */
  readonly by: string;
}

/** What a plan comes to. */
export interface Verdict {
  /**
   * As `bulkhead preview` ends: 0 fine, 1 failed, 2 bad configuration, 3 refused by a policy, 4 a
   * danger that is not acknowledged.
   */
  readonly code: ExitCode;
  readonly acknowledged: readonly Acknowledgement[];
  /** Dangers that nobody has acknowledged for exactly this plan. */
  readonly open: readonly Danger[];
}

/** Over several stacks the first of these that any of them ended with. */
const PRECEDENCE: readonly (readonly [StackPlan["outcome"], ExitCode])[] = [
  ["invalid", 2],
  ["failed", 1],
  ["cancelled", 1],
  ["refused", 3],
];

/**
 * What a plan comes to. Over several stacks the first that applies: one could not be planned, one is
 * refused, one would lose data. An acknowledgement counts for the plan whose digest it names.
 */
export function verdictOf(
  document: PlanDocument,
  acknowledged: readonly Acknowledgement[] = [],
): Verdict {
  const dangers = dangersOf(document);
  const known = new Set(dangers.map(keyOfDanger));
  const valid = acknowledged.filter((one) => known.has(keyOf(one)));
  const meant = new Set(valid.map(keyOf));
  const open = dangers.filter((danger) => !meant.has(keyOfDanger(danger)));
  const outcomes = new Set(document.stacks.map(({ outcome }) => outcome));
  const first = PRECEDENCE.find(([outcome]) => outcomes.has(outcome))?.[1];
  const otherwise = document.stacks.length === 0 ? 1 : open.length > 0 ? 4 : 0;
  return { code: first ?? otherwise, acknowledged: valid, open };
}

/** Who has acknowledged each danger, by what {@link keyOfDanger} says of it. */
export function acknowledgers({ acknowledged }: Verdict): ReadonlyMap<string, string> {
  return new Map(acknowledged.map((one) => [keyOf(one), one.by]));
}

/** What an acknowledgement and the danger that it means have in common: the plan, and the resource. */
export function keyOfDanger({ operation, digest }: Danger): string {
  return keyOf({ urn: visible(operation.urn), digest });
}

/** Who acknowledges has copied the URN out of the comment, where nothing hides in it any more. */
function keyOf({ urn, digest }: Pick<Acknowledgement, "urn" | "digest">): string {
  return `${digest} ${urn}`;
}
