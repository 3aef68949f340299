import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import { UserError } from "../../engine/errors.ts";
import { LEDGER_FILE } from "../../policy/ledger.ts";
import { findTarget, setSecret } from "../../secrets/set.ts";
import { ScratchProject, standing, type Fields } from "../environment/project.ts";

const RANDOM = "4eC39HqLyjWDarjtT1zdp7dc";
const DECLARED = { "payment-key": { shape: "sk_test_{24}" }, "mail-key": { shape: "{32}" } };
const SALT = { encryptionsalt: "v1:c2FsdA==:v1:bm9uY2U=:c2VhbGVk" };

/** An engine that must not be asked. */
const NO_ENGINE = {
  command: () => assert.fail("the engine was asked"),
};

describe("a secret that is set", () => {
  let project: ScratchProject;

  beforeEach(() => {
    project = new ScratchProject();
    write(SALT);
  });

  afterEach(() => {
    project.remove();
  });

  /** The stack qa with its secrets, and what its file says of encryption. */
  function write(encryption: Fields, secrets: Fields = DECLARED): void {
    const fields = Object.entries({ ...standing("qa", 4), secrets });
    const config = Object.fromEntries(fields.map(([key, value]) => [`bulkhead:${key}`, value]));
    project.write("Pulumi.qa.yaml", { config, ...encryption });
  }

  async function set(stack: string, key: string, value: string, lowEntropy = false): Promise<void> {
    const target = findTarget(project.folder, stack, key);
    await setSecret(NO_ENGINE, target, { value, lowEntropy });
  }

  async function isRefused(call: Promise<void>, code: number, says: RegExp): Promise<void> {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.exitCode, code);
      assert.match(error.message, says);
      assert.ok(!error.message.includes(RANDOM.slice(0, 12)), error.message);
      return true;
    });
    assert.ok(!readdirSync(project.folder).includes(LEDGER_FILE), "a ledger was begun");
  }

  for (const [what, stack, key, value, says] of [
    ["another shape", "qa", "payment-key", `sk_live_${RANDOM}`, /fixed part/],
    ["a line break too many", "qa", "payment-key", `sk_test_${RANDOM}\n`, /33 characters/],
    ["a value that can be guessed", "qa", "payment-key", `sk_test_${"a".repeat(24)}`, /80 bits/],
    ["an undeclared name", "qa", "paymentkey", "", /nearest is payment-key/],
    ["a name that could be a value", "qa", `sk_test_${RANDOM}`, "", /32 characters, not shown/],
    ["a stack's name that could be one", `sk_${RANDOM}`, "mail-key", "", /no stack's name/],
  ] as const) {
    it(`is refused with ${what} before the engine is asked`, () =>
      isRefused(set(stack, key, value), 2, says));
  }

  it("is refused with low entropy declared of a random value", () =>
    isRefused(set("qa", "payment-key", `sk_test_${RANDOM}`, true), 2, /Leave out --low-entropy/));

  it("is refused where none is declared, and the cure says where", async () => {
    write(SALT, {});
    await isRefused(set("qa", "payment-key", ""), 2, /Declare it in .* Pulumi\.qa\.yaml/);
  });

  it("is refused of a stack that was never made, and the cure is the command", async () => {
    write({});
    await isRefused(set("qa", "payment-key", ""), 2, /pulumi stack init qa .*acme-shop-qa/);
  });

  it("is refused where another environment's key would encrypt it", async () => {
    write({ secretsprovider: "gcpkms://projects/acme-shop-prod/key" });
    await isRefused(set("qa", "payment-key", ""), 2, /acme-shop-prod[^]*acme-shop-qa/);
  });

  it("is refused while the ledger cannot be trusted", async () => {
    project.write(LEDGER_FILE, "not a ledger\n");
    await assert.rejects(set("qa", "payment-key", ""), /line 1 is not the header/);
  });
});
