import type { PlanDocument } from "../document/plan.ts";
import { linesWithin, NOTHING, type Section } from "./budget.ts";
import { alert, code, item, paragraph } from "./markdown.ts";
import { counted } from "./words.ts";

/** What the change does to the guards that judge changes, and whose judgement this is. */
export function guardSection({ guards }: PlanDocument): Section {
  const { changed, ref } = guards;
  if (changed.length === 0) return NOTHING;
  const judged =
    ref === undefined
      ? "It was judged by the guards as it leaves them."
      : "It was judged without them; their code owners decide.";
  const title = paragraph(`This change touches ${counted(changed.length, "guard")}. ${judged}`);
  const lines = changed.map(({ path, kind }) => item([`${kind} `, code(path)]));
  return {
    within: (room) => {
      const box = alert("WARNING", title);
      // An empty line of the box stands between, and each line has its sign.
      const left = Math.min(room, MOST) - box.length - "\n>\n".length;
      const kept = linesWithin(
        lines.map((line) => `${BOX}${line}`),
        left,
        more,
      );
      if (kept.length > 0) return [box, BOX.trimEnd(), ...kept].join("\n");
      return box.length <= room ? box : "";
    },
  };
}

const BOX = "> ";

function more(left: number): string {
  return `${BOX}- and ${left.toLocaleString("en")} more`;
}

/** A change to a thousand guards is told by its first fifty. */
const MOST = 4_000;
