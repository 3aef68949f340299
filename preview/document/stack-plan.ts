import { createHash } from "node:crypto";

import {
  findingsOf,
  interpret,
  type EngineEvent,
  type Finding,
  type StepMetadata,
} from "../../engine/events.ts";
import type { Environment } from "../../environment/environment.ts";
import { maskText } from "../mask/text.ts";
import { showUrn } from "../mask/values.ts";
import { causesOf, changesOf } from "./changes.ts";
import { followed } from "./followed.ts";
import type { Against, Operation, StackPlan } from "./plan.ts";
import { shapesOf } from "./shape.ts";

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

/** The plan of one stack, from the engine's own events. */
export function stackPlan(planned: Planned): StackPlan {
  const { environment, against, events, ok, cancelled, seconds } = planned;
  const { stack, kind, project } = environment;
  const steps = stepsOf(events);
  const tally = interpret(events);
  const { violations, advice } = findingsOf(events);
  const operations = steps
    .flatMap((step) => operationOf(step, steps))
    .sort((one, other) => (one.urn < other.urn ? -1 : 1));
  const comparable = COMPARED.has(kind) ? shapesOf(environment, steps) : { shape: {}, was: {} };
  return {
    ...{ stack, kind, project, against, seconds, operations },
    outcome: ok
      ? "planned"
      : cancelled
        ? "cancelled"
        : violations.length > 0
          ? "refused"
          : "failed",
    unchanged: tally.changes["same"] ?? 0,
    violations: violations.map(masked),
    notes: advice.filter(({ rule }) => rule !== NOT_YET_CHECKED).map(masked),
    notYetChecked: advice.filter(({ rule }) => rule === NOT_YET_CHECKED).map(masked),
    errors: planned.errors.map(maskText),
    warnings: tally.warnings.map(maskText),
    ...comparable,
    digest: digestOf(stack, operations),
  };
}

/** The policies' word for what they could not see. */
const NOT_YET_CHECKED = "not-yet-checked";

/** Kinds that are compared with one another. */
const COMPARED = new Set(["staging", "prod"]);

/** What a step of the engine is called in a plan; other steps are parts of one of these. */
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
  discard: "delete",
};

/**
 * The steps that the engine announced, each once: a replacement is announced in three parts, and the
 * reason stands in the one or the other.
 */
function stepsOf(events: readonly EngineEvent[]): readonly StepMetadata[] {
  const announced = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const partsOf = (operation: string) =>
    new Map(announced.filter(({ op }) => op === operation).map((step) => [step.urn, step]));
  const [whole, made] = [partsOf("replace"), partsOf("create-replacement")];
  return announced.flatMap((step) => {
    const { op, urn } = step;
    if (op === "replace") return [{ ...step, keys: step.keys ?? made.get(urn)?.keys ?? null }];
    const isPart = op === "create-replacement" || op === "delete-replaced";
    return isPart && whole.has(urn) ? [] : [step];
  });
}

function operationOf(step: StepMetadata, steps: readonly StepMetadata[]): readonly Operation[] {
  const operation = OPERATIONS[step.op];
  if (operation === undefined) return [];
  const { urn, type } = step;
  const causes = operation === "replace" ? causesOf(step) : [];
  const isReplacement = operation === "replace" && causes.length === 0;
  return [
    {
      urn: showUrn(urn),
      type: maskText(type),
      name: showUrn(urn.split("::").at(-1) ?? ""),
      operation,
      changes: [...changesOf(step)],
      causes: isReplacement ? [...followed(step, steps)] : [...causes],
      ...(step.old?.protect === true && { protected: true }),
    },
  ];
}

function masked({ rule, resource, message }: Finding): Finding {
  return {
    rule: maskText(rule),
    ...(resource !== undefined && { resource: showUrn(resource) }),
    message: maskText(message),
  };
}

/** What an acknowledgement is bound to: whatever the plan does, and nothing that differs by the run. */
export function digestOf(stack: string, operations: readonly Operation[]): string {
  return createHash("sha256")
    .update(JSON.stringify([stack, operations]))
    .digest("hex");
}
