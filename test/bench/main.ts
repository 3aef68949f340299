import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import Table from "cli-table3";

import { ROOT } from "../../engine/folders.ts";

/** Wall and CPU seconds of one run; the local cloud, which runs on by itself, is not in the CPU. */
interface Timing {
  readonly wall: number;
  readonly cpu: number;
}

/** Something to be timed, in a data folder of local mode. */
interface Subject {
  readonly name: string;
  readonly command: readonly string[];
}

const BULKHEAD = [process.execPath, join(ROOT, "cli", "bulkhead.mjs")];
const START = [...BULKHEAD, "start"];
const PREVIEW = [...BULKHEAD, "pulumi", "preview", "--stack", "staging", "--non-interactive"];

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);

const SUBJECTS: readonly Subject[] = [
  { name: "start, nothing there", command: START },
  { name: "start, no change", command: START },
  { name: "preview of staging", command: PREVIEW },
];

const timings = new Map<string, Timing[]>(SUBJECTS.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round++) {
  const home = mkdtempSync(join(tmpdir(), "bulkhead-bench-"));
  for (const subject of SUBJECTS) timings.get(subject.name)?.push(time(subject, home));
  spawnSync(START[0] ?? "", [...BULKHEAD.slice(1), "cloud", "stop"], { env: envOf(home) });
  rmSync(home, { recursive: true, force: true });
}
console.log(report());

/** Every subject once a round, so that a slow minute of the machine falls on all of them. */
function report(): string {
  const table = new Table({ head: ["what", "wall s", "CPU s"], style: { head: [], border: [] } });
  for (const [name, times] of timings) {
    const column = (pick: (timing: Timing) => number) => median(times.map(pick)).toFixed(1);
    table.push([name, column(({ wall }) => wall), column(({ cpu }) => cpu)]);
  }
  return `${table.toString()}\nMedians of ${rounds} interleaved rounds.`;
}

function time({ command }: Subject, home: string): Timing {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync("bash", ["-c", script, "bash", ...command], {
    cwd: ROOT,
    env: envOf(home),
    encoding: "utf8",
  });
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(" ").map(Number);
  return { wall, cpu: user + system };
}

function envOf(home: string): NodeJS.ProcessEnv {
  return { ...process.env, BULKHEAD_HOME: home };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
