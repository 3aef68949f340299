import assert from "node:assert/strict";
import { join } from "node:path";

import { elsewhere } from "../../engine/engine.ts";
import { ROOT } from "../../engine/folders.ts";
import { operate, type Operation, type Result } from "../../engine/update.ts";
import { Scratch } from "./scratch.ts";

/** Whatever comes of the first bucket is known when that is there, and to no preview before. */
const START = `import "${ROOT}/policy/guard.ts";
import * as gcp from "@pulumi/gcp";

const opts = { provider: new gcp.Provider("google", { project: "acme-shop-staging" }) };
const first = new gcp.storage.Bucket("first", {
  name: "acme-shop-staging-x", location: "asia-southeast2",
}, opts);
const late = (text) => first.id.apply(() => text);
`;
const LABELLED = `new gcp.storage.Bucket("labelled", {
  name: "acme-shop-staging-y", location: "asia-southeast2", labels: { from: late("acme-shop-prod") },
}, opts);`;
const READ = 'gcp.storage.Bucket.get("read", late("acme-shop-prod-prod-x"), {}, opts);';
const LITERAL = `new gcp.secretmanager.SecretVersion("literal", {
  secret: "projects/acme-shop-staging/secrets/pay", secretData: late("hunter2hunter2"),
}, opts);`;

/** What a statement is refused for, once its values are known. */
const CASES = [
  [LABELLED, /^foreign-reference: labelled: labels\.from: .* belongs to prod\./],
  [READ, /^foreign-read: read: .* belongs to prod\./],
  [LITERAL, /^literal-secret: literal: secretData takes a secret/],
] as const;

describe("what a preview does not know", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
  });

  after(() => scratch.remove());

  async function staging(operation: Operation, ...statements: string[]): Promise<Result> {
    await scratch.program(START + statements.join("\n"));
    const env = { PULUMI_OPTION_POLICY_PACK: join(ROOT, "policy", "isolation") };
    const engine = elsewhere(await scratch.engine(), { env });
    await engine.prepare("staging", () => undefined);
    return operate(engine, operation, "staging");
  }

  it("is said, and is no violation of the preview", async () => {
    const all = CASES.map(([statement]) => statement);
    const { ok, violations, advice, errors } = await staging("preview", ...all);
    assert.deepEqual({ ok, violations }, { ok: true, violations: [] }, errors.join("\n"));
    assert.match(advice.join("\n"), /^not-yet-checked: .*labelled labels\.from/m);
  });

  for (const [statement, finds] of CASES) {
    const [, name = ""] = /"(\w+)"/.exec(statement) ?? [];
    it(`is judged by the update, which makes nothing of it: ${name}`, async () => {
      const { ok, violations } = await staging("up", statement);
      assert.equal(ok, false);
      assert.ok(
        violations.some((one) => finds.test(one)),
        violations.join("\n"),
      );
      const made = await (await scratch.cloud()).resources();
      assert.deepEqual(
        made.filter(({ id }) => /-y$|secrets\/pay/.test(id)),
        [],
      );
    });
  }
});
