import assert from "node:assert/strict";
import { plain } from "../../local/provider/properties.ts";
import { type Engine, startTemporary, type State } from "./engine.ts";
import { PROJECT } from "./resources-network.ts";
import { EXAMPLES } from "./resources.ts";

/** What Google keeps when its owner deletes it. */
const KEPT = [
  "gcp:projects/service:Service",
  "gcp:kms/keyRing:KeyRing",
  "gcp:kms/cryptoKey:CryptoKey",
];

describe("every type in use, over the engine's protocol", () => {
  let local: Awaited<ReturnType<typeof startTemporary>>;
  let gcp: Engine;
  const states = new Map<string, State>();
  const stateOf = (id: string): State => {
    const state = states.get(id);
    assert.ok(state, `${id} was not created`);
    return state;
  };

  before(async () => {
    local = await startTemporary();
    gcp = await local.gcp(PROJECT);
  });
  after(() => local.end());

  for (const { type, id, inputs } of EXAMPLES) {
    it(`${type} ${id}: is planned with nothing but its own inputs known, then created`, async () => {
      const planned = await gcp.create(type, inputs, true);
      assert.equal(planned.id, "");
      const created = await gcp.create(type, inputs);
      assert.equal(created.id, id);
      assert.equal(created.outputs["id"], id);
      for (const name of Object.keys(inputs)) assert.ok(name in created.outputs, `${name} is lost`);
      states.set(id, created);
    });
  }

  for (const { type, id } of EXAMPLES) {
    it(`${type} ${id}: is read back as it was created, and has no diff`, async () => {
      const state = stateOf(id);
      const read = await gcp.read(state);
      assert.ok(read);
      assert.deepEqual(read.inputs, state.inputs);
      const [found, made] = [plain(read.outputs), plain(state.outputs)];
      assert.deepEqual({ ...(found as object), etag: "" }, { ...(made as object), etag: "" });
      const { inputs } = await gcp.check(type, state.inputs, state.inputs);
      assert.deepEqual(await gcp.diff(read, inputs), { changes: false, replaces: [], paths: [] });
    });

    it(`${type} ${id}: is found by its id alone, with inputs that have no diff`, async () => {
      const state = stateOf(id);
      const importId = type === "gcp:sql/user:User" ? `${PROJECT}/main/app` : id;
      const found = await gcp.read({ type, id: importId, inputs: {}, outputs: {} });
      assert.ok(found);
      assert.equal(found.id, id);
      assert.equal((await gcp.diff(found, state.inputs)).changes, false);
      const { failures } = await gcp.check(type, found.inputs);
      assert.deepEqual(failures, []);
    });
  }

  for (const { type, id, inputs: own, update, replace } of EXAMPLES) {
    it(`${type} ${id}: changes in place what can change, and is replaced for the rest`, async () => {
      const state = stateOf(id);
      if (replace) {
        const { inputs } = await gcp.check(type, { ...own, ...replace }, state.inputs);
        const foreseen = await gcp.diff(state, inputs);
        assert.notDeepEqual(foreseen.replaces, [], JSON.stringify(foreseen));
      }
      if (!update) return;
      const { inputs } = await gcp.check(type, { ...own, ...update }, state.inputs);
      const foreseen = await gcp.diff(state, inputs);
      assert.equal(foreseen.changes, true);
      assert.deepEqual(foreseen.replaces, []);
      const updated = await gcp.update(state, inputs);
      assert.equal((await gcp.diff(updated, inputs)).changes, false);
      const read = await gcp.read(updated);
      assert.deepEqual(plain(read?.outputs ?? {}), plain(updated.outputs));
      states.set(id, updated);
    });
  }

  for (const { type, id } of EXAMPLES.toReversed()) {
    it(`${type} ${id}: is deleted, and then gone unless Google keeps it`, async () => {
      const state = stateOf(id);
      await gcp.delete(state);
      assert.equal((await gcp.read(state)) !== undefined, KEPT.includes(type));
      await gcp.delete(state);
    });
  }
});
