import type { Danger } from "../document/dangers.ts";
import { lengthOf, NOTHING, type Section } from "./budget.ts";
import { dangersWithin, groupLines, groupsOf } from "./danger-groups.ts";
import { dangerTitle, fullLine, moreLine, shortLine } from "./danger-line.ts";
import { acknowledgers, keyOfDanger, type Verdict } from "./verdict.ts";

/**
 * Every danger, as fully as there is room for: each in a line with its cause and values; each by its
 * URN; at last by their names alone, grouped. Where not even those fit, how many there are more.
 *
 * @param beside Characters that what stands below needs.
 */
export function dangerSection(
  dangers: readonly Danger[],
  verdict: Verdict,
  beside: number,
): Section {
  if (dangers.length === 0) return NOTHING;
  const title = dangerTitle(dangers);
  const by = acknowledgers(verdict);
  return {
    within: (room) => {
      if (title.length > room) return "";
      const left = room - title.length - 2;
      for (const write of verdict.hidden.length > 0 ? [] : [fullLine, shortLine]) {
        // A line has more than forty characters: no more than so many are worth making.
        if (dangers.length * 40 > left) continue;
        const lines = dangers.map((danger) => write(danger, by.get(keyOfDanger(danger))));
        if (lengthOf(lines) + beside <= left) return `${title}\n\n${lines.join("\n")}`;
      }
      const lines = grouped(dangers, verdict, left);
      return lines.length === 0 ? title : `${title}\n\n${lines.join("\n")}`;
    },
  };
}

function grouped(dangers: readonly Danger[], verdict: Verdict, room: number): readonly string[] {
  const by = acknowledgers(verdict);
  const isMeant = (danger: Danger) => by.has(keyOfDanger(danger));
  const groups = groupsOf(dangers);
  const most = dangers.length - verdict.hidden.length;
  const lines = groupLines(groups, most, isMeant);
  const all = verdict.hidden.length === 0 ? lines : [...lines, moreLine(verdict.hidden.length)];
  if (lengthOf(all) <= room) return all;
  const fitting = dangersWithin(groups, room - moreLine(dangers.length).length).length;
  if (fitting === 0) return [];
  return [...groupLines(groups, fitting, isMeant), moreLine(dangers.length - fitting)];
}
