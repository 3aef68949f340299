import assert from "node:assert/strict";
import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";
import { foundIn, hiddenIn, secretOf } from "../policy/canaries.ts";
import { Scratch } from "./scratch.ts";

const EACH = 50;

/**
 * Plants each secret of the encrypted configuration where one may stand, beside what a rule finds in
 * the same text; anywhere else the guard refuses it before a pack is asked.
 */
const PLANTED = `import "${ROOT}/policy/guard.ts";
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

const PLACES = [
  ["gcp:secretmanager/secretVersion:SecretVersion", "secretData", { secret: "pay" }],
  ["gcp:sql/user:User", "password", { instance: "main", name: "app" }],
  ["gcp:alloydb/user:User", "password", { cluster: "c", userId: "app", userType: "ALLOYDB_BUILT_IN" }],
  ["gcp:kms/secretCiphertext:SecretCiphertext", "plaintext", { cryptoKey: "key" }],
];
const secrets = new pulumi.Config("canaries").requireSecretObject("values");
const provider = new gcp.Provider("google", { project: "acme-shop-staging" });
for (let index = 0; index < ${EACH}; index++) {
  const [type, key, required] = PLACES[index % PLACES.length];
  const planted = secrets.apply((values) => values[index] + "@acme-shop-prod");
  new pulumi.CustomResource(type, "planted-" + index, { ...required, [key]: planted }, { provider });
}
`;

/** Hands one to a workload as a plain variable, which the guard sees and no pack. */
const HANDED_OUT = `import "${ROOT}/policy/guard.ts";
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

const secrets = new pulumi.Config("canaries").requireSecretObject("values");
const provider = new gcp.Provider("google", { project: "acme-shop-staging" });
new gcp.cloudrunv2.Service("api", {
  location: "asia-southeast2",
  template: { containers: [{ image: "api", envs: secrets.apply((values) =>
    values.map((value, index) => ({ name: "KEY_" + index, value: value + "@acme-shop-prod" }))) }] },
}, { provider });
`;

describe("secrets in a program that the engine runs", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
    await scratch.pulumi("stack", "init", "staging", "--no-select");
  });

  after(() => scratch.remove());

  for (const [number, [what, program, rule]] of [
    ["beside what the packs find", PLANTED, "foreign-reference"],
    ["in plain sight of the guard", HANDED_OUT, "secret-in-plain-sight"],
  ].entries() as Iterable<[number, readonly [string, string, string]]>) {
    it(`stand in no output and in no file: ${what}`, async () => {
      const secrets = Array.from({ length: EACH }, (_, index) => secretOf(number * EACH + index));
      const said = await preview(program, secrets);
      assert.ok(said.includes(rule), said);
      assert.deepEqual(foundIn(said, secrets), []);
      const files = await filesIn(scratch.folders.root);
      assert.ok(files.some((file) => file.endsWith("events.json")));
      for (const file of files) {
        assert.deepEqual(hiddenIn(await readFile(file, "latin1"), secrets), [], file);
      }
    });
  }

  it("would be found: a file that holds one is told", async () => {
    const file = join(scratch.folders.root, "held");
    await writeFile(file, `key: ${Buffer.from(secretOf(1)).toString("base64")}\n`);
    assert.deepEqual(hiddenIn(await readFile(file, "latin1"), [secretOf(1)]), [secretOf(1)]);
  });

  async function preview(program: string, secrets: readonly string[]): Promise<string> {
    await scratch.program(program);
    // Opened once: opening brings the local stack file up to date, without what is set only there.
    const engine = await scratch.engine();
    const value = JSON.stringify(secrets);
    const set = ["config", "set", "--secret", "canaries:values", value, "--stack", "staging"];
    assert.equal((await run(engine.command(set))).code, 0, "the configuration is set");
    const events = join(scratch.folders.root, "events.json");
    const args = ["preview", "--stack", "staging", "--non-interactive", "--diff"];
    const command = engine.command([...args, "--event-log", events]);
    const { code, stdout, stderr } = await run({
      ...command,
      env: {
        ...command.env,
        // What the baseline finds first would end the preview before isolation finds anything.
        PULUMI_OPTION_POLICY_PACK: join(ROOT, "policy", "isolation"),
        BULKHEAD_GUARDS: scratch.folders.root,
      },
    });
    assert.notEqual(code, 0);
    return stdout + stderr;
  }
});

/** Every file below a folder; what links lead to is not its own. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder);
  const found = entries.map(async (name) => {
    const path = join(folder, name);
    const stats = await lstat(path);
    if (stats.isDirectory()) return filesIn(path);
    return stats.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}
