import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";

import { recover } from "../../engine/recover.ts";
import { IMPORTABLE_TYPES } from "../../environment/ids.ts";
import { className } from "../../local/cloud/links.ts";
import { loseAnswer } from "./lost-answer.ts";
import { Scratch } from "./scratch.ts";

interface Resource {
  readonly urn: string;
  readonly type: string;
}

interface StateFile {
  checkpoint: {
    latest: { resources: Resource[]; pending_operations?: { resource: object; type: string }[] };
  };
}

describe("an update that was cut off before it heard of anything it made", () => {
  let scratch: Scratch;
  let unheard: readonly string[];

  before(async () => {
    scratch = await Scratch.make();
    const [result] = await scratch.run("up", "staging");
    assert.deepEqual(result?.errors, []);
    unheard = await forget(scratch, "staging");
  });

  after(() => scratch.remove());

  it("has made resources of nearly every type of the program", () => {
    assert.ok(unheard.length > 40, String(unheard.length));
  });

  it("is asked for each by the id that the resource must have, and all are found", async () => {
    const recovery = await recover(await scratch.engine(), "staging", () => undefined);
    assert.deepEqual(recovery.refresh.errors, []);
    assert.deepEqual(recovery.notMade, []);
    assert.equal(recovery.found.length, unheard.length);
  });

  it("is asked for again when the cloud did not answer, and nothing is forgotten over it", async () => {
    await forget(scratch, "staging");
    const engine = await scratch.engine();
    const cloud = await scratch.cloud();
    await cloud.declareFault({ kind: "503", operation: "read", times: 1_000_000 });
    const refused = await recover(engine, "staging", () => undefined);
    await cloud.clearFaults();
    assert.equal(refused.refresh.ok, false);
    assert.ok((await recover(engine, "staging", () => undefined)).refresh.ok);
    assert.deepEqual(await scratch.plan("staging"), [{ op: "create", name: "destroy-guard" }]);
  });

  it("then goes on: nothing is made twice", async () => {
    assert.deepEqual(await scratch.plan("staging"), [{ op: "create", name: "destroy-guard" }]);
    const [result] = await scratch.run("up", "staging");
    assert.deepEqual(result?.errors, []);
    const resources = await (await scratch.cloud()).resources();
    assert.deepEqual(
      resources.filter(({ generation }) => generation > 1),
      [],
    );
    assert.deepEqual(await scratch.plan("staging"), []);
  });
});

describe("an update whose cloud died before it could answer", () => {
  /** One that meets its own name when it is made again, and one that would be made twice. */
  const LOST = ["gcp:compute/network:Network", "gcp:secretmanager/secretVersion:SecretVersion"];

  for (const type of LOST) {
    it(`learns of the ${className(type)} that was made, and makes no other`, () =>
      loseAnswer(type));
  }
});

/** What the rest of a state depends on, and so was there before; and what depends on all the rest. */
const BEFORE = "gcp:projects/service:Service";
const AFTER = "bulkhead:components:DestroyGuard";

/** Makes a stack's state look as if its update had been killed with every creation on its way. */
async function forget(scratch: Scratch, stack: string): Promise<readonly string[]> {
  const file = `${scratch.folders.state}/.pulumi/stacks/bulkhead/${stack}.json`;
  const state = JSON.parse(await readFile(file, "utf8")) as StateFile;
  const { latest } = state.checkpoint;
  const isForgotten = ({ type }: Resource) => IMPORTABLE_TYPES.includes(type) && type !== BEFORE;
  const forgotten = latest.resources.filter(isForgotten);
  latest.resources = latest.resources.filter(
    (resource) => !isForgotten(resource) && resource.type !== AFTER,
  );
  latest.pending_operations = forgotten.map((resource) => ({
    resource: { ...resource, id: undefined, outputs: undefined },
    type: "creating",
  }));
  await writeFile(file, JSON.stringify(state));
  return forgotten.map(({ urn }) => urn);
}
