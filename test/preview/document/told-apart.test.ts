import assert from "node:assert/strict";

import { verdictOf } from "../../../preview/comment/verdict.ts";
import { masked } from "../../../preview/document/masked.ts";
import { documentOf, plan } from "../planned.ts";

const [ONE, TWO, THREE] = ["x7Kq9Zw2Lm4Tb8Sd3R", "Qp4Wn8Rt2Yb6Vc1Xz5", "Za4Wn8Rt2Yb6Vc1Xz9"];

const deleting = (...names: readonly (string | undefined)[]) =>
  plan({
    steps: names.map((name = "") => ({
      ...{ op: "delete", type: "gcp:storage/bucket:Bucket", name, old: {} },
    })),
  });

describe("resources whose names are not shown", () => {
  it("have a URN each, and an acknowledgement names one", () => {
    const document = documentOf([deleting(ONE, TWO)]);
    const [stack] = document.stacks;
    const [first, second, ...more] = stack?.operations ?? [];
    assert.ok(stack && first && second && more.length === 0);
    assert.match(first.urn, /::\[secret\]$/);
    assert.equal(second.urn, `${first.urn}-2`);
    const verdict = verdictOf(document, [{ urn: first.urn, digest: stack.digest, by: "bob" }]);
    assert.deepEqual(
      verdict.open.map(({ operation }) => operation.urn),
      [second.urn],
    );
  });

  it("keep their order and digest, in whichever order the engine tells of them", () => {
    assert.deepEqual(deleting(TWO, ONE), deleting(ONE, TWO));
  });

  it("make another plan of another resource, also where it is read again", () => {
    const [one, other] = [deleting(ONE, TWO), deleting(ONE, THREE)].map(
      (each) => masked(documentOf([each])).stacks[0]?.digest,
    );
    assert.notEqual(one, other);
  });

  it("keep one URN for all that happens to one resource", () => {
    const type = "gcp:storage/bucket:Bucket";
    const twice = plan({
      steps: [
        { op: "refresh", type, name: "logs", old: { a: 1 }, new: { a: 2 } },
        { op: "update", type, name: "logs", old: { a: 2 }, new: { a: 1 } },
      ],
    });
    const [first, second] = masked(documentOf([twice])).stacks[0]?.operations ?? [];
    assert.deepEqual([first?.name, second?.name], ["logs", "logs"]);
    assert.equal(first?.urn, second?.urn);
  });

  it("are told apart in what somebody else wrote, and stay as they are when masked again", () => {
    const document = documentOf([deleting(ONE, TWO)]);
    assert.deepEqual(masked(document), document);
  });

  it("have no digest where a name holds what could be guessed", () => {
    const [operation] = deleting("password=hunter2").operations;
    assert.ok(operation && !operation.urn.includes("hunter2"));
    assert.equal(operation.hidden, undefined);
  });
});
