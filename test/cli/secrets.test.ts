import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";

import type { Finished } from "../../engine/processes.ts";
import { LEDGER_FILE, parseLedger, withEntry, writeLedger } from "../../policy/ledger.ts";
import { SecretsProject, type RunOptions } from "./secrets-project.ts";

const digest = (text: string) => createHash("sha512").update(text).digest("base64url");

/** Random to whoever looks at it, and nowhere else on this machine. */
const CANARY = digest(`bulkhead ${process.pid} ${Date.now()}`).replace(/[-_]/g, "0");
const PAYMENT = `sk_test_${CANARY.slice(0, 24)}`;
const MAIL = `SG.${CANARY.slice(24, 46)}.${digest(CANARY).slice(0, 43)}`;

describe("bulkhead secrets", function () {
  this.timeout(180_000);
  let project: SecretsProject;
  let fresh: Readonly<Record<string, string>>;
  const outputs: Finished[] = [];

  before(async () => {
    project = await SecretsProject.make("dev", "staging", "prod");
    fresh = await project.files();
  });

  afterEach(async () => {
    for (const { stdout, stderr } of outputs.splice(0)) {
      for (const value of [PAYMENT, MAIL, CANARY.slice(0, 12)]) {
        assert.ok(!stdout.includes(value) && !stderr.includes(value), "a value was shown");
      }
    }
    for (const value of [PAYMENT, MAIL]) assert.deepEqual(await project.filesWith(value), []);
    assert.deepEqual(await project.leftovers(), []);
    await project.restore(fresh);
  });

  after(() => project.remove());

  async function secrets(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const finished = await project.secrets(args, options);
    outputs.push(finished);
    return finished;
  }

  async function ends(code: number, says: RegExp, args: readonly string[], options?: RunOptions) {
    const finished = await secrets(args, options);
    assert.equal(finished.code, code, finished.stderr + finished.stdout);
    assert.match(finished.stderr + finished.stdout, says);
    assert.doesNotMatch(finished.stderr, /^ {4}at /m);
    return finished;
  }

  const set = (stack: string, key: string, input: string, env = {}) =>
    ends(0, /is set/, ["set", stack, key], { input: `${input}\n`, env });

  it("are fine in a fresh clone, and change nothing there", async () => {
    await ends(0, /agree/, ["verify"]);
    const { stdout } = await ends(0, /payment-key/, ["list"]);
    assert.ok(
      stdout.split("\n").every((line) => line.length <= 80),
      stdout,
    );
    assert.deepEqual(await project.files(), fresh);
    assert.notDeepEqual(await project.filesWith("acme-shop-prod"), [], "the search finds nothing");
  });

  it("are encrypted into the stack's file and entered in the ledger alone", async () => {
    await set("dev", "payment-key", PAYMENT);
    await set("dev", "mail-key", MAIL);
    const { entries } = parseLedger(await project.ledger());
    assert.deepEqual(
      entries.map(({ stack, key }) => `${stack} ${key}`),
      ["dev mail-key", "dev payment-key"],
    );
    const files = await project.files();
    const changed = Object.keys(files).filter((name) => files[name] !== fresh[name]);
    assert.deepEqual(changed, ["Pulumi.dev.yaml", LEDGER_FILE]);
    const { stdout } = await secrets(["list", "dev"]);
    assert.match(stdout, /dev .* payment-key .* sk_test_\{24\} .* yes .* ok /);
    await ends(0, /2 values.*: 0\./, ["verify"], { env: { PULUMI_CONFIG_PASSPHRASE: "" } });
    await ends(0, /2 values.*: 2\./, ["verify", "dev", "--decrypt"]);
  });

  it("can be set again, to the same value and to another", async () => {
    await set("dev", "payment-key", PAYMENT);
    const first = parseLedger(await project.ledger()).entries;
    await set("dev", "payment-key", PAYMENT);
    const again = parseLedger(await project.ledger()).entries;
    assert.equal(again[0]?.fingerprint, first[0]?.fingerprint);
    assert.notEqual(again[0]?.ciphertext, first[0]?.ciphertext);
    await set("dev", "payment-key", `sk_test_${digest("another").slice(0, 24)}`);
    await ends(0, /1 values/, ["verify", "--decrypt"]);
  });

  it("of another environment are refused, by stack and name, and nothing is written", async () => {
    await set("prod", "mail-key", MAIL);
    const before = await project.files();
    const args = ["set", "staging", "mail-key"];
    await ends(3, /staging mail-key[^]*value of prod mail-key/, args, { input: MAIL });
    assert.deepEqual(await project.files(), before);
  });

  it("given to two environments in one change are caught without passphrase", async () => {
    await set("staging", "mail-key", MAIL);
    const ours = await project.files();
    await project.restore(fresh);
    await set("prod", "mail-key", MAIL);
    const line = parseLedger(ours[LEDGER_FILE] ?? "").entries[0] ?? assert.fail("no entry");
    await project.write("Pulumi.staging.yaml", ours["Pulumi.staging.yaml"] ?? "");
    const merged = writeLedger(withEntry(parseLedger(await project.ledger()), line));
    await project.write(LEDGER_FILE, merged);
    const env = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: "" };
    await ends(3, /prod mail-key, staging mail-key: one value/, ["verify"], { env });
    await ends(3, /prod mail-key, staging mail-key/, ["verify", "staging"], { env });
    await ends(0, /agree/, ["verify", "dev"], { env });
  });

  /** What is refused: the arguments, what is piped in, the exit code, and what the answer names. */
  const refusals: readonly [string, readonly string[], string, number, RegExp][] = [
    ["a value among the arguments", ["dev", "payment-key", PAYMENT], "", 2, /history[^]*revoke/],
    ["a value as an option", ["dev", "payment-key", `--value=${PAYMENT}`], "", 2, /history/],
    ["a value in a name's place", ["dev", PAYMENT], "", 2, /declares no secret/],
    ["no value", ["dev", "payment-key"], "\n", 2, /no value/],
    ["the local cloud", ["dev", "payment-key", "--local"], PAYMENT, 2, /placeholders/],
  ];
  for (const [what, args, input, code, says] of refusals) {
    it(`are refused with ${what}, and nothing is written`, async () => {
      await ends(code, says, ["set", ...args], { input });
      assert.deepEqual(await project.files(), fresh);
    });
  }

  it("are refused in a shell that is set up for the local cloud", async () => {
    const env = { BULKHEAD_CLOUD: "local" };
    await ends(2, /placeholders/, ["set", "dev", "payment-key"], { input: PAYMENT, env });
  });

  it("of low entropy are declared so, and never fingerprinted", async () => {
    const pin = (text: string) =>
      text.replace("bulkhead:secrets:\n", 'bulkhead:secrets:\n    pin: { shape: "{4}" }\n');
    for (const stack of ["dev", "prod"]) {
      await project.write(`Pulumi.${stack}.yaml`, pin(await project.read(`Pulumi.${stack}.yaml`)));
      await ends(0, /is set/, ["set", stack, "pin", "--low-entropy"], { input: "4711\n" });
    }
    const { entries } = parseLedger(await project.ledger());
    assert.ok(entries.every(({ fingerprint }) => fingerprint === undefined));
    await ends(0, /: 2\./, ["verify", "--decrypt"]);
    await ends(0, /pin .* low entropy/, ["list"]);
  });

  it("that cannot be encrypted leave both files as they were", async () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: "a wrong one" };
    await ends(1, /passphrase/, ["set", "dev", "payment-key"], { input: PAYMENT, env });
    assert.deepEqual(await project.files(), fresh);
  });

  it("whose ledger cannot be written leave the stack file as it was", async () => {
    const env = await fault("throw Object.assign(new Error('full'), { code: 'ENOSPC' })");
    await ends(1, /disk/, ["set", "dev", "payment-key"], { input: PAYMENT, env });
    assert.deepEqual(await project.files(), fresh);
  });

  it("cut off between the two writes are named by verify and mended by a second set", async () => {
    const env = await fault("process.kill(process.pid, 'SIGKILL')");
    const { code } = await secrets(["set", "dev", "payment-key"], { input: PAYMENT, env });
    assert.equal(code, 137);
    await ends(1, /dev payment-key: has a value and no entry[^]*secrets set dev payment-key/, [
      "verify",
    ]);
    await ends(0, /payment-key .* yes .* missing/, ["list", "dev"]);
    await set("dev", "payment-key", PAYMENT);
    await ends(0, /1 values/, ["verify", "--decrypt"]);
  });

  it("with a made-up fingerprint are found by who can decrypt them", async () => {
    await set("dev", "payment-key", PAYMENT);
    const ledger = parseLedger(await project.ledger());
    const { ciphertext = "" } = ledger.entries[0] ?? {};
    const own = { stack: "dev", key: "payment-key", ciphertext };
    const forged = { ...own, fingerprint: "0".repeat(64) };
    await project.write(LEDGER_FILE, writeLedger(withEntry(ledger, forged)));
    await ends(0, /agree/, ["verify"]);
    await ends(1, /dev payment-key: has another value/, ["verify", "--decrypt"]);
    await project.write(LEDGER_FILE, writeLedger(withEntry(ledger, { ...own, lowEntropy: true })));
    await ends(1, /80 bits or more/, ["verify", "--decrypt"]);
    const env = { PULUMI_CONFIG_PASSPHRASE: "a wrong one" };
    await ends(1, /cannot be decrypted here/, ["verify", "--decrypt"], { env });
  });

  it("with a ledger that was edited are refused by every verb", async () => {
    await set("dev", "payment-key", PAYMENT);
    await project.write(LEDGER_FILE, (await project.ledger()).replace('"dev"', '"qa"'));
    for (const args of [["verify"], ["list"], ["set", "dev", "mail-key"]]) {
      await ends(2, /line 2 [^]*version control/, args, { input: MAIL });
    }
  });

  it("of a stack that nobody knows are asked for with the nearest name", async () => {
    await ends(2, /stagin[^]*Did you mean staging/, ["verify", "stagin"]);
  });

  /** What happens in place of the ledger's renaming. */
  async function fault(statement: string): Promise<Record<string, string>> {
    const file = join(project.root, "tmp-fault.mjs");
    await project.write(
      "tmp-fault.mjs",
      `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const rename = fs.promises.rename;
fs.promises.rename = async (from, to) => {
  if (String(to).endsWith("${LEDGER_FILE}")) { ${statement}; }
  return rename(from, to);
};
syncBuiltinESMExports();
`,
    );
    return { NODE_OPTIONS: `--import=${file}` };
  }
});
