import { styleText } from "node:util";

import { uncomparedIn } from "../preview/document/not-compared.ts";
import { dangersOf } from "../preview/document/dangers.ts";
import type { Operation, PlanDocument, StackPlan } from "../preview/document/plan.ts";
import type { Verdict } from "../preview/comment/verdict.ts";
import { byWeight, count, textOf } from "../preview/comment/words.ts";
import { tableOf } from "./table.ts";
import { inLine, inLines } from "./terminal.ts";

const COLUMNS = { stack: 14, project: 24, changes: 27, seconds: 9 };

/** Plans on a terminal: the table, what each would do, and last what is in the way of it. */
export function planText(document: PlanDocument, verdict: Verdict): string {
  return [
    tableOfPlans(document),
    ...document.stacks.flatMap(operations),
    ...document.stacks.flatMap(findings),
    ...dangers(document, verdict),
  ].join("\n");
}

function tableOfPlans({ stacks }: PlanDocument): string {
  const table = tableOf(COLUMNS);
  for (const plan of stacks) {
    table.push([inLine(plan.stack), inLine(plan.project), changes(plan), Math.round(plan.seconds)]);
  }
  return table.toString();
}

const ENDINGS: Readonly<Record<Exclude<StackPlan["outcome"], "planned">, string>> = {
  refused: "REFUSED",
  failed: "FAILED",
  cancelled: "CANCELLED",
  invalid: "BAD CONFIGURATION",
};

function changes(plan: StackPlan): string {
  if (plan.outcome !== "planned") return ENDINGS[plan.outcome];
  const parts = (["create", "update", "replace", "delete", "import", "refresh"] as const)
    .map((operation) => [count(plan, operation), operation] as const)
    .filter(([number]) => number > 0)
    .map(([number, operation]) => `${number} to ${operation}`);
  const uncompared = uncomparedIn(plan);
  const beside = uncompared > 0 ? [`${uncompared} not compared`] : [];
  return [...(parts.length === 0 ? ["no changes"] : parts), ...beside].join(", ");
}

const SIGNS: Readonly<Record<Operation["operation"], string>> = {
  create: styleText("green", "+ "),
  update: styleText("yellow", "~ "),
  replace: styleText("magenta", "+-"),
  delete: styleText("red", "- "),
  read: styleText("cyan", "< "),
  import: styleText("green", "= "),
  refresh: styleText("yellow", "~ "),
};

/** Each operation in a line, and what it changes below it; what is made anew is told by its name. */
function operations(plan: StackPlan): readonly string[] {
  if (plan.operations.length === 0) return [];
  const lines = byWeight(plan).flatMap((operation) => {
    const { type, name, causes } = operation;
    const because = causes.length > 0 ? `, because of ${causes.join(", ")}` : "";
    const head = `  ${SIGNS[operation.operation]} ${inLine(`${type} ${name}${because}`)}`;
    if (operation.operation === "create") return [head];
    const below = operation.changes.map(({ path, old, new: now }) => {
      const sides = [old, now].map((side) => (side === undefined ? "not set" : textOf(side)));
      return `       ${inLine(`${path}: ${sides.join(" → ")}`)}`;
    });
    return [head, ...below];
  });
  return [`\n${plan.stack}:`, ...lines];
}

function findings(plan: StackPlan): readonly string[] {
  const said = (found: StackPlan["notes"], word: string) =>
    found.map(({ rule, resource, message }) =>
      [`${word} ${rule}`, ...(resource === undefined ? [] : [resource]), message].join(": "),
    );
  const all = [
    ...said(plan.violations, "violates"),
    ...plan.errors,
    ...plan.warnings.map((text) => `warning: ${text}`),
    ...said([...plan.notes, ...plan.notYetChecked], "note:"),
  ];
  if (all.length === 0) return [];
  return [`\n${plan.stack}:`, ...all.map((text) => `  ${inLines(text).replaceAll("\n", "\n  ")}`)];
}

function dangers(document: PlanDocument, { open }: Verdict): readonly string[] {
  if (open.length === 0) return [];
  const lines = dangersOf(document).map(({ stack, what, operation, causes }) => {
    const fate = FATES[operation.operation] ?? "is changed:";
    return `  ${stack}: the ${what} ${inLine(operation.name)} ${fate} ${inLine(causes.join(", "))}`;
  });
  return [`\n${styleText("red", "Data would be lost:")}`, ...lines];
}

const FATES: Readonly<Partial<Record<Operation["operation"], string>>> = {
  replace: "is replaced, because of",
  delete: "is deleted:",
};
