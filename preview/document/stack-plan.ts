import { createHash } from "node:crypto";

import {
  findingsOf,
  interpret,
  type EngineEvent,
  type Finding,
  type StepMetadata,
} from "../../engine/events.ts";
import type { Environment } from "../../environment/environment.ts";
import { MASKING, type Masking } from "../mask/masking.ts";
import { LONGEST_TEXT, shortened } from "../mask/shortened.ts";
import { maskForms } from "../mask/text.ts";
import { showName, showUrn } from "../mask/values.ts";
import { causePaths, causesOf, changesOf } from "./changes.ts";
import { followers } from "./followed.ts";
import type { Against, Change, Operation, StackPlan } from "./plan.ts";
import { shapesOf } from "./shape.ts";
import { toldApart, type Named } from "./told-apart.ts";

/** What is known of the planning of one stack when it has ended. */
export interface Planned {
  readonly environment: Pick<
    Environment,
    "stack" | "kind" | "project" | "projectNumber" | "addresses"
  >;
  readonly against: Against;
  readonly events: readonly EngineEvent[];
  readonly ok: boolean;
  /** Whether it was asked to end before it had. */
  readonly cancelled: boolean;
  readonly errors: readonly string[];
  /** Wall time. */
  readonly seconds: number;
}

/**
 * The plan of one stack, from the engine's own events.
 *
 * @param masking Default: everything that could be a secret. Only a test that must be able to fail has
 *   another.
 */
export function stackPlan(planned: Planned, masking: Masking = MASKING): StackPlan {
  const { environment, against, events, seconds } = planned;
  const { stack, kind, project } = environment;
  const steps = stepsOf(events);
  const tally = interpret(events);
  const { violations, advice } = findingsOf(events);
  const operations = operationsOf(steps, masking);
  const shapes = COMPARED.has(kind)
    ? shapesOf(environment, steps, masking)
    : { shape: {}, was: {} };
  const text = (said: string) => shortened(masking.text(said), LONGEST_TEXT);
  const finding = ({ rule, resource, message }: Finding) => ({
    rule: showUrn(rule, masking),
    ...(resource !== undefined && { resource: showUrn(resource, masking) }),
    message: text(message),
  });
  return {
    ...{ stack, kind, project, against, seconds, operations },
    outcome: outcomeOf(planned, violations.length > 0),
    unchanged: tally.changes["same"] ?? 0,
    violations: violations.map(finding),
    notes: advice.filter(({ rule }) => rule !== NOT_YET_CHECKED).map(finding),
    notYetChecked: advice.filter(({ rule }) => rule === NOT_YET_CHECKED).map(finding),
    errors: planned.errors.map(text),
    warnings: tally.warnings.map(text),
    ...shapes,
    digest: digestOf(stack, operations),
  };
}

function outcomeOf({ ok, cancelled }: Planned, isRefused: boolean): StackPlan["outcome"] {
  if (ok) return "planned";
  if (cancelled) return "cancelled";
  return isRefused ? "refused" : "failed";
}

/** The policies' word for what they could not see. */
const NOT_YET_CHECKED = "not-yet-checked";

/** Kinds that are compared with one another. */
const COMPARED = new Set(["staging", "prod"]);

/**
 * What a step of the engine is called in a plan. Other steps are parts of one of these, or forget what
 * was only read, to which nothing happens.
 */
const OPERATIONS: Readonly<Record<string, Operation["operation"]>> = {
  create: "create",
  "create-replacement": "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  "delete-replaced": "delete",
  read: "read",
  "read-replacement": "read",
  import: "import",
  "import-replacement": "replace",
  refresh: "refresh",
};

/**
 * The steps that the engine announced, each once: a replacement is announced in three parts, and the
 * reason stands in the one or the other. Before a refresh nobody knows what it finds, so of one its end
 * counts.
 */
function stepsOf(events: readonly EngineEvent[]): readonly StepMetadata[] {
  const announced = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const partsOf = (operation: string) =>
    new Map(announced.filter(({ op }) => op === operation).map((step) => [step.urn, step]));
  const [whole, made] = [partsOf("replace"), partsOf("create-replacement")];
  const refreshed = new Map(
    events.flatMap(({ resOutputsEvent }) => {
      const step = resOutputsEvent?.metadata;
      return step?.op === "refresh" ? [[step.urn, step] as const] : [];
    }),
  );
  return announced.flatMap((step) => {
    const { op, urn } = step;
    if (op === "refresh") return [refreshed.get(urn) ?? step];
    if (op === "replace") return [{ ...step, keys: step.keys ?? made.get(urn)?.keys ?? null }];
    const isPart = op === "create-replacement" || op === "delete-replaced";
    return isPart && whole.has(urn) ? [] : [step];
  });
}

function operationsOf(steps: readonly StepMetadata[], masking: Masking): Operation[] {
  const followed = followers(steps, masking);
  const named = steps.flatMap((step): Named[] => {
    const operation = OPERATIONS[step.op];
    if (operation === undefined) return [];
    const { urn, type, old } = step;
    const isGone = operation === "refresh" && !step.new;
    const changes = isGone ? [GONE] : [...changesOf(step, masking)];
    if (operation === "refresh" && changes.length === 0) return [];
    const causes = operation === "replace" ? causesOf(step, masking) : [];
    // A property that stays as it is says where another resource's replacement comes in.
    const isOwn = changes.some(({ replaces }) => replaces);
    const others = operation === "replace" && !isOwn ? followed(step, causePaths(step)) : [];
    const shown: Operation = {
      urn: showUrn(urn, masking),
      ...hiddenName(urn, masking),
      type: showUrn(type, masking),
      name: showName(urn, masking),
      ...{ operation, changes },
      causes: [...new Set([...causes, ...others])],
      ...(old?.protect === true && { protected: true }),
    };
    return [{ real: urn, operation: shown }];
  });
  return toldApart(named);
}

/**
 * A digest of a name that is not shown, so that a plan for another resource has another digest. Only of
 * one that looks as drawn by lot, which nobody can guess: one of any other secret would tell it.
 */
function hiddenName(urn: string, masking: Masking): Pick<Operation, "hidden"> {
  if (showUrn(urn, masking) === urn || maskForms(urn) !== urn) return {};
  return { hidden: createHash("sha256").update(urn).digest("hex") };
}

/** What a refresh says of a resource that is no longer there. */
const GONE: Change = {
  ...{ path: "exists", kind: "update" },
  ...{ old: { value: true }, new: { value: false } },
};

/** What an acknowledgement is bound to: whatever the plan does, and nothing that differs by the run. */
export function digestOf(stack: string, operations: readonly Operation[]): string {
  return createHash("sha256")
    .update(JSON.stringify([stack, operations]))
    .digest("hex");
}
