import assert from "node:assert/strict";

import { operateAll } from "../../engine/fleet.ts";
import { ROOT } from "../../engine/folders.ts";
import { environmentOf } from "../../environment/environment.ts";
import { Scratch } from "./scratch.ts";

const STACKS = ["dev", "staging", "prod"];

/** Makes a bucket that breaks a rule of each pack in two stacks, and nothing in the third. */
const PROGRAM = `import "${ROOT}/policy/guard.ts";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "@pulumi/gcp/storage/bucket.js";
import { environmentProvider } from "${ROOT}/components/provider.ts";
import { loadEnvironment } from "${ROOT}/environment/load.ts";
const { environment } = loadEnvironment();
const provider = environmentProvider(environment);
const stack = pulumi.getStack();
if (stack !== "prod") {
  const bucket = { location: "asia-southeast2", labels: { from: "acme-shop-prod" } };
  new Bucket("of-" + stack, { ...bucket, name: "acme-shop-" + stack + "-planted" }, { provider });
}
`;

describe("policy packs of one process for several stacks", function () {
  this.timeout(300_000);
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
    await scratch.program(PROGRAM);
  });

  after(() => scratch.remove());

  it("say of each stack what is its own, and of none what is another's", async () => {
    const { root } = scratch.folders;
    const environments = STACKS.map((stack) => environmentOf({ folder: root, stack }));
    const outcomes = await operateAll(await scratch.engine(), "preview", environments, {
      report: () => undefined,
      watch: () => undefined,
    });
    const [dev = [], staging = [], prod = []] = outcomes.map(({ result }) => result.violations);
    for (const [stack, said] of Object.entries({ dev, staging })) {
      const rules = said.map((text) => text.split(": ")[0]);
      for (const rule of ["foreign-reference", "bucket-public-access-prevention"]) {
        assert.equal(
          rules.filter((each) => each === rule).length,
          1,
          `${stack}: ${said.join("\n")}`,
        );
      }
      assert.ok(
        said.every((text) => text.includes(`: of-${stack}: `)),
        said.join("\n"),
      );
    }
    assert.deepEqual(prod, []);
    assert.deepEqual(
      outcomes.map(({ result }) => result.ok),
      [false, false, true],
    );
  });
});
