import { appendFile } from "node:fs/promises";
import { join } from "node:path";

import { tableOf } from "../../cli/table.ts";
import type { Engine } from "../../engine/engine.ts";
import { localFoldersOf } from "../../local/stacks/folders.ts";
import { openLocal } from "../../local/stacks/open.ts";
import { checkAlike } from "./alike.ts";
import { Lab, STACKS } from "./lab.ts";
import { median, time, type Timed, type Timing } from "./timing.ts";

/** What is timed: one command after the other. */
interface Subject {
  readonly name: string;
  readonly runs: readonly Timed[];
  /** The program that is given another line first, as a pull request does. */
  readonly edited?: string;
}

/** How many times faster the first subject is to be than others, by their letters. */
const WISHES: Readonly<Record<string, string>> = {
  B: "wished: 3, record: 5",
  C: "wished: 1.3",
  E: "wished: 3, record: 5",
};

/**
 * Times the previews of the sample stacks: as `bulkhead` makes them, as plain Pulumi does in its default
 * TypeScript template, and as plain Pulumi does with this program as it is. The local cloud runs beside
 * them and is in nobody's figures.
 */
export async function benchPreviews(rounds: number): Promise<string> {
  const lab = await Lab.make();
  const empty = localFoldersOf(lab.folders.root, join(lab.folders.data, "..", "empty"));
  try {
    await lab.up(STACKS);
    await openLocal(empty, () => undefined);
    const ours = bulkhead(lab.folders.root, lab.folders.data);
    await checkAlike(lab, ours);
    const subjects: readonly Subject[] = [
      { name: "A  bulkhead preview --local", runs: [ours] },
      { name: "B  default template, one by one", runs: STACKS.map(plainly(lab.template)) },
      { name: "C  our program, one by one", runs: STACKS.map(plainly(lab.ours)) },
      { name: "D  A, where nothing is yet", runs: [bulkhead(lab.folders.root, empty.data)] },
      {
        name: "E  default template, after an edit",
        runs: STACKS.map(plainly(lab.template)),
        edited: join(lab.plain, "index.ts"),
      },
    ];
    return report(await rounded(subjects, rounds), rounds);
  } finally {
    await lab.remove(empty);
  }
}

function bulkhead(root: string, home: string): Timed {
  const command = [process.execPath, join(root, "cli", "bulkhead.mjs"), "preview", "--local"];
  return { command, cwd: root, env: { ...process.env, BULKHEAD_HOME: home } };
}

function plainly(engine: Engine): (stack: string) => Timed {
  return (stack) => {
    const command = engine.command(["preview", "--non-interactive", "--stack", stack]);
    const { file, args, cwd = "", env = {} } = command;
    return { command: [file, ...args], cwd, env };
  };
}

/** Every subject once a round, after one that is not measured and fills all caches. */
async function rounded(
  subjects: readonly Subject[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly Timing[]>> {
  const timings = new Map<string, Timing[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, runs, edited } of subjects) {
      if (edited !== undefined) await appendFile(edited, `// Round ${round}.\n`);
      const each: Timing[] = [];
      for (const run of runs) each.push(await time(run));
      if (round > 0) timings.get(name)?.push({ wall: sum(each, "wall"), cpu: sum(each, "cpu") });
    }
  }
  return timings;
}

function sum(timings: readonly Timing[], key: keyof Timing): number {
  return timings.reduce((all, timing) => all + timing[key], 0);
}

function report(timings: ReadonlyMap<string, readonly Timing[]>, rounds: number): string {
  const table = tableOf({ "three stacks": 42, "wall s": 17, "CPU s": 17 });
  for (const [name, times] of timings) {
    table.push([name, ...KEYS.map((key) => median(times.map((each) => each[key])).toFixed(1))]);
  }
  const [first = []] = timings.values();
  const ratios = [...timings].flatMap(([name, times]) => {
    const [letter = ""] = name;
    const wish = WISHES[letter];
    if (wish === undefined) return [];
    // Pairs of one round: what slowed the machine down slowed both.
    const [wall, cpu] = KEYS.map((key) =>
      median(times.map((each, index) => each[key] / (first[index]?.[key] ?? NaN))).toFixed(1),
    );
    return [`A is ${wall} times faster than ${letter} (${wish}); by CPU ${cpu} times.`];
  });
  return [table.toString(), ...ratios, `Medians of ${rounds} rounds, ratios by pairs.`].join("\n");
}

const KEYS = ["wall", "cpu"] as const;
