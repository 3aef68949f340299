import assert from "node:assert/strict";

import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { cpuOf } from "../cpu.ts";
import { documentOf, plan, type Step } from "../planned.ts";
import { htmlOf, isBalanced } from "./html.ts";
import { untold } from "./untold.ts";

const LIMIT = 65_536;
const written = (document: PlanDocument) => render(document, { verdict: verdictOf(document) });

describe("a comment on many dangers", () => {
  const long = (at: number) => `main-database-of-team-number-${at}-${"x y ".repeat(40)}`;
  const bucket = (at: number) => `storage-bucket-${at}`;
  const of = (count: number, name: (at: number) => string, total = count) =>
    documentOf([plan({ steps: Array.from({ length: total }, (_, at) => (at < count ? replaced(name(at)) : topic(at))) })]); // prettier-ignore

  for (const [count, name, total] of [
    [90, bucket, 5_000],
    [422, bucket, 5_000],
    [600, bucket, 5_000],
    [2_000, bucket, 5_000],
    [400, long, 400],
    [700, long, 5_000],
  ] as const) {
    it(`names each of ${count} among ${total}, and says how to acknowledge`, () => {
      const document = of(count, name, total);
      const text = written(document);
      const verdict = verdictOf(document);
      assert.ok(text.length <= LIMIT, String(text.length));
      assert.deepEqual([verdict.open.length, verdict.hidden.length], [count, 0]);
      assert.deepEqual(untold(document, text), []);
      assert.match(text, /<summary>How to acknowledge<\/summary>/);
      assert.ok(text.includes(document.stacks[0]?.digest ?? "-"));
      assert.ok(isBalanced(htmlOf(text)));
    });
  }

  it("tells each in its own line with its values where there is room, and then by its URN", () => {
    assert.match(written(of(90, bucket)), /^- `prod`: the bucket `storage-bucket-89` \(/m);
    assert.match(written(of(422, bucket)), /^- `urn:\S+::storage-bucket-421` would be replaced, because of `location`$/m); // prettier-ignore
    assert.match(written(of(900, bucket)), /^- `prod`: bucket \(`gcp:storage\/bucket:Bucket`\) would be replaced, because of `location`, 900: `storage-bucket-0` /m); // prettier-ignore
  });

  it("leaves room for what failed", () => {
    const [failed] = of(250, bucket).stacks;
    assert.ok(failed);
    const errors = ["no such region: asia-nowhere"];
    const text = written(documentOf([{ ...failed, outcome: "failed", errors }]));
    assert.match(text, /no such region: asia-nowhere/);
  });

  it("gives the number of those that it cannot show, which nobody can acknowledge", () => {
    const document = of(5_000, long);
    const digest = document.stacks[0]?.digest ?? "";
    const { open, hidden } = verdictOf(document);
    assert.ok(hidden.length > 1_000 && hidden.length < 4_500, String(hidden.length));
    const all = open.map(({ operation: { urn } }) => ({ urn, digest, by: "alice" }));
    const verdict = verdictOf(document, all);
    assert.equal(verdict.code, 4);
    assert.deepEqual(verdict.open, hidden);
    for (const said of [verdictOf(document), verdict]) {
      const text = render(document, { verdict: said, room: LIMIT - 7_000 });
      assert.ok(text.length <= LIMIT - 7_000);
      const number = hidden.length.toLocaleString("en");
      assert.match(text, new RegExp(`^## 🛑 .*, ${number} of them not shown$`, "m"));
      assert.match(text, new RegExp(`^- and ${number} more, in the whole plan. What is not`, "m"));
      assert.equal(untold(document, text).length, hidden.length);
    }
    assert.match(written(document), /How to acknowledge/);
  });

  it("tells names apart that begin and end alike", () => {
    const twin = (at: number) => `${"the team ".repeat(12)}${at}${" of buckets".repeat(8)}`;
    const text = written(of(1_000, (at) => (at < 2 ? twin(at) : bucket(at))));
    assert.ok(text.includes(`\`${twin(0)}\``) && text.includes(`\`${twin(1)}\``));
  });

  it("is made in a moment", () => {
    const document = of(5_000, bucket);
    written(document);
    assert.ok(cpuOf(() => written(document)) < 2);
  });
});

function replaced(name: string): Step {
  const type = "gcp:storage/bucket:Bucket";
  const [old, now] = [{ location: "ASIA-SOUTHEAST2" }, { location: "EUROPE-WEST1" }];
  return { op: "replace", type, name, old, new: now, keys: ["location"] };
}

function topic(at: number): Step {
  const type = "gcp:pubsub/topic:Topic";
  return { op: "update", type, name: `topic-${at}`, old: { a: 1 }, new: { a: 2 } };
}
