import assert from "node:assert/strict";

import { changed, interpret, type EngineEvent } from "../../engine/events.ts";

const step = (op: string, type = "gcp:compute/network:Network", outputs = {}): EngineEvent => ({
  resOutputsEvent: { metadata: { op, urn: `urn::${type}::a`, type, new: { outputs } } },
});
const summary = (resourceChanges: Record<string, number>): EngineEvent => ({
  summaryEvent: { resourceChanges },
});

describe("what an operation did", () => {
  it("is the engine's own sum", () => {
    const tally = interpret([step("create"), summary({ create: 2, same: 3, delete: 1 })]);
    assert.deepEqual(tally.changes, { create: 2, same: 3, delete: 1 });
    assert.equal(tally.resources, 5);
    assert.equal(changed(tally.changes), 3);
  });

  it("is counted by steps when it was cut off before the sum", () => {
    const steps = ["create", "same", "replace", "create-replacement", "delete-replaced"];
    const tally = interpret(steps.map((op) => step(op)));
    assert.deepEqual(tally.changes, { create: 1, same: 1, replace: 1 });
  });

  it("says each error once, with the resource's name, and no passing message", () => {
    const error = { urn: "urn:a::b::network", message: "no\n", severity: "error" } as const;
    const tally = interpret([
      { diagnosticEvent: error },
      { diagnosticEvent: error },
      { diagnosticEvent: { ...error, message: "soon", ephemeral: true } },
      { diagnosticEvent: { message: "careful", severity: "warning" } },
    ]);
    assert.deepEqual(tally.errors, ["network: no"]);
    assert.deepEqual(tally.warnings, ["careful"]);
  });

  it("tells mandatory policies from advice", () => {
    const event = { policyPackName: "isolation", policyName: "p", message: "no" };
    const tally = interpret([
      { policyEvent: { ...event, enforcementLevel: "mandatory" } },
      { policyEvent: { ...event, enforcementLevel: "advisory" } },
    ]);
    assert.deepEqual(tally.violations, ["isolation p: no"]);
  });

  it("has the stack's outputs as they were at the end", () => {
    const stack = "pulumi:pulumi:Stack";
    const tally = interpret([step("same", stack, { a: "old" }), step("same", stack, { a: "new" })]);
    assert.deepEqual(tally.outputs, { a: "new" });
  });
});
