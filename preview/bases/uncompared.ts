import type { Finding } from "../../engine/events.ts";
import { NOT_COMPARED } from "../document/not-compared.ts";
import { parsePath } from "../document/paths.ts";
import type { Change, Operation, StackPlan } from "../document/plan.ts";
import { digestOf } from "../document/stack-plan.ts";
import { isSecretPlace } from "../mask/places.ts";

/** A value that could not be compared. */
export interface UncomparedValue {
  readonly path: string;
  /** Whether it is called secret, and not only kept out of the plan base because it could be. */
  readonly isSecret: boolean;
}

/** What is said of a value of a resource that could not be compared. */
export function notCompared(resource: string, { path, isSecret }: UncomparedValue): Finding {
  const what = isSecret ? "secret" : "could be a secret";
  return { rule: NOT_COMPARED, resource, message: `${path}: ${what}: not compared` };
}

/**
 * A plan against a plan base without the updates that it cannot know of: where a placeholder is all
 * that differs, as in the inputs of a component, which no provider is asked about, the resource counts
 * as unchanged, and what was not compared is told.
 */
export function withoutUncompared(plan: StackPlan): StackPlan {
  if (plan.against.kind !== "plan-base") return plan;
  const unknown = plan.operations.filter(isUncompared);
  const operations = plan.operations.filter((each) => !unknown.includes(each));
  const known = new Set(plan.notYetChecked.map(placeOf));
  const told = plan.operations.flatMap(uncomparedOf).filter((each) => !known.has(placeOf(each)));
  return {
    ...plan,
    operations,
    unchanged: plan.unchanged + unknown.length,
    digest: digestOf(plan.stack, operations),
    notYetChecked: [...plan.notYetChecked, ...told],
  };
}

/** What of an update could not be compared, also where something else differs. */
function uncomparedOf({ operation, type, name, changes }: Operation): readonly Finding[] {
  if (operation !== "update") return [];
  return changes.filter(isSecretOnBothSides).map(({ path }) => {
    const isSecret = !isSecretPlace(type, parsePath(path), path);
    return notCompared(name, { path, isSecret });
  });
}

/** A provider's inputs were compared before, and what could not be is told. */
function placeOf({ resource = "", message }: StackPlan["notYetChecked"][number]): string {
  return `${resource} ${message.split(": ", 1).join("")}`;
}

function isUncompared({ operation, changes }: Operation): boolean {
  return operation === "update" && changes.length > 0 && changes.every(isSecretOnBothSides);
}

/** What is hidden and known to differ all the same is a change like any other. */
function isSecretOnBothSides({ kind, old, new: now, differs }: Change): boolean {
  const sides = [old, now];
  const isHidden = sides.every((side) => side !== undefined && "secret" in side);
  return kind === "update" && isHidden && differs !== true;
}
