import type { Change, Operation, PlanDocument, Shown, StackPlan } from "../document/plan.ts";
import { lengthOf, linesWithin, type Section } from "./budget.ts";
import { code, fence, fenceSize, folded, type Inline } from "./markdown.ts";
import { clipped, visible } from "./text.ts";
import { byWeight, counted, counts, textOf, VERBS } from "./words.ts";

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
  const operations = byWeight(plan);
  const heads = operations.map(head);
  // No name is longer than a clipped line, and none holds a longer fence than this.
  const left = room - folded(title, "").length;
  const kept = linesWithin(heads, left - fenceSize(heads, "diff"), more);
  if (kept.length === 0) return "";
  if (kept.length < heads.length) return folded(title, fence(kept, "diff"));
  return folded(title, fence(withProperties(plan, { operations, heads, room: left }), "diff"));
}

/** As many operations with their properties as there is room for; of the others, their first lines. */
function withProperties(
  plan: StackPlan,
  {
    operations,
    heads,
    room,
  }: {
    readonly operations: readonly Operation[];
    readonly heads: readonly string[];
    readonly room: number;
  },
): readonly string[] {
  const secret = SECRETS[plan.against.kind];
  let left = room - lengthOf(heads) - fenceSize(heads, "diff");
  let hidden = 0;
  const lines = operations.flatMap((operation, at) => {
    const first = heads[at] ?? "";
    if (left <= HIDDEN) {
      hidden += operation.changes.length;
      return [first];
    }
    const below = operation.changes.flatMap((change) => changeLines(change, secret));
    const size = below.length === 0 ? 0 : lengthOf(below) + 1 + extra(below);
    if (size + HIDDEN > left) {
      hidden += operation.changes.length;
      return [first];
    }
    left -= size;
    return [first, ...below];
  });
  if (hidden === 0) return lines;
  return [
    ...lines,
    `... and ${counted(hidden, "more property", "more properties")}, in the whole plan`,
  ];
}

/** Room for the line on properties that are left out. */
const HIDDEN = 80;

/** What lines with long runs of backticks add to the fence around them. */
function extra(lines: readonly string[]): number {
  return fenceSize(lines, "diff") - fenceSize([], "diff");
}

function summary(plan: StackPlan): string {
  const numbers = counts(plan);
  return (Object.keys(VERBS) as Operation["operation"][])
    .flatMap((operation) => {
      const number = numbers.get(operation) ?? 0;
      return number === 0 ? [] : [`${number.toLocaleString("en")} to ${VERBS[operation]}`];
    })
    .join(", ");
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
  const text = `${VERBS[operation]} ${type} ${name}${because}`;
  return `${SIGNS[operation]} ${clipped(visible(text), LONGEST_HEAD)}`;
}

const LONGEST_HEAD = 400;

/** What is said of a secret that stays one, by what the plan was made against. */
const SECRETS: Readonly<Record<StackPlan["against"]["kind"], string>> = {
  deployed: "secret, changed",
  code: "secret, changed",
  "plan-base": "secret: not compared",
};

function changeLines(change: Change, secret: string): readonly string[] {
  const { path, kind, old, new: now, replaces } = change;
  const note = replaces === true ? "  (replaces)" : "";
  const line = (sign: string, text: string) =>
    `${sign}     ${clipped(visible(path), LONGEST_PATH)}: ${text}${note}`;
  if (isSecret(old) && isSecret(now)) return [line("!", secret)];
  const [before, after] = sides(old, now);
  if (kind === "add") return [line("+", after)];
  if (kind === "remove") return [line("-", before)];
  return [line("-", before), line("+", after)];
}

const LONGEST_PATH = 200;

function isSecret(shown: Shown | undefined): boolean {
  return shown !== undefined && "secret" in shown;
}

/** Both values; of long ones, that are alike for a while, the part in which they differ. */
function sides(old: Shown | undefined, now: Shown | undefined): readonly [string, string] {
  const [before, after] = [textOf(old), textOf(now)];
  const longest = Math.max(before.length, after.length);
  const alike = longest > LONGEST_VALUE ? commonStart(before, after) : 0;
  const from = old && now ? Math.max(0, alike - CONTEXT) : 0;
  const show = (text: string) =>
    `${from > 0 ? "…" : ""}${clipped(visible(text.slice(from)), LONGEST_VALUE)}`;
  return [show(before), show(after)];
}

function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

const LONGEST_VALUE = 300;
const CONTEXT = 40;

function more(left: number): string {
  return `... and ${counted(left, "more operation")}, in the whole plan`;
}
