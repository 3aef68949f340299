import type { Change, Operation, PlanDocument, StackPlan } from "../document/plan.ts";
import { linesWithin, type Section } from "./budget.ts";
import { code, fence, folded, type Inline } from "./markdown.ts";
import { byWeight, count, counted, textOf, VERBS } from "./words.ts";

/**
 * What each stack's plan does to each property, folded. What room there is, each stack gets its share
 * of; the properties go first, the operations last.
 */
export function diffSections({ stacks }: PlanDocument): readonly Section[] {
  const changed = stacks.filter(({ operations }) => operations.length > 0);
  return changed.map((plan, at) => ({
    within: (room) => diff(plan, Math.floor(room / (changed.length - at))),
  }));
}

function diff(plan: StackPlan, room: number): string {
  const title: readonly Inline[] = [code(plan.stack), `: ${summary(plan)}`];
  const left = room - folded(title, "").length - FENCE;
  const operations = byWeight(plan);
  const secret = SECRETS[plan.against.kind];
  const full = operations.map((operation) => [
    head(operation),
    ...operation.changes.flatMap((change) => lines(change, secret)),
  ]);
  const brief = operations.map(head);
  const isWhole = full.flat().reduce((sum, line) => sum + line.length + 1, 0) <= left;
  const kept = isWhole ? full.flat() : linesWithin(brief, left, more);
  return kept.length === 0 ? "" : folded(title, fence(kept, "diff"));
}

function summary(plan: StackPlan): string {
  const parts = (Object.keys(VERBS) as Operation["operation"][])
    .map((operation) => ({ number: count(plan, operation), verb: VERBS[operation] }))
    .filter(({ number }) => number > 0)
    .map(({ number, verb }) => `${number.toLocaleString("en")} to ${verb}`);
  return parts.join(", ");
}

/** The sign in the first column gives a line its colour. */
const SIGNS: Readonly<Record<Operation["operation"], string>> = {
  create: "+",
  update: "!",
  replace: "-+",
  delete: "-",
  read: " ",
  import: "+",
  refresh: "!",
};

function head({ operation, type, name, causes }: Operation): string {
  const because = causes.length > 0 ? `, because of ${causes.join(", ")}` : "";
  return `${SIGNS[operation]} ${VERBS[operation]} ${type} ${name}${because}`;
}

/** What is said of a secret that stays one, by what the plan was made against. */
const SECRETS: Readonly<Record<StackPlan["against"]["kind"], string>> = {
  deployed: "secret, changed",
  code: "secret, changed",
  "plan-base": "secret: not compared",
};

function lines({ path, kind, old, new: now, replaces }: Change, secret: string): readonly string[] {
  const note = replaces === true ? "  (replaces)" : "";
  if (isSecret(old) && isSecret(now)) return [`!     ${path}: ${secret}${note}`];
  if (kind === "add") return [`+     ${path}: ${textOf(now)}${note}`];
  if (kind === "remove") return [`-     ${path}: ${textOf(old)}${note}`];
  return [`-     ${path}: ${textOf(old)}`, `+     ${path}: ${textOf(now)}${note}`];
}

function isSecret(shown: Change["old"]): boolean {
  return shown !== undefined && "secret" in shown;
}

/** Room for the fences around code, of up to twenty backticks each. */
const FENCE = 60;

function more(left: number): string {
  return `... and ${counted(left, "more operation")}, in the whole plan`;
}
