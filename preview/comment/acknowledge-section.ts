import { linesWithin, NOTHING, type Section } from "./budget.ts";
import { fence, fenceSize, folded, paragraph } from "./markdown.ts";
import { visible } from "./text.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What a code owner writes to say that a danger is meant.
 *
 * @param shown How many dangers the comment lists: it gives no line for one that it does not show.
 */
export function acknowledgeSection({ open }: Verdict, shown: number): Section {
  if (open.length === 0 || shown === 0) return NOTHING;
  const lines = open
    .slice(0, Math.min(shown, MOST_SPELLED_OUT))
    .map(({ operation, digest }) => `/bulkhead acknowledge ${visible(operation.urn)} ${digest}`);
  const about =
    "A code owner other than the author comments with the line of each that is meant. It counts for " +
    "exactly this plan.";
  const [title, intro] = [["How to acknowledge"], paragraph(about)];
  const text = (kept: readonly string[]) => {
    const rest = open.length - kept.length;
    const more = `The lines of ${rest.toLocaleString("en")} more follow when these are acknowledged.`;
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

/** Room to keep for it: however many dangers there are, somebody has to be able to begin. */
export function acknowledgeRoom(verdict: Verdict, room: number): number {
  const all = acknowledgeSection(verdict, Infinity).within(Infinity).length;
  return Math.min(all, Math.floor(room / 8));
}

const MOST_SPELLED_OUT = 20;
