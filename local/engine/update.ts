import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { findCloud } from "./cloud.ts";
import type { Engine } from "./engine.ts";
import { interpret, type EngineEvent, type Tally } from "./events.ts";
import { run } from "./processes.ts";

/** What the engine can do to a whole stack. */
export type Operation = "up" | "destroy" | "refresh";

/** How an operation on one stack ended. */
export interface Result extends Tally {
  readonly stack: string;
  readonly ok: boolean;
  /** Wall time, whole seconds. */
  readonly seconds: number;
}

/** The engine's flags for each operation: nothing is asked, and nothing is planned twice. */
const FLAGS: Readonly<Record<Operation, readonly string[]>> = {
  up: ["--skip-preview"],
  destroy: ["--skip-preview"],
  refresh: ["--skip-preview"],
};

const LOOK_AGAIN_MS = 100;

/**
 * Runs an operation on a stack and follows it by the engine's own events.
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
  const log = join(engine.folders.logs, `${stack}-${operation}-${process.pid}.jsonl`);
  const args = [
    ...[operation, "--yes", "--non-interactive", "--color", "never", "--stack", stack],
    ...["--event-log", log, ...FLAGS[operation]],
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
    const tally = interpret(events);
    const said = code !== 0 && tally.errors.length === 0 ? [stderr.trim()] : tally.errors;
    const errors = code === 0 ? said : [...said, ...(await lostCloud(engine, stack))];
    const seconds = Math.round((Date.now() - started) / 1000);
    return { ...tally, errors, stack, ok: code === 0, seconds };
  } finally {
    ended.abort();
    await rm(log, { force: true });
  }
}

/** The advice for when the local cloud has ended while it was needed. */
async function lostCloud({ local, folders }: Engine, stack: string): Promise<readonly string[]> {
  if (!local || (await findCloud(folders.cloud))) return [];
  return [
    `The local cloud ended meanwhile. What it had made is found out by: npx bulkhead recover ${stack} --local`,
  ];
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
