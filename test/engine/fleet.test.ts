import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Engine } from "../../engine/engine.ts";
import { operateInTurn } from "../../engine/fleet.ts";
import { foldersOf, makeFolders, ROOT } from "../../engine/folders.ts";
import { environmentOf } from "../../environment/environment.ts";

/** Stands for the engine: notes its arguments and fails for the stack named staging. */
const ENGINE = `
  const [notes, ...args] = process.argv.slice(1);
  require("node:fs").appendFileSync(notes, JSON.stringify(args) + "\\n");
  process.exit(args.includes("staging") ? 9 : 0);
`;

describe("real stacks", () => {
  let engine: Engine;
  let notes: string;
  const environments = ["dev", "staging", "prod"].map((stack) =>
    environmentOf({ folder: ROOT, stack }),
  );

  beforeEach(async () => {
    const folders = foldersOf(ROOT, await mkdtemp(join(tmpdir(), "bulkhead-test-")));
    await makeFolders(folders.data, [folders.logs]);
    notes = join(folders.data, "notes");
    const command = (args: readonly string[]) => ({
      file: process.execPath,
      args: ["-e", ENGINE, "--", notes, ...args],
    });
    engine = {
      folders,
      command,
      prepare: () => Promise.resolve(),
      explain: (_stack, errors) => Promise.resolve(errors),
    };
  });

  afterEach(() => rm(engine.folders.data, { recursive: true }));

  const run = async (yes: boolean) => {
    const said: string[] = [];
    const report = (line: string) => said.push(line);
    const outcomes = await operateInTurn(engine, "destroy", environments, { report, yes });
    const calls = (await readFile(notes, "utf8")).trim().split("\n");
    return { said, outcomes, calls: calls.map((line) => JSON.parse(line) as string[]) };
  };

  it("are planned before they are changed, and asked for unless told not to", async () => {
    for (const yes of [false, true]) {
      const { calls } = await run(yes);
      for (const args of calls.slice(-2)) {
        assert.equal(args.includes("--yes"), yes);
        assert.ok(!args.includes("--skip-preview"));
      }
    }
  });

  it("end with the first that does not succeed", async () => {
    const { said, outcomes, calls } = await run(true);
    assert.deepEqual(
      calls.map((args) => args.find((each) => each === "dev" || each === "staging")),
      ["dev", "staging"],
    );
    assert.deepEqual(
      outcomes.map(({ result }) => result.ok),
      [true, false],
    );
    assert.match(outcomes[1]?.result.errors.join() ?? "", /ended with 9/);
    assert.deepEqual(said, ["Not begun: prod"]);
  });
});
