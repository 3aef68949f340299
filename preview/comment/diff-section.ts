import type { Change, Operation, PlanDocument, Shown, StackPlan } from "../document/plan.ts";
import { lengthOf, linesWithin, type Section } from "./budget.ts";
import { code, fence, fenceSize, folded, type Inline } from "./markdown.ts";
import { clipped, visible } from "./text.ts";
import { byWeight, counted, counts, textOf, VERBS } from "./words.ts";

/**
 * What each stack's plan does to each property, folded. Where there is not room for all, small ones
 * stay whole, and large ones share what is left; the properties go first, the operations last.
 */
export function diffSection({ stacks }: PlanDocument): Section {
  const changed = stacks.filter(({ operations }) => operations.length > 0);
  return {
    within: (room) => {
      const whole = changed.map((plan) => ({ plan, size: diff(plan, Infinity).length }));
      const rooms = new Map<StackPlan, number>();
      let left = room - SEPARATOR.length * (changed.length - 1);
      for (const [at, { plan, size }] of [...whole].sort((a, b) => a.size - b.size).entries()) {
        const share = Math.min(size, Math.floor(left / (changed.length - at)));
        rooms.set(plan, share);
        left -= share;
      }
      const texts = changed.map((plan) => diff(plan, rooms.get(plan) ?? 0));
      return texts.filter((text) => text !== "").join(SEPARATOR);
    },
  };
}

const SEPARATOR = "\n\n";

function diff(plan: StackPlan, room: number): string {
  const title: readonly Inline[] = [code(plan.stack), `: ${summary(plan)}`];
  const operations = byWeight(plan);
  const heads = operations.map(head);
  const left = room - folded(title, "").length;
  const lines =
    lengthOf(heads) + fenceSize(heads, "diff") <= left
      ? withProperties(plan, { operations, heads, room: left })
      : withTypes(operations, heads, left - fenceSize(heads, "diff"));
  return lines.length === 0 ? "" : folded(title, fence(lines, "diff"));
}

/** How many operations of each type, and as many of their first lines as there is room for. */
function withTypes(
  operations: readonly Operation[],
  heads: readonly string[],
  room: number,
): readonly string[] {
  const numbers = new Map<string, number>();
  for (const { operation, type } of operations) {
    const text = `${SIGNS[operation]} ${VERBS[operation]} % ${clipped(visible(type), LONGEST_HEAD)}`;
    numbers.set(text, (numbers.get(text) ?? 0) + 1);
  }
  const types = [...numbers].map(([text, number]) =>
    text.replace("%", number.toLocaleString("en")),
  );
  const first = linesWithin(types, room, (left) => `... and of ${counted(left, "more type")}`);
  const more = (left: number) => `... and ${counted(left, "more operation")}, in the whole plan`;
  const rest = linesWithin(heads, room - lengthOf(first) - 2, more);
  return rest.length === 0 ? first : [...first, "", ...rest];
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
  const below = operations.map(({ changes }) =>
    changes.flatMap((change) => changeLines(change, secret)),
  );
  const all = heads.flatMap((first, at) => [first, ...(below[at] ?? [])]);
  if (lengthOf(all) + fenceSize(all, "diff") <= room) return all;
  let left = room - lengthOf(heads) - fenceSize(heads, "diff") - HIDDEN;
  if (left < 0) return heads;
  let hidden = 0;
  const lines = operations.flatMap(({ changes }, at) => {
    const [first = "", mine = []] = [heads[at], below[at]];
    const size = mine.length === 0 ? 0 : lengthOf(mine) + 1 + extra(mine);
    if (size > left) {
      hidden += changes.length;
      return [first];
    }
    left -= size;
    return [first, ...mine];
  });
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

/** What is said of values that are not shown and known to differ. */
const CHANGED = "secret, changed";

/** What is said of a secret that stays one, by what the plan was made against. */
const SECRETS: Readonly<Record<StackPlan["against"]["kind"], string>> = {
  deployed: CHANGED,
  code: CHANGED,
  "plan-base": "secret: not compared",
};

function changeLines(change: Change, secret: string): readonly string[] {
  const { path, kind, old, new: now, replaces, differs } = change;
  const note = replaces === true ? "  (replaces)" : "";
  const line = (sign: string, text: string) =>
    `${sign}     ${clipped(visible(path), LONGEST_PATH)}: ${text}`;
  if (isSecret(old) && isSecret(now))
    return [line("!", `${differs === true ? CHANGED : secret}${note}`)];
  const [before, after] = sides(old, now);
  if (kind === "remove") return [line("-", `${before}${note}`)];
  return [...(kind === "add" ? [] : [line("-", before)]), line("+", `${after}${note}`)];
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
