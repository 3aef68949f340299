import assert from "node:assert/strict";

import { Scratch } from "./scratch.ts";

const OTHERS = ["staging", "prod"] as const;

/** What holds dev together, as its owner would delete it by hand. */
const BY_HAND = [
  /^gcp:sql\/databaseInstance:/,
  /^gcp:secretmanager\/secret:/,
  /^gcp:compute\/network:/,
];

describe("the worst that can happen in dev", () => {
  let scratch: Scratch;
  let untouched: Awaited<ReturnType<typeof snapshots>>;

  before(async () => {
    scratch = await Scratch.make();
    const results = await scratch.run("up", "dev", ...OTHERS);
    assert.deepEqual(
      results.flatMap(({ errors }) => errors),
      [],
    );
    untouched = await snapshots();
  });

  after(() => scratch.remove());

  it("is nothing when database, secrets and network are dropped by hand", async () => {
    const cloud = await scratch.cloud();
    const resources = await cloud.resources({ project: "acme-shop-dev" });
    const doomed = resources.filter(({ type }) => BY_HAND.some((kind) => kind.test(type)));
    assert.equal(doomed.length, 6);
    for (const { type, id } of doomed) assert.ok(await cloud.remove(type, id), id);
    assert.deepEqual(await snapshots(), untouched);
  });

  it("is nothing when dev is put right after that", async () => {
    await scratch.run("refresh", "dev");
    await scratch.configure("dev", "bulkhead:generation", 2);
    const [result] = await scratch.run("up", "dev");
    assert.deepEqual(result?.errors, []);
    assert.deepEqual(await snapshots(), untouched);
  });

  it("is nothing when database, secrets and network are dropped by the program", async () => {
    const [result] = await scratch.run("destroy", "dev");
    assert.deepEqual(result?.errors, []);
    assert.deepEqual(await snapshots(), untouched);
  });

  it("leaves staging and prod without any change to make", async () => {
    assert.deepEqual(await Promise.all(OTHERS.map((stack) => scratch.plan(stack))), [[], []]);
  });

  for (const stack of OTHERS) {
    it(`and ${stack} itself refuses to be destroyed, before anything is`, async () => {
      const [result] = await scratch.run("destroy", stack);
      assert.equal(result?.ok, false);
      assert.match(result.errors.join("\n"), /protect/);
      const { resources } = await scratch.snapshot(stack);
      assert.deepEqual(resources, untouched[OTHERS.indexOf(stack)]?.resources);
    });
  }

  function snapshots() {
    return Promise.all(OTHERS.map((stack) => scratch.snapshot(stack)));
  }
});
