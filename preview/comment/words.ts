import type { Operation, PlanDocument, Shown, StackPlan } from "../document/plan.ts";

/** A number of things, in words: 1 stack, 2 stacks. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}

/** A value in a diff. */
export function textOf(shown: Shown | undefined): string {
  if (shown === undefined) return "";
  if ("secret" in shown) return "[secret]";
  if ("unknown" in shown) return "(known after the update)";
  if ("empty" in shown) return shown.empty === "list" ? "[]" : "{}";
  return JSON.stringify(shown.value);
}

/** What an operation does, as its verb. */
export const VERBS: Readonly<Record<Operation["operation"], string>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  read: "read",
  import: "import",
  refresh: "refresh",
};

/** What a plan was a difference to, for the table. */
export function againstOf({ against }: StackPlan): string {
  switch (against.kind) {
    case "deployed":
      return "what is deployed";
    case "plan-base":
      return "its plan base";
    case "code":
      return `the code of ${short(against.commit)}`;
  }
}

/** A commit as people write it. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}

/** The operations of a plan by what they are, most weighty first. */
export function byWeight(plan: StackPlan): readonly Operation[] {
  return [...plan.operations].sort((one, other) => weight(one) - weight(other));
}

const WEIGHTS: readonly Operation["operation"][] = [
  ...(["delete", "replace", "update", "create", "import", "read", "refresh"] as const),
];

function weight({ operation }: Operation): number {
  return WEIGHTS.indexOf(operation);
}

/** How many operations of a kind a plan has. */
export function count(plan: StackPlan, operation: Operation["operation"]): number {
  return plan.operations.filter((each) => each.operation === operation).length;
}

/** Where a document's run can be looked at, if it had one. */
export function runOf({ run }: PlanDocument): { readonly text: string; readonly url?: string } {
  if (!run) return { text: "a run by hand" };
  const text = `run ${run.number}${run.attempt > 1 ? `, attempt ${run.attempt}` : ""}`;
  return { text, ...(run.url !== undefined && { url: run.url }) };
}
