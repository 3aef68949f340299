import { parseArgs } from "node:util";
import { requireFacts } from "../../local/provider/check.ts";
import { BASES } from "./bases.ts";
import { CLASSES, draw, possible, type Case, type Class } from "./cases.ts";
import { agrees, compare, type Real, type Verdict } from "./compare.ts";
import { explain } from "./known.ts";
import { OracleGone } from "./oracle.ts";
import { OFFICIAL, officialProvider, startReal, unpackOfficial } from "./official.ts";
import { previewAll } from "./preview.ts";
import { Random } from "./random.ts";
import { printTable, type Cell } from "./table.ts";

/** Draws after which a cell is left with the cases it has. */
const DRAWS_PER_CASE = 60;
const TOTAL_BAR = 0.99;
const CELL_BAR = 0.95;

interface Disagreement {
  readonly type: string;
  readonly kind: Class;
  readonly drawn: Case;
  readonly real: unknown;
  readonly ours: unknown;
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    cases: { type: "string", default: "20" },
    only: { type: "string" },
  },
});

if (unpackOfficial()) {
  const compared = await run(Number(values.seed), Number(values.cases));
  process.exitCode = (await previewProgram()) || compared;
} else {
  console.log(`skipped: no ${OFFICIAL} (BULKHEAD_OFFICIAL names the folder of the real toolchain)`);
}

/** Previews the project's own stacks; 0 where nobody complains. */
async function previewProgram(): Promise<number> {
  const { of, complaints } = await previewAll();
  for (const { of: stack, severity, message } of complaints) {
    console.log(`\n${stack}: ${severity}: ${message}`);
  }
  console.log(
    `${of.join(", ")} through the real provider: ${complaints.length} errors and warnings`,
  );
  return Math.min(complaints.length, 1);
}

async function run(seed: number, count: number): Promise<number> {
  const binary = officialProvider("gcp");
  const settings = {
    project: "acme-dev-1a2b",
    region: "asia-southeast2",
    zone: "asia-southeast2-a",
    defaultLabels: { managed_by: "pulumi", environment: "shared" },
  };
  const start = async () => ({
    before: await startReal(binary, settings),
    after: await startReal(binary, {
      ...settings,
      project: "acme-dev-2c3d",
      defaultLabels: { managed_by: "pulumi", owner: "platform" },
    }),
  });
  let pair = await start();
  let crashes = 0;
  const compareCase: Comparison = async (type, kind, drawn, moved) => {
    try {
      return await compare(type, kind, drawn, pair.before, moved ? pair.after : pair.before);
    } catch (error) {
      if (!(error instanceof OracleGone)) throw error;
      crashes++;
      stop(pair);
      pair = await start();
      return undefined;
    }
  };
  const cells: Cell[] = [];
  const disagreements: Disagreement[] = [];
  try {
    for (const type of Object.keys(BASES).filter((name) => name.includes(values.only ?? ""))) {
      for (const kind of CLASSES) {
        cells.push(await fillCell(type, kind, seed, count, compareCase, disagreements));
      }
    }
  } finally {
    stop(pair);
  }
  if (crashes > 0) console.log(`The real provider crashed on ${crashes} draws; they do not count.`);
  return report(cells, disagreements);
}

function stop(pair: Readonly<Record<"before" | "after", Real>>): void {
  pair.before.oracle.stop();
  pair.after.oracle.stop();
}

type Comparison = (type: string, kind: Class, drawn: Case, moved: boolean) => Promise<Verdict>;

async function fillCell(
  type: string,
  kind: Class,
  seed: number,
  count: number,
  compareCase: Comparison,
  disagreements: Disagreement[],
): Promise<Cell> {
  const facts = requireFacts(type);
  const random = new Random(seed ^ hash(`${type} ${kind}`));
  const cell = { type, kind, cases: 0, agreed: 0 };
  if (!possible(type, facts, kind)) return cell;
  for (let draws = 0; draws < count * DRAWS_PER_CASE && cell.cases < count; draws++) {
    const drawn = draw(random, type, facts, kind);
    // Now and then the provider's own settings change under a resource.
    const moved = (kind === "update" || kind === "replace") && random.chance(0.1);
    const verdict = drawn && (await compareCase(type, kind, drawn, moved));
    if (drawn === undefined || verdict === undefined) continue;
    cell.cases++;
    if (agrees(verdict)) cell.agreed++;
    else disagreements.push({ type, kind, drawn, ...verdict });
  }
  return cell;
}

function report(cells: readonly Cell[], disagreements: readonly Disagreement[]): number {
  printTable(cells);
  let unexplained = 0;
  for (const { type, kind, drawn, real, ours } of disagreements) {
    const reason = explain(type, kind, real, ours);
    if (reason === undefined) unexplained++;
    console.log(`\n${type}, ${kind}: ${reason ?? "UNEXPLAINED"}`);
    console.log(`  real ${show(real)}\n  ours ${show(ours)}`);
    if (reason === undefined) console.log(`  from ${show(drawn.olds)}\n  to   ${show(drawn.news)}`);
  }
  const cases = cells.reduce((sum, cell) => sum + cell.cases, 0);
  const agreed = cells.reduce((sum, cell) => sum + cell.agreed, 0);
  const low = cells.filter((cell) => cell.cases > 0 && cell.agreed / cell.cases < CELL_BAR);
  console.log(
    `\n${agreed} of ${cases} cases agree (${((100 * agreed) / cases).toFixed(2)} %), ` +
      `${low.length} cells below ${100 * CELL_BAR} %, ${unexplained} disagreements unexplained`,
  );
  return agreed / cases < TOTAL_BAR || low.length > 0 || unexplained > 0 ? 1 : 0;
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

/** FNV-1a, so that a cell's cases do not depend on the cells before it. */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193);
  return mixed;
}
