import { dangersOf } from "../document/dangers.ts";
import type { PlanDocument } from "../document/plan.ts";
import { unsharedBy } from "../document/unshared.ts";
import { fit, MOST_CHARACTERS, reserved, whole, type Section } from "./budget.ts";
import { acknowledgeSection } from "./acknowledge-section.ts";
import { dangerSection } from "./danger-section.ts";
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
 * first, and said; the verdict, the table, and how to acknowledge never are.
 */
export function render(
  document: PlanDocument,
  { verdict, room = MOST_CHARACTERS }: Saying,
): string {
  const top = headline(document, verdict);
  const stacks = stackTable(document, verdict);
  const end = provenance(document);
  const problems = problemSections(document);
  const beside = Math.min(fit(problems, Infinity).length + 2, MOST_BESIDE);
  const acknowledge = acknowledgeSection(verdict);
  const kept = [top, stacks, end].join("\n\n").length + 2 + reserved([acknowledge]);
  const guards = guardSection(document).within(room - kept);
  const sections: readonly Section[] = [
    ...[top, guards, stacks].map(whole),
    dangerSection(dangersOf(document), verdict, beside),
    ...problems,
    acknowledge,
    unsharedSection(unsharedBy(document)),
    diffSection(document),
    ...noteSections(document),
  ];
  return `${fit(sections, room - end.length - 2)}\n\n${end}`;
}

/** Dangers are told more briefly to leave so much room to what failed and what was refused. */
const MOST_BESIDE = 12_000;
