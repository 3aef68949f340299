import { dangersOf } from "../document/dangers.ts";
import type { PlanDocument } from "../document/plan.ts";
import { unsharedBy } from "../document/unshared.ts";
import { fit, MOST_CHARACTERS, SEPARATOR, whole, type Section } from "./budget.ts";
import { acknowledgeRoom, acknowledgeSection } from "./acknowledge-section.ts";
import { dangerList } from "./danger-section.ts";
import { diffSection } from "./diff-section.ts";
import { noteSections, problemSections } from "./finding-section.ts";
import { guardSection } from "./guard-section.ts";
import { headline, provenance } from "./headline.ts";
import { stackTable } from "./stack-table.ts";
import { unsharedSection } from "./unshared-section.ts";
import type { Verdict } from "./verdict.ts";

/** What is said of a plan beside the plan itself. */
export interface Saying {
  readonly verdict: Verdict;
  /** Most characters; default: what GitHub takes. */
  readonly room?: number;
}

/**
 * The comment on a plan, in Markdown: the verdict, what the change does to its own guards, a table of
 * stacks, what is dangerous, what failed or was refused, what staging and prod no longer share, and
 * folded the diffs and what policies only say. Of what does not fit the least important is left out
 * first, and said; the verdict and the table never are.
 */
export function render(
  document: PlanDocument,
  { verdict, room = MOST_CHARACTERS }: Saying,
): string {
  const top = headline(document, verdict);
  const stacks = stackTable(document, verdict);
  const end = provenance(document);
  const left = room - [top, stacks, end].join(SEPARATOR).length - SEPARATOR.length;
  const guards = guardSection(document).within(left);
  const below = left - guards.length - SEPARATOR.length;
  const kept = acknowledgeRoom(verdict, below) + SEPARATOR.length;
  const dangers = dangerList(dangersOf(document), verdict, below - kept);
  const sections: readonly Section[] = [
    ...[top, guards, stacks, dangers.text].map(whole),
    acknowledgeSection(verdict, dangers.shown),
    ...problemSections(document),
    unsharedSection(unsharedBy(document)),
    diffSection(document),
    ...noteSections(document),
  ];
  return `${fit(sections, room - end.length - SEPARATOR.length)}${SEPARATOR}${end}`;
}
