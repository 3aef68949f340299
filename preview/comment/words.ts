import type { Operation, PlanDocument, Shown, StackPlan } from "../document/plan.ts";
import type { Inline } from "./markdown.ts";

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
      return against.commit === undefined
        ? "its plan base"
        : `its plan base of ${short(against.commit)}`;
    case "code":
      return `the code of ${short(against.commit)}, not what is deployed`;
  }
}

/** A commit as people write it. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}

/** The operations of a plan by what they are, most weighty first. */
export function byWeight(plan: StackPlan): readonly Operation[] {
  return WEIGHTS.flatMap((verb) => plan.operations.filter(({ operation }) => operation === verb));
}

const WEIGHTS: readonly Operation["operation"][] = [
  ...(["delete", "replace", "update", "create", "import", "read", "refresh"] as const),
];

/** How many operations of each kind a plan has. */
export function counts(plan: StackPlan): ReadonlyMap<Operation["operation"], number> {
  const numbers = new Map<Operation["operation"], number>();
  for (const { operation } of plan.operations) {
    numbers.set(operation, (numbers.get(operation) ?? 0) + 1);
  }
  return numbers;
}

/** How many operations of a kind a plan has. */
export function count(plan: StackPlan, operation: Operation["operation"]): number {
  return counts(plan).get(operation) ?? 0;
}

/** Several things in a row, as people say them; of very many, the first. */
export function listed(items: readonly Inline[]): Inline {
  const named = items.length > MOST_NAMED + 1 ? items.slice(0, MOST_NAMED) : items;
  const all = named === items ? items : [...named, `${items.length - named.length} more`];
  return all.flatMap((each, at): Inline[] => {
    if (at === 0) return [each];
    return [at === all.length - 1 ? " and " : ", ", each];
  });
}

const MOST_NAMED = 8;

/** Where a document's run can be looked at, if it had one. */
export function runOf({ run }: PlanDocument): { readonly text: string; readonly url?: string } {
  if (!run) return { text: "hand" };
  const text = `run ${run.number}${run.attempt > 1 ? `, attempt ${run.attempt}` : ""}`;
  return { text, ...(run.url !== undefined && { url: run.url }) };
}
