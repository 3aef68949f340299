import type { Finding } from "../../engine/events.ts";
import type { Change, Operation, StackPlan } from "../document/plan.ts";
import { digestOf } from "../document/stack-plan.ts";

/** Id of the finding that a secret could not be compared. */
export const NOT_COMPARED = "secret-not-compared";

/** What is said of a resource's secrets that could not be compared. */
export function notCompared(resource: string, paths: Iterable<string>): Finding {
  return {
    rule: NOT_COMPARED,
    resource,
    message: `${[...new Set(paths)].sort().join(", ")}: secret: not compared`,
  };
}

/**
 * A plan against a plan base without the updates that it cannot know of: where a secret's placeholder
 * is all that differs, as in the inputs of a component, which no provider is asked about, the
 * resource counts as unchanged, and what was not compared is told.
 */
export function withoutUncompared(plan: StackPlan): StackPlan {
  if (plan.against.kind !== "plan-base") return plan;
  const unknown = plan.operations.filter(isUncompared);
  if (unknown.length === 0) return plan;
  const operations = plan.operations.filter((each) => !unknown.includes(each));
  return {
    ...plan,
    operations,
    unchanged: plan.unchanged + unknown.length,
    digest: digestOf(plan.stack, operations),
    notYetChecked: [
      ...plan.notYetChecked,
      ...unknown.map(({ name, changes }) =>
        notCompared(
          name,
          changes.map(({ path }) => path),
        ),
      ),
    ],
  };
}

function isUncompared({ operation, changes }: Operation): boolean {
  return operation === "update" && changes.length > 0 && changes.every(isSecretOnBothSides);
}

function isSecretOnBothSides({ kind, old, new: now }: Change): boolean {
  return kind === "update" && [old, now].every((side) => side !== undefined && "secret" in side);
}
