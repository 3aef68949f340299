import type { PlanDocument, StackPlan } from "../document/plan.ts";
import { code, table } from "./markdown.ts";
import { againstOf, count } from "./words.ts";

/** The table of stacks, which is never cut. */
export function stackTable({ stacks }: PlanDocument): string {
  const head = ["stack", "plan", "create", "update", "replace", "delete", "same", "against"];
  return table([head, ...stacks.map(row)]);
}

const OUTCOMES: Readonly<Record<StackPlan["outcome"], string>> = {
  planned: "✅ planned",
  refused: "⛔ refused",
  failed: "❌ failed",
  cancelled: "❌ cancelled",
  invalid: "❌ bad configuration",
};

function row(plan: StackPlan) {
  const { stack, outcome, operations, unchanged } = plan;
  const numbers = (["create", "update", "replace", "delete"] as const).map((operation) => {
    const number = count(plan, operation);
    return number === 0 ? "" : number.toLocaleString("en");
  });
  const isSame = outcome === "planned" && operations.length === 0;
  return [
    code(stack),
    isSame ? "✅ no changes" : OUTCOMES[outcome],
    ...numbers,
    unchanged.toLocaleString("en"),
    againstOf(plan),
  ];
}
