import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import type { Engine } from "./engine.ts";
import { interpret, type EngineEvent, type Tally } from "./events.ts";
import { readIfThere } from "./files.ts";
import { run, runOnTerminal } from "./processes.ts";

/** What the engine can do to a whole stack; drift: find out what a refresh would change. */
export type Operation = "preview" | "up" | "destroy" | "refresh" | "drift";

/** How an operation on one stack ended. */
export interface Result extends Tally {
  readonly stack: string;
  readonly ok: boolean;
  /** Wall time, whole seconds. */
  readonly seconds: number;
}

const DOING = ["--yes", "--skip-preview"];

/** How the engine is told to do each, without asking and without planning it twice. */
const ARGUMENTS: Readonly<Record<Operation, readonly string[]>> = {
  // It stops planning at the first resource that is protected and would be replaced, and then nobody
  // hears which one and why. What is protected is in the plan, and the update refuses it.
  preview: ["preview", "--ignore-protect"],
  up: ["up", ...DOING],
  destroy: ["destroy", ...DOING],
  refresh: ["refresh", ...DOING],
  drift: ["refresh", "--preview-only"],
};

const LOOK_AGAIN_MS = 100;

/**
 * Runs an operation on a stack and follows it by the engine's own events. Nothing is asked, and nothing
 * is planned twice.
 *
 * @param onEvent Called with each event as it comes.
 */
export async function operate(
  engine: Engine,
  operation: Operation,
  stack: string,
  onEvent: (event: EngineEvent) => void = () => undefined,
): Promise<Result> {
  const started = Date.now();
  const log = logOf(engine, operation, stack);
  const args = [
    ...ARGUMENTS[operation],
    ...["--non-interactive", "--color", "never"],
    ...["--stack", stack, "--event-log", log],
  ];
  const events: EngineEvent[] = [];
  const ended = new AbortController();
  const following = follow(log, ended.signal, (event) => {
    events.push(event);
    onEvent(event);
  });
  try {
    const { code, stderr } = await run(engine.command(args, stack));
    ended.abort();
    await following;
    const result = resultOf(stack, events, { code, started, otherwise: stderr.trim() });
    return result.ok ? result : { ...result, errors: await engine.explain(stack, result.errors) };
  } finally {
    ended.abort();
    await rm(log, { force: true });
  }
}

/**
 * Runs an operation on a stack as its user would, on this terminal: the engine shows what it is about
 * to do, and asks.
 *
 * @param yes It shows the same and does not ask.
 */
export async function operateOnTerminal(
  engine: Engine,
  operation: Operation,
  stack: string,
  yes: boolean,
): Promise<Result> {
  const started = Date.now();
  const log = logOf(engine, operation, stack);
  const args = [operation, "--stack", stack, "--event-log", log, ...(yes ? ["--yes"] : [])];
  try {
    const code = await runOnTerminal(engine.command(args, stack));
    const lines = ((await readIfThere(log)) ?? "").split("\n").filter((line) => line !== "");
    const events = lines.map((line) => JSON.parse(line) as EngineEvent);
    const otherwise = `pulumi ${operation} ended with ${code}; what it said is above.`;
    return resultOf(stack, events, { code, started, otherwise });
  } finally {
    await rm(log, { force: true });
  }
}

function logOf({ folders }: Engine, operation: Operation, stack: string): string {
  return join(folders.logs, `${stack}-${operation}-${process.pid}.jsonl`);
}

function resultOf(
  stack: string,
  events: readonly EngineEvent[],
  end: { readonly code: number; readonly started: number; readonly otherwise: string },
): Result {
  const tally = interpret(events);
  const ok = end.code === 0;
  const errors = !ok && tally.errors.length === 0 ? [end.otherwise] : tally.errors;
  const seconds = Math.round((Date.now() - end.started) / 1000);
  return { ...tally, errors, stack, ok, seconds };
}

/** Reads a growing file of JSON lines until told that its writer ended, and then to its end. */
async function follow(
  file: string,
  ended: AbortSignal,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  let position = 0;
  let rest = "";
  for (let last = false; !last;) {
    last = ended.aborted;
    const bytes = await readFrom(file, position);
    position += bytes.length;
    const lines = (rest + bytes.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      onEvent(JSON.parse(Buffer.from(line, "latin1").toString("utf8")) as EngineEvent);
    }
    if (!last) await setTimeout(LOOK_AGAIN_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}

async function readFrom(file: string, position: number): Promise<Buffer> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return Buffer.alloc(0);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.max(0, size - position));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, position);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
