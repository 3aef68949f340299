import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { run, type Finished } from "../../engine/processes.ts";

describe("the bulkhead command", () => {
  let data: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
  });

  afterEach(() => rm(data, { recursive: true }));

  const bulkhead = (...args: string[]): Promise<Finished> =>
    run({
      file: process.execPath,
      args: [join(ROOT, "cli", "bulkhead.mjs"), ...args],
      env: { ...process.env, BULKHEAD_HOME: data, BULKHEAD_CLOUD: "" },
    });

  /** What a user may get wrong: the arguments, the exit code, and what the answer must name. */
  const mistakes: readonly [string, readonly string[], number, RegExp][] = [
    ["an unknown verb", ["strat"], 2, /strat.*\n.*start/],
    ["an unknown option", ["up", "--locl"], 2, /--locl.*\n.*--local/],
    ["a missing stack", ["env"], 2, /stack/],
    ["no stack on the real cloud", ["up"], 2, /dev, staging, prod/],
    ["the real cloud without a terminal", ["up", "dev"], 2, /real.*acme-shop-dev[^]*--yes/],
    ["its destruction", ["down", "dev", "prod"], 2, /destroy.*-dev.*acme-shop-prod[^]*--yes/],
    ["a stack whose name says no kind", ["up", "foo", "--local"], 2, /foo[^]*dev-<name>/],
    ["a stack that has no file", ["up", "qa", "--local"], 2, /qa[^]*bulkhead:project/],
    ["a stack that has no file, of env", ["env", "qa"], 2, /qa[^]*bulkhead:project/],
    ["an unknown action on the cloud", ["cloud", "explode"], 2, /status\|list\|delete/],
    ["a cloud that does not run", ["cloud", "list"], 1, /npm start/],
    ["a plan that is not there", ["comment", "none.json"], 2, /none\.json[^]*ENOENT[^]*--json/],
    ["publishing outside a workflow", ["comment", "--publish"], 2, /workflow_run/],
    ["publishing a file", ["comment", "a.json", "--publish"], 2, /name no file/],
    ["a saved plan without a place", ["plan", "save", "prod"], 2, /--out/],
    [
      "a saved plan that is not there",
      ["plan", "apply", "prod", "x", "--digest", "0"],
      2,
      /x cannot/,
    ],
    ["plan bases outside a workflow", ["plan-base", "fetch", "x"], 2, /DEFAULT_BRANCH/],
    [
      "a plan base that is not there",
      ["plan-base", "import", "none.json", "--out", "x"],
      2,
      /none\.json.*ENOENT/,
    ],
    ["a plan base without a place", ["plan-base", "import", "a.json"], 2, /--out/],
    ["drift of a stack that has no file", ["drift", "qa"], 2, /qa[^]*bulkhead:project/],
    ["a secret for a local key", ["pulumi", "config", "set", "--secret", "a"], 2, /--secret/],
  ];
  for (const [what, args, code, says] of mistakes) {
    it(`answers ${what} with ${code}, what is wrong and what to do`, async () => {
      const answer = await bulkhead(...args);
      assert.equal(answer.code, code, answer.stderr);
      assert.match(answer.stderr, says);
      assert.doesNotMatch(answer.stderr, /^ {4}at /m);
      assert.equal(answer.stdout, "");
      assert.deepEqual(await readdir(data), [], "nothing was started");
    });
  }

  it("lists the stacks that stand, for people and for the matrix of a workflow", async () => {
    assert.equal((await bulkhead("list")).stdout, "dev\nstaging\nprod\n");
    assert.deepEqual(JSON.parse((await bulkhead("list", "--json")).stdout), [
      ...["dev", "staging", "prod"],
    ]);
  });

  it("comments on a plan, and ends as the plan does", async () => {
    const file = join(ROOT, "docs", "preview-example.json");
    const { code, stdout } = await bulkhead("comment", file, "--all");
    assert.equal(code, 4);
    assert.match(stdout, /^## 🛑 3 dangers to data in `prod`, `staging` and `dev`/);
  });

  it("shows the stack trace of an error when asked to", async () => {
    const { stderr } = await bulkhead("--verbose", "cloud", "list");
    assert.match(stderr, /^ {4}at /m);
  });

  it("prints help for itself and for each verb", async () => {
    for (const args of [["--help"], ["up", "--help"]]) {
      const { code, stdout } = await bulkhead(...args);
      assert.equal(code, 0);
      assert.match(stdout, /Usage: bulkhead/);
    }
  });

  it("prints what a shell sets for a real stack", async () => {
    const { code, stdout } = await bulkhead("env", "prod");
    assert.equal(code, 0);
    assert.match(stdout, /^export PULUMI_BACKEND_URL='gs:\/\/acme-shop-prod-state'$/m);
  });

  it("works on no real stack in a shell that is set up for the local cloud", async () => {
    const file = join(ROOT, "cli", "bulkhead.mjs");
    const env = { ...process.env, BULKHEAD_CLOUD: "", PULUMI_DEBUG_PROVIDERS: "gcp:1" };
    const answer = await run({ file: process.execPath, args: [file, "recover", "prod"], env });
    assert.equal(answer.code, 2);
    assert.match(answer.stderr, /PULUMI_DEBUG_PROVIDERS[^]*unset PULUMI_DEBUG_PROVIDERS/);
  });

  it("says that no local cloud runs, without starting one", async () => {
    const { code, stdout } = await bulkhead("cloud");
    assert.equal(code, 0);
    assert.match(stdout, /does not run/);
  });
});
