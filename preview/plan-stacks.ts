import type { Engine } from "../engine/engine.ts";
import { withCure } from "../engine/cures.ts";
import type { EngineEvent, Finding } from "../engine/events.ts";
import { operateAll, type Watch } from "../engine/fleet.ts";
import type { Report } from "../engine/install.ts";
import { interruption } from "../engine/processes.ts";
import { environmentOf, type Environment } from "../environment/environment.ts";
import { kindOfStack } from "../environment/kinds.ts";
import { InvalidConfigError } from "../environment/problems.ts";
import { withoutUncompared } from "./bases/uncompared.ts";
import { maskText } from "./mask/text.ts";
import type { Against, StackPlan } from "./document/plan.ts";
import { digestOf, stackPlan } from "./document/stack-plan.ts";

/** What stacks are planned on: an engine, and what its plans are a difference to. */
export interface Ground {
  readonly engine: Engine;
  readonly against: (stack: string) => Against;
  /** What of a stack no plan on this ground can tell. Default: nothing. */
  readonly notes?: (stack: string) => readonly Finding[];
}

/** A stack whose configuration is refused: nothing of it is planned. */
export interface Invalid {
  readonly stack: string;
  readonly error: InvalidConfigError;
}

/** The stacks that can be planned, and those that cannot: one hides none of the others. */
export function sortOut(
  root: string,
  stacks: readonly string[],
): { readonly environments: readonly Environment[]; readonly invalid: readonly Invalid[] } {
  const environments: Environment[] = [];
  const invalid: Invalid[] = [];
  for (const stack of stacks) {
    try {
      environments.push(environmentOf({ folder: root, stack }));
    } catch (error) {
      if (!(error instanceof InvalidConfigError)) throw error;
      invalid.push({ stack, error });
    }
  }
  return { environments, invalid };
}

/** Plans stacks at once, each judged by both packs. */
export async function planStacks(
  { engine, against, notes = () => [] }: Ground,
  environments: readonly Environment[],
  { report, watch }: { readonly report: Report; readonly watch: Watch },
): Promise<readonly StackPlan[]> {
  const heard = new Map<string, EngineEvent[]>(environments.map(({ stack }) => [stack, []]));
  const outcomes = await operateAll(engine, "preview", environments, {
    report,
    watch: (stack, event) => {
      if (typeof event !== "string" && tells(event)) heard.get(stack)?.push(event);
      watch(stack, event);
    },
  });
  return outcomes.map(({ environment, result }) => {
    const plan = stackPlan({
      environment,
      against: against(environment.stack),
      events: heard.get(environment.stack) ?? [],
      ok: result.ok,
      cancelled: interruption() !== undefined,
      errors: result.errors.map((error) => withCure(error, environment)),
      seconds: result.seconds,
    });
    const told = [...plan.notYetChecked, ...notes(environment.stack)];
    return withoutUncompared({ ...plan, notYetChecked: told });
  });
}

/** The plan of a stack that was refused before it was planned. */
export function invalidPlan({ stack, error }: Invalid): StackPlan {
  return {
    ...{ stack, kind: kindOfStack(stack) ?? "unknown", project: "unknown" },
    against: { kind: "deployed" },
    outcome: "invalid",
    ...{ operations: [], unchanged: 0, seconds: 0, shape: {}, was: {} },
    ...{ violations: [], notes: [], notYetChecked: [], warnings: [] },
    errors: [maskText(error.message)],
    digest: digestOf(stack, []),
  };
}

/** Most of what the engine logs is for its own developers; what a refresh found, its ends alone tell. */
function tells({ diagnosticEvent, resOutputsEvent }: EngineEvent): boolean {
  if (resOutputsEvent) {
    const { type, op } = resOutputsEvent.metadata;
    return type === "pulumi:pulumi:Stack" || op === "refresh";
  }
  return diagnosticEvent?.severity !== "debug";
}
