import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** Wall and CPU seconds of one run, all processes that it started included. */
export interface Timing {
  readonly wall: number;
  readonly cpu: number;
}

/** A process to be timed, in its folder and with its environment. */
export interface Timed {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end. Its CPU is read from `/proc` all the while, process by process: the engine
 * kills its plugins, and nobody counts what a killed process used. Not a number without `/proc`.
 *
 * @throws Error with what the command said when it fails, as a failed run is quick.
 */
export async function time({ command: [file = "", ...args], cwd, env }: Timed): Promise<Timing> {
  const mark = `BULKHEAD_BENCH=${randomUUID()}`;
  const [name = "", value = ""] = mark.split("=");
  const meter = new CpuMeter(mark);
  const sampling = setInterval(() => {
    meter.sample();
  }, SAMPLING_MS);
  const started = performance.now();
  const child = spawn(file, args, { cwd, env: { ...env, [name]: value } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve).once("error", reject);
  });
  const wall = (performance.now() - started) / 1000;
  clearInterval(sampling);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} failed:\n${said}`);
  return { wall, cpu: meter.seconds };
}

/** What a process uses after it was last looked at is lost: a hundredth of a second of each. */
const SAMPLING_MS = 20;

/**
 * Adds up the CPU of all processes that carry a mark in their environment, and of those that they
 * start: what runs on the local cloud is given an environment of its own.
 */
class CpuMeter {
  readonly #mark: string;
  /** Ticks by process; `undefined` for one that is another's. */
  readonly #ticks = new Map<string, number | undefined>();

  constructor(mark: string) {
    this.#mark = mark;
  }

  get seconds(): number {
    const sum = [...this.#ticks.values()].reduce<number>((all, ticks) => all + (ticks ?? 0), 0);
    return sum === 0 ? NaN : sum / TICKS_A_SECOND;
  }

  sample(): void {
    for (const id of processes()) {
      if (this.#ticks.has(id) && this.#ticks.get(id) === undefined) continue;
      const fields = read(`/proc/${id}/stat`).split(") ").at(-1)?.split(" ") ?? [];
      if (!this.#ticks.has(id)) this.#ticks.set(id, this.#isOurs(id, fields) ? 0 : undefined);
      const ticks = Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME]);
      if (ticks > 0 && this.#ticks.get(id) !== undefined) this.#ticks.set(id, ticks);
    }
  }

  #isOurs(id: string, fields: readonly string[]): boolean {
    if (this.#ticks.get(fields[PARENT] ?? "") !== undefined) return true;
    return read(`/proc/${id}/environ`).split("\0").includes(this.#mark);
  }
}

/** Linux has counted in hundredths of a second on every machine for decades. */
const TICKS_A_SECOND = 100;

/** Places of `ppid`, `utime` and `stime` in `/proc/<pid>/stat`, counted after the process's name. */
const [PARENT, USER_TIME, SYSTEM_TIME] = [1, 11, 12];

function processes(): readonly string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The middle one; of an even count the higher of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
