import assert from "node:assert/strict";

import { z } from "zod";

import { planSchema } from "../../docs/plan-schema.ts";
import { SCENES } from "../preview/comment/scenes.ts";
import { documentOf, plan } from "../preview/planned.ts";

describe("the published schema of the plan document", () => {
  const schema = z.fromJSONSchema(JSON.parse(planSchema()) as z.core.JSONSchema.JSONSchema);
  const takes = (document: unknown) =>
    schema.safeParse(JSON.parse(JSON.stringify(document))).success;

  it("takes every document of the tests", () => {
    for (const [name, { document }] of Object.entries(SCENES)) assert.ok(takes(document), name);
  });

  it("takes nothing else", () => {
    const document = documentOf([plan()]);
    assert.ok(takes(document));
    assert.ok(!takes({ ...document, format: 2 }));
    assert.ok(!takes({ ...document, more: 1 }));
    assert.ok(!takes({ ...document, commit: "main" }));
    assert.ok(!takes({ ...document, stacks: [{ ...plan(), outcome: "fine" }] }));
    assert.ok(!takes({ ...document, stacks: [{ ...plan(), digest: undefined }] }));
    const change = { path: "a", kind: "add", new: { value: "x", secret: true } };
    const operations = [{ urn: "u", type: "t", name: "n", operation: "create", causes: [] }];
    const hostile = operations.map((each) => ({ ...each, changes: [change] }));
    assert.ok(!takes({ ...document, stacks: [{ ...plan(), operations: hostile }] }));
  });
});
