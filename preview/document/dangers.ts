import { lossesOf, type Loss } from "./dangers-in-place.ts";
import { DANGEROUS_TYPES } from "./dangers-types.ts";
import type { Operation, PlanDocument, StackPlan } from "./plan.ts";

/** Something that holds data and would be replaced or deleted, or keep it less well. */
export interface Danger {
  readonly stack: string;
  /** What it is in words: database instance, bucket. */
  readonly what: string;
  readonly operation: Operation;
  /** Why, in words; a cause of its own a line. */
  readonly causes: readonly string[];
  /** Those of the causes that are resources, which the plan replaces too. */
  readonly follows: readonly string[];
  /** Resources of the same type that the plan makes; what is deleted may live on under their names. */
  readonly successors: readonly string[];
  /** Of what stays: the properties by which data is lost, or can be. */
  readonly losses: readonly Loss[];
  /** Digest of the stack's plan, which an acknowledgement names. */
  readonly digest: string;
}

/** Every danger of every stack, prod's first. */
export function dangersOf({ stacks }: Pick<PlanDocument, "stacks">): readonly Danger[] {
  return [...stacks].sort(byKind).flatMap((plan) => {
    const made = madeBy(plan);
    const replaced = new Set(
      plan.operations.flatMap((each) => (each.operation === "replace" ? each.name : [])),
    );
    const dangers = plan.operations.filter(isDangerous).map((operation) => {
      const { type } = operation;
      const changed = new Set(operation.changes.map(({ path }) => path));
      const follows = operation.causes.filter((each) => replaced.has(each) && !changed.has(each));
      const successors = operation.operation === "delete" ? (made.get(type) ?? []) : [];
      return {
        stack: plan.stack,
        what: whatIs(operation),
        operation,
        causes: inWords(operation, successors),
        ...{ follows, successors, losses: lossesOf(operation) },
        digest: plan.digest,
      };
    });
    // What drags others along stands before them.
    const [own, dragged] = [true, false].map((is) =>
      dangers.filter(({ follows }) => (follows.length === 0) === is),
    );
    return [...(own ?? []), ...(dragged ?? [])];
  });
}

/** Whether an operation takes away what holds data or what somebody has protected, or endangers it. */
export function isDangerous(operation: Operation): boolean {
  const { type, protected: isProtected } = operation;
  if (!takesAway(operation)) return lossesOf(operation).length > 0;
  return DANGEROUS_TYPES.has(type) || isProtected === true;
}

/** Whether a resource is not there any more after an operation, or is another one. */
export function takesAway({ operation }: Pick<Operation, "operation">): boolean {
  return operation === "replace" || operation === "delete";
}

function whatIs(operation: Operation): string {
  const known = DANGEROUS_TYPES.get(operation.type);
  return known ?? (takesAway(operation) ? "protected resource" : "resource");
}

/** Names that may be new ones for something deleted; of many, no one says anything. */
const MOST_SUCCESSORS = 3;

/** The resources that a plan makes, by type, where there are few enough to be told. */
function madeBy({ operations }: StackPlan): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, string[]>();
  for (const { type, name, operation } of operations) {
    if (operation !== "create") continue;
    const names = made.get(type);
    if (names) names.push(name);
    else made.set(type, [name]);
  }
  return new Map([...made].filter(([, names]) => names.length <= MOST_SUCCESSORS));
}

function inWords(operation: Operation, successors: readonly string[]): readonly string[] {
  if (operation.operation === "replace") {
    return operation.causes.length > 0 ? operation.causes : ["something that it depends on"];
  }
  if (!takesAway(operation)) {
    return lossesOf(operation).map(({ change, says }) => `${change.path}: ${says}`);
  }
  return successors.length > 0
    ? [`no longer in the program; perhaps renamed to ${successors.join(" or ")}`]
    : ["no longer in the program"];
}

/** What hurts most stands first; kinds that nobody named stand last. */
const ORDER = ["prod", "staging", "uat"];

function byKind(one: StackPlan, other: StackPlan): number {
  const place = ({ kind }: StackPlan) =>
    ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length;
  return place(one) - place(other);
}
