import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { run, type Finished } from "../../engine/processes.ts";
import { ROOT } from "../../engine/folders.ts";
import { GUARD_EXAMPLES_START, GUARD_RULES } from "../../policy/reads.ts";
import { Scratch } from "./scratch.ts";

/** The bucket that the examples read and ask about. */
const FILES = `new gcp.storage.Bucket("made", {
  name: "acme-shop-staging-staging-files", location: "asia-southeast2",
}, opts);`;

describe("the guard, in a program that the engine runs", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
    await scratch.pulumi("stack", "init", "staging", "--no-select");
    const { code, stdout, stderr } = await staging(FILES, "up", "--yes", "--skip-preview");
    assert.equal(code, 0, stdout + stderr);
  });

  after(() => scratch.remove());

  for (const { id, fails, cure } of GUARD_RULES) {
    it(`refuses the example that fails by ${id}, and says how to mend it`, async () => {
      const { code, stdout, stderr } = await staging(`${FILES}\n${fails}`, "preview");
      assert.notEqual(code, 0);
      const said = (stdout + stderr).replace(/\s+/g, " ");
      assert.ok(said.includes(`Policy violation: ${id}:`), said);
      assert.ok(said.includes(`Cure: ${cure}`), said);
      assert.ok(!said.includes("hunter2"), said);
    });
  }

  it("has nothing against the examples that pass, all in one program", async () => {
    const program = [FILES, ...GUARD_RULES.filter(answered).map(({ passes }) => passes)];
    const { code, stdout, stderr } = await staging(program.join("\n"), "preview");
    assert.equal(code, 0, stdout + stderr);
  });

  it("lets a call about its own through to the cloud, which answers none here", async () => {
    const [call] = GUARD_RULES.filter((rule) => !answered(rule));
    const { stdout, stderr } = await staging(call?.passes ?? "", "preview");
    assert.match(stdout + stderr, /The local cloud answers no function calls/);
    assert.doesNotMatch(stdout + stderr, /Policy violation/);
  });

  it("is missed by the isolation pack in a program that does not import it", async () => {
    await scratch.program(`${GUARD_EXAMPLES_START}\n${FILES}`);
    const { code, stdout } = await pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(stdout, /guard-missing/);
  });

  it("is not all: a pack whose rules cannot be loaded blocks what is asked of it", async () => {
    const folder = join(scratch.folders.root, "broken");
    await mkdir(folder);
    await writeFile(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(join(folder, "package.json"), '{ "version": "0.1.0" }');
    const serve = join(ROOT, "policy", "serve.cjs");
    await writeFile(join(folder, "index.js"), `require("${serve}").serve("broken", "nothing");`);
    await scratch.program(`${GUARD_EXAMPLES_START}\n${FILES}`);
    const { code, stdout, stderr } = await pulumi(["preview"], folder);
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /policy pack 'broken@v0\.1\.0'/);
  });

  async function staging(statements: string, ...args: readonly string[]): Promise<Finished> {
    const guard = `import "${join(ROOT, "policy", "guard.ts")}";`;
    await scratch.program([guard, GUARD_EXAMPLES_START, statements].join("\n"));
    return pulumi(args);
  }

  async function pulumi(
    args: readonly string[],
    packs = join(ROOT, "policy", "isolation"),
  ): Promise<Finished> {
    const engine = await scratch.engine();
    const command = engine.command([...args, "--stack", "staging", "--non-interactive"]);
    const env = {
      ...command.env,
      PULUMI_OPTION_POLICY_PACK: packs,
      BULKHEAD_GUARDS: scratch.folders.root,
    };
    return run({ ...command, env });
  }
});

function answered({ id }: { readonly id: string }): boolean {
  return id !== "foreign-call";
}
