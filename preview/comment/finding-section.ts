import type { Finding, PlanDocument, StackPlan } from "../document/plan.ts";
import { linesWithin, type Section } from "./budget.ts";
import { code, fence, folded, heading, paragraph, type Inline } from "./markdown.ts";
import { counted } from "./words.ts";

/** What failed and what was refused, stack by stack; folded, what policies only say. */
export function findingSections({ stacks }: PlanDocument): readonly Section[] {
  return [
    ...stacks.map((plan) => errors(plan)),
    ...stacks.map((plan) => violations(plan)),
    ...stacks.map((plan) => said(plan, plan.notes, "note", "Policies say")),
    ...stacks.map((plan) =>
      said(
        plan,
        plan.notYetChecked,
        "resource",
        "Not yet checked, and judged by the update itself:",
      ),
    ),
    ...stacks.map((plan) => warnings(plan)),
  ];
}

const ENDINGS: Readonly<Partial<Record<StackPlan["outcome"], string>>> = {
  failed: "could not be planned",
  cancelled: "was cancelled",
  invalid: "has a wrong configuration",
};

function errors({ stack, outcome, errors: texts }: StackPlan): Section {
  const ending = ENDINGS[outcome];
  if (ending === undefined) return NOTHING;
  const title = heading(3, "❌ ", code(stack), ` ${ending}`);
  return block(title, texts);
}

function violations({ stack, violations: found }: StackPlan): Section {
  if (found.length === 0) return NOTHING;
  const title = heading(3, "⛔ ", code(stack), `: ${counted(found.length, "violation")}`);
  return block(title, found.map(textOf));
}

function warnings({ stack, warnings: texts }: StackPlan): Section {
  return fold([code(stack), `: ${counted(texts.length, "warning")}`], texts);
}

function said(
  { stack }: StackPlan,
  found: readonly Finding[],
  noun: string,
  intro: string,
): Section {
  return fold([`${intro} `, code(stack), `: ${counted(found.length, noun)}`], found.map(textOf));
}

function textOf({ rule, resource, message }: Finding): string {
  return [rule, ...(resource === undefined ? [] : [resource]), message].join(": ");
}

const NOTHING: Section = { within: () => "" };

/** A title and, in code, each text with a line between. */
function block(title: string, texts: readonly string[]): Section {
  return {
    within: (room) => {
      const lines = texts.flatMap((text) => text.split("\n"));
      const kept = linesWithin(lines, room - title.length - FENCE, more);
      return kept.length === 0 ? title : `${title}\n\n${fence(kept)}`;
    },
  };
}

function fold(title: readonly Inline[], texts: readonly string[]): Section {
  if (texts.length === 0) return NOTHING;
  const frame = folded(title, paragraph(" ")).length + FENCE;
  return {
    within: (room) => {
      const kept = linesWithin(
        texts.flatMap((text) => text.split("\n")),
        room - frame,
        more,
      );
      return kept.length === 0 ? "" : folded(title, fence(kept));
    },
  };
}

/** Room for the fences around code, of up to twenty backticks each. */
const FENCE = 60;

function more(left: number): string {
  return `... and ${counted(left, "more line")}, in the whole plan`;
}
