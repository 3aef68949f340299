import type { Unshared } from "../document/unshared.ts";
import type { Shown } from "../document/plan.ts";
import { linesWithin, type Section } from "./budget.ts";
import { code, heading, table, type Inline } from "./markdown.ts";
import { textOf } from "./words.ts";

/** What the change makes staging and prod no longer share. */
export function unsharedSection(unshared: readonly Unshared[]): Section {
  if (unshared.length === 0) return { within: () => "" };
  const title = heading(3, "Staging and prod no longer share");
  const rows = unshared.map(({ name, path, staging, prod }) => [
    code(name),
    path === "" ? "the resource itself" : code(path),
    side(staging),
    side(prod),
  ]);
  const lines = table([["resource", "property", "staging", "prod"], ...rows]).split("\n");
  return {
    within: (room) => {
      const kept = linesWithin(
        lines,
        room - title.length - 2,
        (left) => `| and ${left} more | | | |`,
      );
      return kept.length < 3 ? title : `${title}\n\n${kept.join("\n")}`;
    },
  };
}

function side(shown: Shown | undefined): Inline {
  return shown === undefined ? "as it was" : code(textOf(shown));
}
