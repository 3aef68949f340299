import { dangersOf } from "../document/dangers.ts";
import type { PlanDocument } from "../document/plan.ts";
import { unsharedBy } from "../document/unshared.ts";
import { fit, MOST_CHARACTERS, whole, type Section } from "./budget.ts";
import { dangerSection } from "./danger-section.ts";
import { diffSections } from "./diff-section.ts";
import { findingSections } from "./finding-section.ts";
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
 * folded the diffs. What does not fit is left out from the end, and said.
 */
export function render(
  document: PlanDocument,
  { verdict, room = MOST_CHARACTERS }: Saying,
): string {
  const sections: readonly Section[] = [
    whole(headline(document, verdict)),
    guardSection(document),
    whole(stackTable(document)),
    dangerSection(dangersOf(document), verdict),
    ...findingSections(document),
    unsharedSection(unsharedBy(document)),
    ...diffSections(document),
  ];
  const end = provenance(document);
  return `${fit(sections, room - end.length - 2)}\n\n${end}`;
}
