import { withCure } from "../engine/cures.ts";
import type { Engine } from "../engine/engine.ts";
import type { EngineEvent, StepMetadata } from "../engine/events.ts";
import type { Watch } from "../engine/fleet.ts";
import { operateAll } from "../engine/fleet.ts";
import type { Report } from "../engine/install.ts";
import type { Environment } from "../environment/environment.ts";
import { visible } from "./comment/text.ts";
import { textOf } from "./comment/words.ts";
import { changesOf } from "./document/changes.ts";
import type { Change } from "./document/plan.ts";
import { maskText } from "./mask/text.ts";
import { showUrn } from "./mask/values.ts";

/** A resource that is no longer as it was deployed. */
export interface Drifted {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Whether it is no longer there. */
  readonly gone: boolean;
  /** What differs in what the program had set: `old` was deployed, `new` is there. */
  readonly changes: readonly Change[];
}

/** How what exists differs from what was deployed, or why that is not known. */
export interface Drift {
  readonly stack: string;
  readonly drifted: readonly Drifted[];
  /** Why it is not known; empty when it is. */
  readonly errors: readonly string[];
}

/**
 * Asks the cloud for everything that a stack has. Nothing is changed: neither the cloud nor the state,
 * and the program does not run.
 */
export async function findDrift(
  engine: Engine,
  environment: Environment,
  { report, watch }: { readonly report: Report; readonly watch: Watch },
): Promise<Drift> {
  const events: EngineEvent[] = [];
  const [outcome] = await operateAll(engine, "drift", [environment], {
    report,
    watch: (stack, event) => {
      if (typeof event !== "string") events.push(event);
      watch(stack, event);
    },
  });
  const errors = outcome?.result.ok === true ? [] : (outcome?.result.errors ?? []);
  return {
    stack: environment.stack,
    drifted: driftedIn(events),
    errors: errors.map((error) => maskText(withCure(error, environment))),
  };
}

/** The resources that a refresh found to be gone or changed; what only the provider notes is none. */
export function driftedIn(events: readonly EngineEvent[]): readonly Drifted[] {
  const found = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
  return found.flatMap(drifted).sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

function drifted(step: StepMetadata): readonly Drifted[] {
  const { op, urn, type } = step;
  if (op !== "delete" && op !== "update") return [];
  const gone = op === "delete";
  const changes = gone ? [] : changesOf(step);
  if (!gone && changes.length === 0) return [];
  const name = showUrn(urn.split("::").at(-1) ?? "");
  return [{ urn: showUrn(urn), type: maskText(type), name, gone, changes }];
}

/** Drift as lines of a diff: what stands with `-` was deployed, what stands with `+` is there. */
export function driftLines({ drifted }: Drift): readonly string[] {
  return drifted
    .flatMap(({ type, name, gone, changes }) => [
      gone ? `- gone ${type} ${name}` : `! changed ${type} ${name}`,
      ...changes.flatMap(({ path, old, new: now }) => [
        ...(old === undefined ? [] : [`-     ${path}: ${textOf(old)}`]),
        ...(now === undefined ? [] : [`+     ${path}: ${textOf(now)}`]),
      ]),
    ])
    .map(visible);
}
