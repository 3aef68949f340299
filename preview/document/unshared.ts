import { keyOf, UNKNOWN, type Shape } from "./shape.ts";
import type { Operation, PlanDocument, Shown, StackPlan } from "./plan.ts";

/** Something in which staging and prod were alike, and will not be. */
export interface Unshared {
  readonly type: string;
  readonly name: string;
  /** Property path; empty where only one of the two will have the resource. */
  readonly path: string;
  /** What each will have. */
  readonly staging: Side;
  readonly prod: Side;
}

/** A value, or in words what there is instead of one. */
export type Side = Shown | "as it was" | "not set" | "has it" | "does not have it";

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
  const before = new Set(differences(beforeOf(staging), beforeOf(prod)).map(textOf));
  const [ours, theirs] = [sideOf(staging), sideOf(prod)];
  return differences(staging.shape, prod.shape)
    .filter((difference) => !before.has(textOf(difference)))
    .map(({ resource, path }) => {
      const [type = "", ...name] = resource.split(" ");
      const [left, right] = [ours(resource, path), theirs(resource, path)];
      return { type, name: name.join(" "), path, staging: left, prod: right };
    });
}

/** Where two shapes differ: in a property, or in whether there is the resource at all. */
interface Difference {
  readonly resource: string;
  readonly path: string;
}

function textOf({ resource, path }: Difference): string {
  return JSON.stringify([resource, path]);
}

function differences(one: Shape, other: Shape): readonly Difference[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((resource) => {
    const [left, right] = [one[resource], other[resource]];
    if (!left || !right) return [{ resource, path: "" }];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .filter((path) => left[path] !== right[path])
      .filter((path) => left[path] !== UNKNOWN && right[path] !== UNKNOWN)
      .map((path) => ({ resource, path }));
  });
}

/** The stack as it is: what the plan leaves alone, and what it touches as that was. */
function beforeOf({ shape, was, operations }: StackPlan): Shape {
  const made = new Set(
    operations
      .filter(({ operation }) => operation === "create" || operation === "import")
      .map(keyOf),
  );
  const kept = Object.entries(shape).filter(([key]) => !made.has(key));
  return { ...Object.fromEntries(kept), ...was };
}

/** What a plan makes of a property of a resource. */
function sideOf({ shape, operations }: StackPlan) {
  const byKey = new Map<string, Operation>(operations.map((each) => [keyOf(each), each]));
  return (resource: string, path: string): Side => {
    if (path === "") return resource in shape ? "has it" : "does not have it";
    const change = byKey.get(resource)?.changes.find((each) => each.path === path);
    return change ? (change.new ?? "not set") : "as it was";
  };
}
