import type { Danger } from "../document/dangers.ts";
import type { PlanDocument } from "../document/plan.ts";
import { acknowledgeSection } from "./acknowledge-section.ts";
import { MOST_CHARACTERS } from "./budget.ts";
import { dangersWithin, groupsOf } from "./danger-groups.ts";
import { dangerTitle, moreLine } from "./danger-line.ts";
import { guardSection } from "./guard-section.ts";
import { headline, provenance } from "./headline.ts";
import { stackTable } from "./stack-table.ts";

/**
 * The dangers that a comment on GitHub has room to name at least, whatever else it says and whoever
 * acknowledges what: of thousands with long names, the first. What nobody has been shown nobody can
 * mean, so that only these can be acknowledged.
 */
export function shownDangers(
  document: PlanDocument,
  dangers: readonly Danger[],
): readonly Danger[] {
  if (dangers.length === 0) return dangers;
  const groups = groupsOf(dangers);
  const verdict = { code: 4, acknowledged: [], open: dangers, hidden: [] } as const;
  const top = headline(document, verdict).length;
  const meant = headline(document, { ...verdict, code: 0, open: [], hidden: [] }).length;
  const beside = [
    ...[stackTable(document, verdict), provenance(document), dangerTitle(dangers)],
    ...[guardSection(document).within(MOST_CHARACTERS), moreLine(dangers.length)],
  ];
  const taken = beside.reduce((sum, text) => sum + text.length + "\n\n".length, 0);
  const { least = 0 } = acknowledgeSection(verdict);
  return dangersWithin(groups, MOST_CHARACTERS - OTHERS - Math.max(top, meant) - taken - least);
}

/** Room for the comment's marks, and for what is said below it of acknowledgements that do not count. */
const OTHERS = 8_000;
