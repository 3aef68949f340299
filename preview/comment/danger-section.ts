import type { Danger } from "../document/dangers.ts";
import { linesWithin, type Section } from "./budget.ts";
import { code, fence, folded, heading, item, paragraph, type Inline } from "./markdown.ts";
import { isFor, type Verdict } from "./verdict.ts";
import { counted } from "./words.ts";

/** What holds data and would be replaced or deleted: each in one line, with what causes it. */
export function dangerSection(dangers: readonly Danger[], verdict: Verdict): Section {
  if (dangers.length === 0) return { within: () => "" };
  const title = heading(3, `🛑 ${counted(dangers.length, "danger")}: data would be lost`);
  const lines = dangers.map((danger) => line(danger, verdict));
  return {
    within: (room) => {
      const list = linesWithin(
        lines,
        room - title.length - 2,
        (left) => `- and ${left} more, in the whole plan`,
      );
      const how = acknowledging(verdict);
      const text = `${title}\n\n${list.join("\n")}`;
      return text.length + how.length + 2 <= room ? `${text}\n\n${how}`.trimEnd() : text;
    },
  };
}

function line(danger: Danger, verdict: Verdict): string {
  const { stack, what, operation, causes } = danger;
  const { operation: verb, name, type } = operation;
  const ends: Inline = verb === "replace" ? "is replaced, because of " : "is deleted: ";
  const why = causes.flatMap((cause, at): Inline[] => [
    at === 0 ? "" : ", ",
    verb === "replace" ? code(cause) : cause.startsWith("no longer") ? deleted(cause) : code(cause),
  ]);
  const by = verdict.acknowledged.find((one) => isFor(one, danger))?.by;
  return item([
    code(stack),
    `: the ${what} `,
    code(name),
    ` (`,
    code(type),
    `) `,
    ends,
    ...why,
    ...(operation.protected === true ? ["; it is protected, so the update will refuse"] : []),
    ...(by === undefined ? [] : ["; acknowledged by ", code(by)]),
  ]);
}

function deleted(cause: string): Inline {
  const [words = "", name] = cause.split("renamed to ");
  return name === undefined ? words : [words, "renamed to ", code(name)];
}

/** What a code owner writes to say that a danger is meant. */
function acknowledging({ open }: Verdict): string {
  if (open.length === 0) return "";
  const lines = open
    .slice(0, MOST_SPELLED_OUT)
    .map(({ operation, digest }) => `/bulkhead acknowledge ${operation.urn} ${digest}`);
  const left = open.length - lines.length;
  const title = paragraph("A code owner other than the author acknowledges with a comment:");
  const more =
    left > 0 ? `\n\n${paragraph(`The lines of ${left} more are in the whole plan.`)}` : "";
  return folded(["How to acknowledge"], `${title}\n\n${fence(lines)}${more}`);
}

const MOST_SPELLED_OUT = 20;
