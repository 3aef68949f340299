import { MASKING, type Masking } from "../mask/masking.ts";

import { LONGEST_NAME, LONGEST_TEXT, shortened } from "../mask/shortened.ts";
import { shownText } from "../mask/values.ts";
import { parsePath } from "./paths.ts";
import {
  type Change,
  type Finding,
  type Operation,
  type PlanDocument,
  type Shown,
  type StackPlan,
} from "./plan.ts";
import { digestOf } from "./stack-plan.ts";
import { toldApart } from "./told-apart.ts";

/**
 * A document in which every text is masked, those too that come from elsewhere than the engine: paths
 * of guards, names of stacks and versions, and all of one that somebody else has written. One that is
 * masked already stays as it is. Its digests are made anew: what is acknowledged is what is shown.
 */
export function masked(document: PlanDocument, masking: Masking = MASKING): PlanDocument {
  const name = (text: string) => shortened(masking.text(text), LONGEST_NAME);
  const { guards } = document;
  return {
    ...document,
    program: name(document.program),
    versions: mapped(document.versions, name, name),
    guards: {
      ...guards,
      ...(guards.ref !== undefined && {
        ref: COMMIT.test(guards.ref) ? guards.ref : name(guards.ref),
      }),
      changed: guards.changed.map(({ path, kind }) => ({ path: name(path), kind })),
    },
    stacks: document.stacks.map((plan) => maskedStack(plan, masking)),
  };
}

/** A workflow names a revision by its commit, which looks as drawn by lot, and is public. */
const COMMIT = /^[0-9a-f]{40}$/;

/** A digest of a shape, which looks so too; whoever wrote it, it tells where stacks differ. */
const DIGEST = /^[0-9a-f]{10}$/;

function maskedStack(plan: StackPlan, masking: Masking): StackPlan {
  const name = (said: string) => shortened(masking.text(said), LONGEST_NAME);
  const text = (said: string) => shortened(masking.text(said), LONGEST_TEXT);
  const finding = ({ rule, resource, message }: Finding): Finding => ({
    rule: name(rule),
    ...(resource !== undefined && { resource: name(resource) }),
    message: text(message),
  });
  const digest = (said: string) => (DIGEST.test(said) ? said : name(said));
  const stack = name(plan.stack);
  const operations = toldApart(
    plan.operations.map((each) => ({ real: each.urn, operation: maskedOperation(each, masking) })),
  );
  const shape = (of: StackPlan["shape"]) =>
    mapped(of, name, (paths) => mapped(paths, name, digest));
  return {
    ...plan,
    ...{ stack, operations, kind: name(plan.kind), project: name(plan.project) },
    violations: plan.violations.map(finding),
    notes: plan.notes.map(finding),
    notYetChecked: plan.notYetChecked.map(finding),
    errors: plan.errors.map(text),
    warnings: plan.warnings.map(text),
    shape: shape(plan.shape),
    was: shape(plan.was),
    digest: digestOf(stack, operations),
  };
}

function maskedOperation(operation: Operation, masking: Masking): Operation {
  const name = (said: string) => shortened(masking.text(said), LONGEST_NAME);
  const { type } = operation;
  return {
    ...operation,
    urn: name(operation.urn),
    type: name(type),
    name: name(operation.name),
    causes: operation.causes.map(name),
    changes: operation.changes.map((change) => maskedChange(type, change, masking)),
  };
}

function maskedChange(type: string, change: Change, masking: Masking): Change {
  const path = parsePath(change.path);
  const sides = [change.old, change.new].filter((shown) => shown !== undefined);
  const isSecret = sides.some(
    (shown) =>
      "secret" in shown ||
      ("value" in shown &&
        (masking.isSecret(shown.value) || masking.isSecretPlace(type, path, shown.value))),
  );
  const side = (shown: Shown): Shown => {
    if (isSecret && !("unknown" in shown)) return { secret: true };
    return "value" in shown ? shownText(shown.value, masking) : shown;
  };
  const { old, new: now } = change;
  return {
    ...change,
    path: shortened(masking.text(change.path), LONGEST_NAME),
    ...(old && { old: side(old) }),
    ...(now && { new: side(now) }),
  };
}

function mapped<T, U>(
  map: Readonly<Record<string, T>>,
  key: (name: string) => string,
  value: (of: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(map).map(([name, of]) => [key(name), value(of)]));
}
