import { digestOf } from "../document/stack-plan.ts";
import { parsePath } from "../document/paths.ts";
import type {
  Change,
  Finding,
  Operation,
  PlanDocument,
  Shown,
  StackPlan,
} from "../document/plan.ts";
import { isSecretPlace } from "../mask/places.ts";
import { maskName, maskText } from "../mask/text.ts";
import { showPath, showUrn } from "../mask/values.ts";

/**
 * A document with everything masked that could be a secret. Of one that is masked already nothing
 * changes: not even the digests, by which a plan is acknowledged. They are made anew, so that a
 * digest stands for what is shown and for nothing else.
 */
export function maskAgain(document: PlanDocument): PlanDocument {
  const { guards, versions, program, stacks } = document;
  return {
    ...document,
    program: maskText(program),
    versions: onEntries(versions, maskName, maskText),
    guards: {
      ...guards,
      ...(guards.ref !== undefined && { ref: refAgain(guards.ref) }),
      changed: guards.changed.map(({ path, kind }) => ({ path: maskText(path), kind })),
    },
    stacks: stacks.map(stackAgain),
  };
}

/** A workflow names a revision by its commit, which looks as drawn by lot, and is public. */
function refAgain(ref: string): string {
  return COMMIT.test(ref) ? ref : maskText(ref);
}

const COMMIT = /^[0-9a-f]{40}$/;

function stackAgain(plan: StackPlan): StackPlan {
  const operations = plan.operations.map(operationAgain);
  const stack = maskText(plan.stack);
  return {
    ...plan,
    ...{ stack, operations, digest: digestOf(stack, operations) },
    kind: maskText(plan.kind),
    project: maskText(plan.project),
    violations: plan.violations.map(findingAgain),
    notes: plan.notes.map(findingAgain),
    notYetChecked: plan.notYetChecked.map(findingAgain),
    errors: plan.errors.map(maskText),
    warnings: plan.warnings.map(maskText),
    shape: shapeAgain(plan.shape),
    was: shapeAgain(plan.was),
  };
}

function operationAgain(operation: Operation): Operation {
  const { urn, type, name, causes, changes } = operation;
  return {
    ...operation,
    urn: showUrn(urn),
    type: maskText(type),
    name: showUrn(name),
    causes: causes.map(maskText),
    changes: changes.map((change) => changeAgain(type, change)),
  };
}

/** A value whose place says secret on the one side is shown on neither. */
function changeAgain(type: string, change: Change): Change {
  const path = parsePath(change.path);
  const sides = [change.old, change.new];
  const isHidden = sides.some(
    (side) =>
      side !== undefined &&
      ("secret" in side || ("value" in side && isSecretPlace(type, path, side.value))),
  );
  const again = (side: Shown): Shown => {
    if ("unknown" in side || "secret" in side) return side;
    if (isHidden) return { secret: true };
    return "value" in side && typeof side.value === "string"
      ? { value: maskText(side.value) }
      : side;
  };
  return {
    ...change,
    path: pathAgain(change.path),
    ...(change.old && { old: again(change.old) }),
    ...(change.new && { new: again(change.new) }),
  };
}

/** A path that is none is a text like any other. */
function pathAgain(text: string): string {
  const path = showPath(parsePath(text));
  return path === "" ? maskText(text) : path;
}

function findingAgain({ rule, resource, message }: Finding): Finding {
  return {
    rule: maskText(rule),
    ...(resource !== undefined && { resource: showUrn(resource) }),
    message: maskText(message),
  };
}

function shapeAgain(shape: StackPlan["shape"]): StackPlan["shape"] {
  const resource = (key: string) => showUrn(key);
  return onEntries(shape, resource, (properties) => onEntries(properties, pathAgain, maskText));
}

function onEntries<T>(
  map: Readonly<Record<string, T>>,
  key: (text: string) => string,
  value: (value: T) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([name, one]) => [key(name), value(one)]));
}
