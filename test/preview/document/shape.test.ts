import assert from "node:assert/strict";

import { plan, SECRET, type Inputs, type Step } from "../planned.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const KEY = `${BUCKET} a`;
const digest = (value: Inputs, at: string, side: "was" | "shape", rest: Partial<Step> = {}) => {
  const step: Step = { op: "update", type: BUCKET, name: "a", old: value, new: value, ...rest };
  return plan({ steps: [step] })[side][KEY]?.[at];
};

describe("a digest in the shape of a stack", () => {
  const secret = digest({ note: SECRET }, "note", "was");

  it("tells values apart that may be shown", () => {
    assert.notEqual(digest({ note: "a" }, "note", "was"), digest({ note: "b" }, "note", "was"));
  });

  for (const [what, side, step] of [
    ["that becomes secret", "was", { old: { note: "hunter2" }, new: { note: SECRET } }],
    ["that is secret no more", "shape", { old: { note: SECRET }, new: { note: "hunter2" } }],
    [
      "that is secret in its outputs alone",
      "shape",
      { op: "same", new: { note: "hunter2" }, outputs: { note: SECRET } },
    ],
    ["that moves to a secret", "was", { old: { note: "hunter2" }, new: { b: SECRET } }],
    [
      "that is secret elsewhere now",
      "was",
      { old: { note: "hunter2", b: "hunter2" }, new: { note: "x", b: SECRET } },
    ],
  ] as const) {
    it(`is not made of a value ${what}`, () => {
      assert.ok(secret !== undefined);
      assert.equal(digest({ note: "hunter2" }, "note", side, step), secret);
    });
  }
});
