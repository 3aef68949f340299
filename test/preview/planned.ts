import type { EngineEvent, StepMetadata, StepState } from "../../engine/events.ts";
import { environmentOf, type Environment } from "../../environment/environment.ts";
import { ROOT } from "../../engine/folders.ts";
import type { PlanDocument, StackPlan } from "../../preview/document/plan.ts";
import { stackPlan, type Planned } from "../../preview/document/stack-plan.ts";
import { MASKING, type Masking } from "../../preview/mask/masking.ts";

/** Properties of a resource. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A step of the engine in short: what is not said is as the engine has it for a plain resource. */
export interface Step extends Partial<Omit<StepMetadata, "old" | "new">> {
  readonly op: string;
  readonly type: string;
  readonly name: string;
  /** Inputs before, where the step begins with something. */
  readonly old?: Inputs | undefined;
  /** Inputs after, where it ends with something. */
  readonly new?: Inputs | undefined;
  readonly outputs?: Inputs;
  readonly id?: string;
  readonly protect?: boolean;
}

/** What the engine's mark of a secret looks like in its events. */
export const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};

/** What stands for a text that is known after the update only. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A step as the engine announces it. */
export function stepOf(
  { name, old, new: now, outputs, id, protect, ...rest }: Step,
  stack = "prod",
) {
  const urn = `urn:pulumi:${stack}::bulkhead::${rest.type}::${name}`;
  const state = (inputs: Inputs | undefined): StepState | null =>
    inputs
      ? { inputs, id: id ?? "", ...(outputs && { outputs }), ...(protect && { protect }) }
      : null;
  return { urn, ...rest, old: state(old), new: state(now) } satisfies StepMetadata;
}

/** The event by which the engine announces a step. */
export function announced(step: Step, stack?: string): EngineEvent {
  return { resourcePreEvent: { metadata: stepOf(step, stack) } };
}

/** What a test says of the plan of a stack; the rest is that of a stack that could be planned. */
export interface Said extends Partial<Omit<Planned, "environment">> {
  readonly stack?: string;
  readonly steps?: readonly Step[];
}

/** Thousands of plans are made, and to read the stack files takes longer than to make one. */
const ENVIRONMENTS = new Map<string, Environment>();

/** The plan of a sample stack. */
export function plan(said: Said = {}, masking: Masking = MASKING): StackPlan {
  const { stack = "prod", steps = [], events = [], against = { kind: "deployed" }, ...rest } = said;
  const environment = ENVIRONMENTS.get(stack) ?? environmentOf({ folder: ROOT, stack });
  ENVIRONMENTS.set(stack, environment);
  return stackPlan(
    {
      environment,
      against,
      ok: true,
      cancelled: false,
      errors: [],
      seconds: 12.3,
      ...rest,
      events: [...steps.map((step) => announced(step, stack)), ...events],
    },
    masking,
  );
}

/** The document on plans, of one commit and time. */
export function documentOf(
  stacks: readonly StackPlan[],
  beside: Partial<PlanDocument> = {},
): PlanDocument {
  return {
    format: 1,
    program: "bulkhead",
    commit: "4f9a1c27be3d5568f0a2d3c4b5a69788796a5b4c",
    run: { number: 412, attempt: 1, url: "https://github.com/acme/shop/actions/runs/9001" },
    madeAt: "2027-02-11T09:30:12.345Z",
    versions: { bulkhead: "0.1.0", pulumi: "3.259.0", node: "22.12.0" },
    guards: { ref: "origin/main", commit: "0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e", changed: [] },
    stacks: [...stacks],
    ...beside,
  };
}

/** What the engine says when it ends: how many resources it leaves as they are. */
export function unchanged(same: number): EngineEvent {
  return { summaryEvent: { resourceChanges: { same } } };
}

/** What a policy says of a resource. */
export function policySays(
  policyName: string,
  message: string,
  { resource = "storage-uploads", level = "mandatory" } = {},
): EngineEvent {
  const resourceUrn = `urn:pulumi:prod::bulkhead::gcp:storage/bucket:Bucket::${resource}`;
  return {
    policyEvent: { policyName, message, resourceUrn, policyPackName: "bulkhead", enforcementLevel: level }, // prettier-ignore
  };
}

/** What the engine, or a provider, warns of. */
export function warns(message: string): EngineEvent {
  return { diagnosticEvent: { severity: "warning", message } };
}
