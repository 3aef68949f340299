import type { Danger } from "../document/dangers.ts";
import { fenceSize, folded, fence, item, code, paragraph } from "./markdown.ts";
import { linesWithin, NOTHING, type Section } from "./budget.ts";
import { visible } from "./text.ts";
import type { Verdict } from "./verdict.ts";

const TITLE = ["How to acknowledge"];
const ABOUT = paragraph(
  "A code owner other than the author comments with the line of each that is meant. It counts for " +
    "exactly this plan.",
);

/** What a code owner writes to say that a danger is meant: as long as one waits, it is never cut off. */
export function acknowledgeSection({ open, hidden }: Pick<Verdict, "open" | "hidden">): Section {
  const unseen = new Set(hidden);
  const dangers = open.filter((danger) => !unseen.has(danger));
  if (dangers.length === 0) return NOTHING;
  const lines = dangers.slice(0, MOST_SPELLED_OUT).map(lineOf);
  const text = (kept: readonly string[]) => {
    const spelled = kept.length === 0 ? "" : `\n\n${fence(kept)}`;
    const rest = dangers.slice(kept.length);
    return folded(TITLE, `${ABOUT}${spelled}${rest.length === 0 ? "" : `\n\n${others(rest)}`}`);
  };
  const least = text([]);
  const whole = text(lines);
  return {
    least: Math.max(least.length, whole.length > MOST_KEPT ? 0 : whole.length),
    within: (room) => {
      if (whole.length <= room) return whole;
      const left = room - least.length - fenceSize(lines) - "\n\n".length;
      return text(linesWithin(lines, left, () => "").filter((line) => line !== ""));
    },
  };
}

const MOST_SPELLED_OUT = 20;

/** Lines that take more than this give way to the dangers themselves. */
const MOST_KEPT = 8_000;

function lineOf({ operation, digest }: Danger): string {
  return `/bulkhead acknowledge ${visible(operation.urn)} ${digest}`;
}

/** How the lines of those are made that are not spelled out; their URNs are in the whole plan. */
function others(dangers: readonly Danger[]): string {
  const digests = new Map(dangers.map(({ stack, digest }) => [stack, digest]));
  const form = code("/bulkhead acknowledge <urn> <digest of its stack>");
  const intro = paragraph(
    `The lines of ${dangers.length.toLocaleString("en")} more are of the form `,
    ...[form, ". Their URNs are in the whole plan; the digests:"],
  );
  const each = [...digests].map(([stack, digest]) => item([code(stack), " ", code(digest)]));
  return `${intro}\n\n${each.join("\n")}`;
}
