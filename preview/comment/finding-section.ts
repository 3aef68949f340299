import type { Finding, PlanDocument, StackPlan } from "../document/plan.ts";
import { NOT_COMPARED, uncomparedIn } from "../document/not-compared.ts";
import { foldedLines, NOTHING, titled, type Section } from "./budget.ts";
import { code, heading } from "./markdown.ts";
import { linesOf } from "./text.ts";
import { counted } from "./words.ts";

/** What failed and what was refused, stack by stack. */
export function problemSections({ stacks }: PlanDocument): readonly Section[] {
  return [...stacks.map((plan) => errors(plan)), ...stacks.map((plan) => violations(plan))];
}

/** What policies only say, and warnings, folded. */
export function noteSections({ stacks }: PlanDocument): readonly Section[] {
  return [
    ...stacks.map(({ stack, notes }) =>
      foldedLines(
        ["Policies: ", code(stack), ` has ${counted(notes.length, "note")}`],
        notes.flatMap(finding),
      ),
    ),
    ...stacks.map((plan) =>
      foldedLines(
        [
          `Not compared: ${counted(uncomparedIn(plan), "value")} of `,
          code(plan.stack),
          " that its plan base does not have; only the deployment compares them",
        ],
        plan.notYetChecked.filter(isUncompared).flatMap(finding),
      ),
    ),
    ...stacks.map(({ stack, notYetChecked }) => {
      const open = notYetChecked.filter((each) => !isUncompared(each));
      return foldedLines(
        [
          `Not yet checked: ${counted(open.length, "resource")} of `,
          code(stack),
          ", judged by the update before it makes anything",
        ],
        open.flatMap(finding),
      );
    }),
    ...stacks.map(({ stack, warnings }) =>
      foldedLines(
        [code(stack), `: ${counted(warnings.length, "warning")}`],
        warnings.flatMap(each),
      ),
    ),
  ];
}

function isUncompared({ rule }: Finding): boolean {
  return rule === NOT_COMPARED;
}

const ENDINGS: Readonly<Partial<Record<StackPlan["outcome"], string>>> = {
  failed: "could not be planned",
  cancelled: "was cancelled",
  invalid: "has a wrong configuration",
};

/** Of a stack that was refused, only what policies did not say already. */
function errors({ stack, outcome, errors: texts }: StackPlan): Section {
  const ending = ENDINGS[outcome];
  const said = texts.filter((text) => !JUST_FAILED.test(text));
  if (ending === undefined && said.length === 0) return NOTHING;
  const title = heading(
    3,
    "❌ ",
    code(stack),
    ` ${ending ?? `has ${counted(said.length, "error")}`}`,
  );
  const lines = (said.length > 0 ? said : texts).flatMap(each);
  if (lines.length === 0 && outcome === "cancelled") return NOTHING;
  return titled(title, lines.length > 0 ? lines : ["It ended without saying why."]);
}

/** The engine's last word after any error. */
const JUST_FAILED = /^(?:error: )?(?:preview|update) failed$/i;

function violations({ stack, violations: found }: StackPlan): Section {
  if (found.length === 0) return NOTHING;
  const title = heading(3, "⛔ ", code(stack), `: ${counted(found.length, "violation")}`);
  return titled(title, found.flatMap(finding));
}

function finding({ rule, resource, message }: Finding): readonly string[] {
  return linesOf([rule, ...(resource === undefined ? [] : [resource]), message].join(": "));
}

function each(text: string): readonly string[] {
  return linesOf(text);
}
