import assert from "node:assert/strict";

import { unheardOf } from "../../engine/planned.ts";

const network = { urn: "urn::network", type: "network" };
const state = { deployment: { resources: [network] } };
const subnet = { urn: "urn::subnet", type: "subnet", dependencies: [network.urn] };
const step = (change: object, op = "create") => ({ op, newState: { ...subnet, ...change } });
const urns = (steps: Parameters<typeof unheardOf>[0]) =>
  unheardOf(steps, state).map(({ urn }) => urn);

describe("a resource that the next update would make", () => {
  it("may have been made unheard of when the state holds all that it needs", () => {
    assert.deepEqual(urns([step({})]), [subnet.urn]);
  });

  it("may also have been made to replace another", () => {
    assert.deepEqual(urns([step({}, "create-replacement")]), [subnet.urn]);
  });

  it("cannot have been made before what it depends on", () => {
    assert.deepEqual(urns([step({ dependencies: [network.urn, "urn::router"] })]), []);
  });

  it("cannot have been made before its parent", () => {
    assert.deepEqual(urns([step({ parent: "urn::component" })]), []);
  });

  it("is asked for without its secrets, which a plan does not show", () => {
    const inputs = { name: "app", password: "[secret]", auth: { tokens: ["[secret]"] } };
    const [asked] = unheardOf([step({ inputs })], state);
    assert.deepEqual(asked?.inputs, { name: "app" });
  });

  it("is no resource that is only changed", () => {
    assert.deepEqual(urns([step({}, "update"), step({}, "same"), step({}, "replace")]), []);
  });
});
