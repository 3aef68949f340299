import type { Side, Unshared } from "../document/unshared.ts";
import { linesWithin, NOTHING, type Section } from "./budget.ts";
import { code, heading, table, type Inline } from "./markdown.ts";
import { textOf } from "./words.ts";

/** What the change makes staging and prod no longer share. */
export function unsharedSection(unshared: readonly Unshared[]): Section {
  if (unshared.length === 0) return NOTHING;
  const title = heading(3, "Staging and prod no longer share");
  return {
    within: (room) => {
      if (title.length > room) return "";
      const left = room - title.length - 2;
      // A row has more than thirty characters: no more than so many are worth making.
      const most = Math.ceil(left / 30);
      const rows = unshared.slice(0, most).map(row);
      const lines = table([["resource", "property", "staging", "prod"], ...rows]).split("\n");
      const rest = unshared.length - rows.length;
      const kept = linesWithin(
        lines,
        left,
        (cut) => `| and ${(cut + rest).toLocaleString("en")} more | | | |`,
      );
      // The head and the line below it alone are no table.
      return kept.length < 4 && kept.length < lines.length
        ? title
        : `${title}\n\n${kept.join("\n")}`;
    },
  };
}

function row({ name, path, staging, prod }: Unshared): readonly Inline[] {
  const property = path === "" ? "the resource itself" : code(path);
  return [code(name), property, cell(staging), cell(prod)];
}

function cell(side: Side): Inline {
  return typeof side === "string" ? side : code(textOf(side), LONGEST_CELL);
}

const LONGEST_CELL = 160;
