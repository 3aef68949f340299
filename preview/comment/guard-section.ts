import type { PlanDocument } from "../document/plan.ts";
import { linesWithin, type Section } from "./budget.ts";
import { alert, code, item, paragraph } from "./markdown.ts";
import { counted } from "./words.ts";

/** What the change does to the guards that judge changes: it is judged by those of the base. */
export function guardSection({ guards }: PlanDocument): Section {
  const { changed } = guards;
  if (changed.length === 0) return { within: () => "" };
  const title = paragraph(
    `This change touches ${counted(changed.length, "guard")}. It was judged without them; its code ` +
      "owners decide.",
  );
  const lines = changed.map(({ path, kind }) => item([`${kind} `, code(path)]));
  return {
    within: (room) =>
      alert(
        "WARNING",
        [
          title,
          "",
          ...linesWithin(lines, Math.min(room, MOST), (left) => `- and ${left} more`),
        ].join("\n"),
      ),
  };
}

/** A change to a thousand guards is told by its first fifty. */
const MOST = 4_000;
