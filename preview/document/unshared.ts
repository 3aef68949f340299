import type { Change, PlanDocument, Shown, StackPlan } from "./plan.ts";
import { UNKNOWN, type Shape } from "./shape.ts";

/** Something in which staging and prod were alike, and will not be. */
export interface Unshared {
  readonly type: string;
  readonly name: string;
  /** Property path; empty where only one of the two will have the resource. */
  readonly path: string;
  /** What each will have; `undefined` where the plan does not change it there. */
  readonly staging: Shown | undefined;
  readonly prod: Shown | undefined;
}

/**
 * What a change makes staging and prod no longer share: the differences after it that were none
 * before it. What the two have always had of their own, names, numbers, addresses and what the
 * profiles decide, is the same before and after, and is not told.
 */
export function unsharedBy({ stacks }: Pick<PlanDocument, "stacks">): readonly Unshared[] {
  const [staging, prod] = ["staging", "prod"].map((kind) =>
    stacks.find((plan) => plan.kind === kind && plan.outcome === "planned"),
  );
  if (!staging || !prod) return [];
  const before = new Set(differences(beforeOf(staging), beforeOf(prod)));
  return differences(staging.shape, prod.shape)
    .filter((key) => !before.has(key))
    .map((key) => {
      const [resource = "", path = ""] = key.split("\n");
      const [type = "", name = ""] = resource.split(" ");
      const [ours, theirs] = [staging, prod].map((plan) => sideOf(plan, { type, name, path }));
      return { type, name, path, staging: ours, prod: theirs };
    });
}

/** Each difference by resource and property, one a line break apart from the other. */
function differences(one: Shape, other: Shape): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((resource) => {
    const [left, right] = [one[resource], other[resource]];
    if (!left || !right) return [`${resource}\n`];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .filter((path) => left[path] !== right[path])
      .filter((path) => left[path] !== UNKNOWN && right[path] !== UNKNOWN)
      .map((path) => `${resource}\n${path}`);
  });
}

/** The stack as it is: what the plan leaves alone, and what it touches as that was. */
function beforeOf({ shape, was, operations }: StackPlan): Shape {
  const made = new Set(
    operations
      .filter(({ operation }) => operation === "create" || operation === "import")
      .map(({ type, name }) => `${type} ${name}`),
  );
  const kept = Object.entries(shape).filter(([key]) => !made.has(key));
  return { ...Object.fromEntries(kept), ...was };
}

function sideOf(
  plan: StackPlan,
  { type, name, path }: { readonly type: string; readonly name: string; readonly path: string },
): Shown | undefined {
  const operation = plan.operations.find((each) => each.type === type && each.name === name);
  if (path === "") {
    return `${type} ${name}` in plan.shape ? { value: "has it" } : { value: "does not" };
  }
  const change = operation?.changes.find((each: Change) => each.path === path);
  return change && (change.new ?? { value: "not set" });
}
