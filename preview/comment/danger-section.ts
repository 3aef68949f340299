import type { Danger } from "../document/dangers.ts";
import { lengthOf, linesWithin, NOTHING, type Section } from "./budget.ts";
import {
  code,
  fence,
  fenceSize,
  folded,
  heading,
  item,
  paragraph,
  type Inline,
} from "./markdown.ts";
import { visible } from "./text.ts";
import { acknowledgers, keyOfDanger, type Verdict } from "./verdict.ts";
import { counted, listed, textOf } from "./words.ts";

/** What holds data and would be replaced or deleted: each in one line, with what causes it. */
export function dangerSection(dangers: readonly Danger[], verdict: Verdict): Section {
  if (dangers.length === 0) return NOTHING;
  const title = heading(3, `🛑 ${counted(dangers.length, "danger")}: data would be lost`);
  const by = acknowledgers(verdict);
  return {
    within: (room) => {
      if (title.length > room) return "";
      const left = room - title.length - 2;
      // A line has more than forty characters: no more than so many are worth making.
      const lines = dangers
        .slice(0, Math.ceil(left / 40))
        .map((danger) => line(danger, by.get(keyOfDanger(danger))));
      const rest = dangers.length - lines.length;
      const kept = linesWithin(
        lines,
        rest > 0 ? Math.min(left, lengthOf(lines) - 1) : left,
        (cut) => `- and ${(cut + rest).toLocaleString("en")} more, in the whole plan`,
      );
      return kept.length === 0 ? title : `${title}\n\n${kept.join("\n")}`;
    },
  };
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

/** What a code owner writes to say that a danger is meant. */
export function acknowledgeSection({ open }: Verdict): Section {
  if (open.length === 0) return NOTHING;
  const lines = open
    .slice(0, MOST_SPELLED_OUT)
    .map(({ operation, digest }) => `/bulkhead acknowledge ${visible(operation.urn)} ${digest}`);
  const about =
    "A code owner other than the author comments with the line of each that is meant. It counts for " +
    "exactly this plan.";
  const [title, intro] = [["How to acknowledge"], paragraph(about)];
  const text = (kept: readonly string[]) => {
    const rest = open.length - kept.length;
    const more = `The lines of ${rest.toLocaleString("en")} more are in the whole plan.`;
    const below = rest > 0 ? `\n\n${paragraph(more)}` : "";
    return folded(title, `${intro}\n\n${fence(kept)}${below}`);
  };
  return {
    within: (room) => {
      if (text(lines).length <= room) return text(lines);
      const left = room - text([]).length - fenceSize(lines);
      const kept = linesWithin(lines, left, () => "").filter((line) => line !== "");
      return kept.length === 0 ? "" : text(kept);
    },
  };
}

const MOST_SPELLED_OUT = 20;
