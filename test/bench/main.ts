import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import Table from "cli-table3";

import { ROOT } from "../../engine/folders.ts";
import { benchComment } from "./comment.ts";
import { benchPacks } from "./packs.ts";
import { median, time, type Timing } from "./timing.ts";

/** Something to be timed, in a data folder of local mode. */
interface Subject {
  readonly name: string;
  readonly command: readonly string[];
}

const BULKHEAD = [process.execPath, join(ROOT, "cli", "bulkhead.mjs")];
const START = [...BULKHEAD, "start"];
const PREVIEW = [...BULKHEAD, "pulumi", "preview", "--stack", "staging", "--non-interactive"];

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, only: { type: "string" } },
});
const rounds = Number(values.rounds);

const SUBJECTS: readonly Subject[] = [
  { name: "start, nothing there", command: START },
  { name: "start, no change", command: START },
  { name: "preview of staging", command: PREVIEW },
];

const isWanted = (name: string) => values.only === undefined || values.only === name;

if (isWanted("comment")) console.log(benchComment(rounds));
if (isWanted("start")) console.log(await benchStart());
if (isWanted("packs")) {
  for await (const table of benchPacks(rounds)) console.log(table);
}

/** Every subject once a round, so that a slow minute of the machine falls on all of them. */
async function benchStart(): Promise<string> {
  const timings = new Map<string, Timing[]>(SUBJECTS.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const home = mkdtempSync(join(tmpdir(), "bulkhead-bench-"));
    const env = { ...process.env, BULKHEAD_HOME: home };
    for (const { name, command } of SUBJECTS) {
      timings.get(name)?.push(await time({ command, cwd: ROOT, env }));
    }
    spawnSync(START[0] ?? "", [...BULKHEAD.slice(1), "cloud", "stop"], { env });
    rmSync(home, { recursive: true, force: true });
  }
  const table = new Table({ head: ["what", "wall s", "CPU s"], style: { head: [], border: [] } });
  for (const [name, times] of timings) {
    const column = (pick: (timing: Timing) => number) => median(times.map(pick)).toFixed(1);
    table.push([name, column(({ wall }) => wall), column(({ cpu }) => cpu)]);
  }
  return `${table.toString()}\nMedians of ${rounds} interleaved rounds.`;
}
