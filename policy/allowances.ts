import type { Context, Rule } from "./rule.ts";

/** An exception of a stack's configuration. */
export type Allowance = Context["environment"]["config"]["allowances"][number];

/** What an allowance is held against. */
export interface Allowed {
  readonly rule: Rule;
  /** Whether the rule is one of isolation. */
  readonly isIsolation: boolean;
  /** The environment whose names are in question, where it is another. */
  readonly foreign: string | undefined;
  /** As `2027-03-31`. */
  readonly today: string;
}

/** The longest that an exception may last. */
const DAYS = 366;

/**
 * Whether an allowance is for this resource: by its URN, or by the end of it from the type on. A
 * logical name alone would be that of every type.
 */
export function isFor({ resource }: Allowance, urn: string): boolean {
  if (!resource.includes("::")) return false;
  return urn === resource || urn.endsWith(`::${resource}`) || urn.endsWith(`$${resource}`);
}

/** Why an allowance does not count; `undefined` where it does. */
export function whyNot(
  { expires }: Allowance,
  { rule, isIsolation, foreign, today }: Allowed,
  { environment: { stack, kind }, ownership }: Context,
): string | undefined {
  const not = "Its allowance does not count:";
  if (rule.noAllowance === true) return `${not} this rule has no exceptions.`;
  if (isIsolation && kind === "prod") return `${not} the isolation of prod has no exceptions.`;
  // Whoever may change a lower kind's file must not open prod with it.
  if (foreign !== undefined && ownership.isClosed(foreign)) {
    return `${not} what belongs to ${foreign} is open to no other environment.`;
  }
  if (expires < today) return `Its allowance in ${stack} expired on ${expires}.`;
  const last = new Date(Date.parse(today) + DAYS * 86_400_000).toISOString().slice(0, 10);
  return expires > last ? `${not} it lasts longer than a year, until ${expires}.` : undefined;
}
