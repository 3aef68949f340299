import assert from "node:assert/strict";

import { adopt, settle, type Export, type Resource } from "../../engine/pending.ts";

const bucket: Resource = { urn: "urn::bucket", type: "bucket", inputs: { name: "uploads" } };
const old: Resource = { ...bucket, id: "uploads-1" };

const state = (resources: readonly Resource[], creating: readonly Resource[] = []): Export => ({
  deployment: {
    resources,
    pending_operations: creating.map((resource) => ({ type: "creating", resource })),
  },
});
const idOf = (type: string, inputs: Readonly<Record<string, unknown>>) =>
  type === "bucket" ? String(inputs["name"]) : undefined;
const resourcesOf = ({ deployment }: Export) => deployment.resources;

describe("a resource that was being made", () => {
  it("is entered into the state under the id that it must have, and pends no more", () => {
    const adopted = adopt(state([], [bucket]), idOf);
    assert.deepEqual(resourcesOf(adopted.state), [{ ...bucket, id: "uploads" }]);
    assert.deepEqual(adopted.state.deployment.pending_operations, []);
  });

  it("is found when the refresh kept it", () => {
    const { state: entered, pending } = adopt(state([], [bucket]), idOf);
    const settled = settle(entered, pending);
    assert.deepEqual(settled.found, [bucket.urn]);
    assert.deepEqual(settled.notMade, []);
    assert.equal(settled.changed, false);
  });

  it("is not made when the refresh took it away", () => {
    const { pending } = adopt(state([], [bucket]), idOf);
    assert.deepEqual(settle(state([]), pending).notMade, [bucket.urn]);
  });

  it("is not made when no cloud can be asked for it", () => {
    const generated = { urn: "urn::password", type: "random" };
    const { state: entered, pending } = adopt(state([], [generated]), idOf);
    assert.deepEqual(resourcesOf(entered), []);
    assert.deepEqual(settle(entered, pending).notMade, [generated.urn]);
  });

  it("takes the place of the one it replaces, which is then to be deleted", () => {
    const { state: entered, pending } = adopt(state([old], [bucket]), idOf);
    const settled = settle(entered, pending);
    assert.equal(settled.changed, true);
    assert.deepEqual(settled.found, [bucket.urn]);
    assert.deepEqual(resourcesOf(settled.state), [
      { ...old, delete: true },
      { ...bucket, id: "uploads" },
    ]);
  });

  it("pends still when the recovery was cut off after it was entered", () => {
    const cutOff = adopt(state([old], [bucket]), idOf).state;
    for (const again of [cutOff, state(resourcesOf(cutOff) ?? [], [bucket])]) {
      const { state: entered, pending } = adopt(again, idOf);
      assert.deepEqual(resourcesOf(entered), resourcesOf(cutOff));
      const settled = settle(entered, pending);
      assert.equal(settled.changed, true);
      assert.deepEqual(settled.found, [bucket.urn]);
      assert.deepEqual(resourcesOf(settled.state), [
        { ...old, delete: true },
        { ...bucket, id: "uploads" },
      ]);
      assert.deepEqual(settle(state([old]), pending).notMade, [bucket.urn]);
    }
  });

  it("leaves the one it would have replaced alone when it was not made", () => {
    const { pending } = adopt(state([old], [bucket]), idOf);
    const settled = settle(state([old]), pending);
    assert.equal(settled.changed, false);
    assert.deepEqual(settled.notMade, [bucket.urn]);
    assert.deepEqual(resourcesOf(settled.state), [old]);
  });

  it("needs no other name beside one that is to be deleted anyway", () => {
    const leaving = { ...old, delete: true };
    const { state: entered } = adopt(state([leaving], [bucket]), idOf);
    assert.deepEqual(resourcesOf(entered), [leaving, { ...bucket, id: "uploads" }]);
  });

  it("is asked for by the id of the one it replaces, where the id depends on it", () => {
    const { state: entered } = adopt(
      state([old], [bucket]),
      (_type, _inputs, previousId) => `${previousId ?? ""}-next`,
    );
    assert.equal(resourcesOf(entered)?.[1]?.id, "uploads-1-next");
  });
});

describe("a resource that was being updated", () => {
  it("is left to the refresh", () => {
    const updating: Export = {
      deployment: {
        resources: [old],
        pending_operations: [{ type: "updating", resource: old }],
      },
    };
    const { state: entered, pending } = adopt(updating, idOf);
    assert.deepEqual(pending, []);
    assert.deepEqual(resourcesOf(entered), [old]);
  });
});
