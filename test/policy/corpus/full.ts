// `npm run corpus:full`: every case alone in a program of its own, and every sample, through the real
// engine. `-- --every 50` takes each fiftieth, `-- --only <text>` those whose name holds the text.
import { parseArgs } from "node:util";

import type { Case, Evasion } from "./case.ts";
import { Theatre, unfoundIn } from "./engine.ts";
import { INNOCENTS } from "./innocents.ts";
import { EVASIONS, reachesPolicies, SAMPLE_PROGRAMS } from "./programs.ts";

/** A program and what is wrong with what its preview said, if anything is. */
interface Trial {
  readonly group: string;
  readonly name: string;
  readonly run: (theatre: Theatre) => Promise<string | undefined>;
}

const POOL = 2;

const { values } = parseArgs({
  options: { every: { type: "string", default: "1" }, only: { type: "string", default: "" } },
});

const trials = [
  ...EVASIONS.map(evasionTrial),
  ...INNOCENTS.filter(reachesPolicies).map(innocentTrial),
  ...Object.entries(SAMPLE_PROGRAMS).map(sampleTrial),
]
  .filter(({ group, name }) => `${group} / ${name}`.includes(values.only))
  .filter((_, index) => index % Number(values.every) === 0);

const sums = new Map<string, { passed: number; failed: number }>();
const queue = [...trials];
await Promise.all(Array.from({ length: POOL }, work));

console.log(`\n${"channel".padEnd(40)} passed  failed`);
for (const [group, { passed, failed }] of sums) {
  console.log(`${group.padEnd(40)} ${String(passed).padStart(6)}  ${String(failed).padStart(6)}`);
}
const failed = [...sums.values()].reduce((sum, each) => sum + each.failed, 0);
console.log(`\n${trials.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && trials.length > 0 ? 0 : 1;

async function work(): Promise<void> {
  const theatre = await Theatre.open();
  try {
    for (let trial = queue.shift(); trial; trial = queue.shift()) {
      const problem = await trial.run(theatre);
      const sum = sums.get(trial.group) ?? { passed: 0, failed: 0 };
      sums.set(trial.group, sum);
      if (problem === undefined) sum.passed += 1;
      else {
        sum.failed += 1;
        console.log(`FAILED ${trial.group} / ${trial.name}: ${problem}`);
      }
    }
  } finally {
    await theatre.close();
  }
}

function evasionTrial(one: Evasion): Trial {
  const [group = "", ...rest] = one.name.split(" / ");
  const isMatrix = rest.length > 0;
  return {
    group: isMatrix ? group : "beside the matrix",
    name: isMatrix ? rest.join(" / ") : one.name,
    run: async (theatre) => {
      const result = await theatre.preview(one.stack, [one]);
      if (result.ok) return "the preview went through";
      const missed = reachesPolicies(one) ? unfoundIn(result, one, 0) : [];
      const said = [...result.violations, ...result.errors].join("; ");
      return missed.length === 0 ? undefined : `${JSON.stringify(missed)} in ${said}`;
    },
  };
}

function innocentTrial(one: Case): Trial {
  return {
    group: "innocents",
    name: one.name,
    run: async (theatre) => problemOf(await theatre.preview(one.stack, [one])),
  };
}

function sampleTrial([name, file]: [string, string]): Trial {
  return {
    group: "samples",
    name,
    run: async (theatre) => problemOf(await theatre.preview("staging", [], [file])),
  };
}

function problemOf({ ok, violations, errors }: Awaited<ReturnType<Theatre["preview"]>>) {
  return ok && violations.length === 0 ? undefined : [...violations, ...errors].join("; ");
}
