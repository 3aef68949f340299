import type { Danger } from "../document/dangers.ts";
import { lengthOf, linesWithin } from "./budget.ts";
import { code, heading, item, type Inline } from "./markdown.ts";
import { acknowledgers, keyOfDanger, type Verdict } from "./verdict.ts";
import { counted, listed, textOf } from "./words.ts";

/** The list of dangers, as far as there is room for it. */
export interface DangerList {
  readonly text: string;
  /** How many of them it shows. */
  readonly shown: number;
}

/**
 * What holds data and would be replaced or deleted: each in one line, with what causes it. Those that
 * nobody has acknowledged stand first, so that each comes to be seen before it can be meant.
 */
export function dangerList(dangers: readonly Danger[], verdict: Verdict, room: number): DangerList {
  const title = heading(3, `🛑 ${counted(dangers.length, "danger")}: data would be lost`);
  if (dangers.length === 0 || title.length > room) return { text: "", shown: 0 };
  const by = acknowledgers(verdict);
  const left = room - title.length - 2;
  // A line has more than forty characters: no more than so many are worth making.
  const lines = [true, false]
    .flatMap((isOpen) => dangers.filter((each) => !by.has(keyOfDanger(each)) === isOpen))
    .slice(0, Math.ceil(left / 40))
    .map((danger) => line(danger, by.get(keyOfDanger(danger))));
  const rest = dangers.length - lines.length;
  const kept = linesWithin(
    lines,
    rest > 0 ? Math.min(left, lengthOf(lines) - 1) : left,
    (cut) => `- and ${(cut + rest).toLocaleString("en")} more, in the whole plan`,
  );
  if (kept.length === 0) return { text: title, shown: 0 };
  const shown = kept === lines ? lines.length : kept.length - 1;
  return { text: `${title}\n\n${kept.join("\n")}`, shown };
}

function line(danger: Danger, by: string | undefined): string {
  const { stack, what, operation, successors } = danger;
  const { operation: verb, name, type } = operation;
  const why: readonly Inline[] =
    verb === "replace"
      ? ["would be replaced, because ", causes(danger)]
      : [
          "would be deleted: it is no longer in the program",
          ...(successors.length === 0
            ? []
            : [", perhaps renamed to ", alternatives(successors.map((each) => code(each)))]),
        ];
  return item([
    code(stack),
    `: the ${what} `,
    code(name),
    " (",
    code(type),
    ") ",
    ...why,
    ...(operation.protected === true ? ["; it is protected, so the update will refuse"] : []),
    ...(by === undefined ? [] : ["; acknowledged by ", code(by)]),
  ]);
}

/** Each cause with what changes there, and from what other resource it comes. */
function causes({ operation: { causes: all, changes }, follows }: Danger): Inline {
  const named = all.filter((cause) => !follows.includes(cause));
  const others: Inline = [
    listed(follows.map((each) => code(each))),
    follows.length === 1 ? " is replaced" : " are replaced",
  ];
  if (named.length === 0) return follows.length > 0 ? others : "of something that it depends on";
  const shown = named.map((cause): Inline => {
    const change = changes.find(({ path }) => path === cause);
    if (!change) return code(cause);
    const [old, now] = [change.old, change.new].map((side) =>
      side === undefined ? "not set" : code(textOf(side), LONGEST_VALUE),
    );
    return [code(cause), " (", old ?? "", " → ", now ?? "", ")"];
  });
  return ["of ", listed(shown), ...(follows.length > 0 ? [", as ", others] : [])];
}

const LONGEST_VALUE = 80;

function alternatives(names: readonly Inline[]): Inline {
  return names.flatMap((name, at) => (at === 0 ? [name] : [" or ", name]));
}
