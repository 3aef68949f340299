import assert from "node:assert/strict";

import type { Engine } from "../../engine/engine.ts";
import { operate } from "../../engine/update.ts";
import { Lab } from "../bench/lab.ts";

describe("the project in Pulumi's default template", function () {
  this.timeout(600_000);
  let lab: Lab;

  before(async () => {
    lab = await Lab.make();
    await lab.ours.prepare("staging", () => undefined);
  });

  after(() => lab.remove());

  it("asks for the same resources, with the same properties", async () => {
    const [ours, template] = [await stepsOf(lab.ours), await stepsOf(lab.template)];
    assert.ok(ours.size > 50, `${ours.size} resources`);
    assert.deepEqual(template, ours);
  });
});

/** What would be made, by URN. */
async function stepsOf(engine: Engine): Promise<ReadonlyMap<string, unknown>> {
  const steps = new Map<string, unknown>();
  const { ok, errors, violations } = await operate(engine, "preview", "staging", (event) => {
    if (!event.resourcePreEvent) return;
    const { op, urn, new: made } = event.resourcePreEvent.metadata;
    steps.set(urn, { op, inputs: made?.inputs, protect: made?.protect });
  });
  assert.ok(ok, [...errors, ...violations].join("\n"));
  return steps;
}
