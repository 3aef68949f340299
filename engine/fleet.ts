import type { Environment } from "../environment/environment.ts";
import { withCompiled } from "./compiled.ts";
import type { Engine } from "./engine.ts";
import type { EngineEvent } from "./events.ts";
import { UserError } from "./errors.ts";
import type { Report } from "./install.ts";
import { hearSignals, interruption } from "./processes.ts";
import { withServedPacks } from "./served-packs.ts";
import { operate, operateOnTerminal, type Operation, type Result } from "./update.ts";

/** What happened to one stack of several. */
export interface Outcome {
  readonly environment: Environment;
  readonly result: Result;
}

/** Hears of every event of every stack. */
export type Watch = (stack: string, event: EngineEvent | "started" | "ended") => void;

/**
 * Runs an operation on several stacks at once; one that fails stops none of the others, and no failure
 * is hidden by another.
 */
export function operateAll(
  engine: Engine,
  operation: Operation,
  environments: readonly Environment[],
  { report, watch }: { report: Report; watch: Watch },
): Promise<readonly Outcome[]> {
  hearSignals();
  const all = (each: Engine) =>
    Promise.all(
      environments.map(async (environment) => {
        const { stack } = environment;
        watch(stack, "started");
        const result = await one(each, operation, stack, { report, watch }).catch(
          (error: unknown) => failed(stack, error),
        );
        watch(stack, "ended");
        return { environment, result };
      }),
    );
  if (!RUN.has(operation)) return all(engine);
  return withCompiled(engine, (compiled) => withServedPacks(compiled, report, all));
}

/** Operations that run the program, and that policies judge. */
const RUN: ReadonlySet<Operation> = new Set(["preview", "up"]);

/**
 * Runs an operation on several stacks on this terminal, one after the other, and ends with the first
 * that does not succeed: what was refused for one is not begun for the next.
 *
 * @param yes The engine shows what it is about to do, and does not ask.
 */
export async function operateInTurn(
  engine: Engine,
  operation: Operation,
  environments: readonly Environment[],
  { report, yes }: { report: Report; yes: boolean },
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const environment of environments) {
    const result = await operateOnTerminal(engine, operation, environment.stack, yes);
    outcomes.push({ environment, result });
    if (!result.ok) break;
  }
  const left = environments.slice(outcomes.length).map(({ stack }) => stack);
  if (left.length > 0) report(`Not begun: ${left.join(", ")}`);
  return outcomes;
}

async function one(
  engine: Engine,
  operation: Operation,
  stack: string,
  { report, watch }: { report: Report; watch: Watch },
): Promise<Result> {
  await engine.prepare(stack, report);
  if (interruption()) throw new UserError(`${stack}: cancelled before the ${operation} began.`);
  return operate(engine, operation, stack, (event) => {
    watch(stack, event);
  });
}

function failed(stack: string, error: unknown): Result {
  const message = error instanceof Error ? error.message : String(error);
  const nothing = {
    resources: 0,
    changes: {},
    outputs: {},
    warnings: [],
    violations: [],
    advice: [],
  };
  return { ...nothing, stack, ok: false, seconds: 0, errors: [message] };
}
