import { uncomparedIn } from "../document/not-compared.ts";
import type { Operation, PlanDocument, StackPlan } from "../document/plan.ts";
import { code, table } from "./markdown.ts";
import type { Verdict } from "./verdict.ts";
import { againstOf, counted, counts } from "./words.ts";

/** The table of stacks, which is never cut. */
export function stackTable({ stacks }: PlanDocument, { open }: Verdict): string {
  const numbers = new Map(stacks.map((plan) => [plan, counts(plan)]));
  const rare = RARE.filter((verb) => [...numbers.values()].some((of) => (of.get(verb) ?? 0) > 0));
  const verbs = [...USUAL, ...rare];
  const rows = stacks.map((plan) => [
    code(plan.stack),
    resultOf(plan, open.filter(({ stack }) => stack === plan.stack).length),
    ...verbs.map((verb) => cell(numbers.get(plan)?.get(verb) ?? 0)),
    plan.unchanged.toLocaleString("en"),
    againstOf(plan),
  ]);
  return table([["stack", "plan", ...verbs, "same", "against"], ...rows]);
}

const USUAL = ["create", "update", "replace", "delete"] as const;

/** Columns that are there when something is in them. */
const RARE: readonly Operation["operation"][] = ["import", "read", "refresh"];

const OUTCOMES: Readonly<Record<StackPlan["outcome"], string>> = {
  planned: "✅ planned",
  refused: "⛔ refused",
  failed: "❌ failed",
  cancelled: "❌ cancelled",
  invalid: "❌ bad configuration",
};

function resultOf(plan: StackPlan, dangers: number): string {
  const { outcome, operations } = plan;
  if (outcome !== "planned") return OUTCOMES[outcome];
  if (dangers > 0) return `🛑 ${counted(dangers, "danger")}`;
  const uncompared = uncomparedIn(plan);
  const beside = uncompared > 0 ? `, ${uncompared.toLocaleString("en")} not compared` : "";
  return `${operations.length === 0 ? "✅ no changes" : OUTCOMES.planned}${beside}`;
}

function cell(number: number): string {
  return number === 0 ? "" : number.toLocaleString("en");
}
