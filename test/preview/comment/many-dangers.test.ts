import assert from "node:assert/strict";

import { render } from "../../../preview/comment/render.ts";
import { verdictOf, type Acknowledgement } from "../../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { statusOf } from "../../../preview/publish/status.ts";
import { documentOf, plan } from "../planned.ts";

const LIMIT = 65_536;
const BUCKET = "gcp:storage/bucket:Bucket";

const written = (document: PlanDocument, said: readonly Acknowledgement[] = [], room = LIMIT) =>
  render(document, { verdict: verdictOf(document, said), room });

/** The dangers that a comment lists as not acknowledged, by stack and name. */
const listedIn = (text: string) =>
  [...text.matchAll(/^- `(\w+)`: the bucket `([\w-]+)` (?!.*; acknowledged by)/gm)].map(
    ([, stack, name]) => `${stack ?? ""} ${name ?? ""}`,
  );

/** What somebody acknowledges who takes every line that a comment gives. */
const offeredIn = (text: string): readonly Acknowledgement[] =>
  [...text.matchAll(/^\/bulkhead acknowledge (\S+) (\S+)$/gm)].map(([, urn = "", digest = ""]) => ({
    ...{ urn, digest, by: "carol" },
  }));

describe("a comment on five thousand dangers", () => {
  const steps = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...{ op: at % 2 === 0 ? "delete" : "replace", type: BUCKET, name: `uploads-${at}` },
      ...{ old: { location: "asia" }, new: { location: "europe" }, keys: ["location"] },
    }));
  const document = documentOf([
    plan({ stack: "prod", steps: steps(4_000) }),
    plan({ stack: "staging", steps: steps(1_000), errors: ["x ".repeat(100_000)], ok: false }),
  ]);
  const text = written(document);

  it("says how many there are wherever it says how many, and fits", () => {
    assert.ok(text.length <= LIMIT, String(text.length));
    assert.ok(text.length > LIMIT * 0.9, "and uses the room there is");
    assert.match(text, /5,000 dangers to data in `prod` and `staging`/);
    assert.match(text, /^### 🛑 5,000 dangers: data would be lost$/m);
    assert.match(text, /^\| `prod` \| 🛑 4,000 dangers \|/m);
    const [, more = ""] = /^- and ([\d,]+) more, in the whole plan$/m.exec(text) ?? [];
    assert.equal(listedIn(text).length + Number(more.replace(",", "")), 5_000);
    const [, lines = ""] = /The lines of ([\d,]+) more follow/.exec(text) ?? [];
    assert.equal(offeredIn(text).length + Number(lines.replace(",", "")), 5_000);
    const numbers = [...text.matchAll(/([\d,]+) dangers?\b/g)].map(([, number]) => number);
    assert.deepEqual([...new Set(numbers)].sort(), ["4,000", "5,000"]);
    const planned = { ...document, stacks: document.stacks.slice(0, 1) };
    const { description } = statusOf(planned, verdictOf(planned));
    assert.equal(description, "4,000 dangers wait for a code owner");
  });

  it("says how to begin, and gives no line for a danger that it does not list", () => {
    for (const room of [4_000, 8_000, 20_000, LIMIT, 340_000]) {
      const cut = written(document, [], room);
      const listed = new Set(listedIn(cut));
      const offered = offeredIn(cut);
      assert.ok(offered.length > 0, String(room));
      for (const { urn } of offered) {
        const [, , stack = ""] = urn.split(":");
        assert.ok(listed.has(`${stack} ${urn.split("::").at(-1) ?? ""}`), `${room}: ${urn}`);
      }
    }
  });

  it("keeps every danger open that it gave no line for, and then shows the next", () => {
    let said: readonly Acknowledgement[] = [];
    for (let left = 5_000, now = text; left > 4_900;) {
      const offered = offeredIn(now);
      said = [...said, ...offered];
      const { open, code } = verdictOf(document, said);
      assert.equal(open.length, left - offered.length);
      assert.notEqual(code, 0);
      left = open.length;
      now = written(document, said);
      assert.match(now, new RegExp(`${left.toLocaleString("en")} dangers to data`));
      const again = new Set(offered.map(({ urn }) => urn));
      assert.ok(offeredIn(now).every(({ urn }) => !again.has(urn)));
      assert.equal(listedIn(now)[0], listedIn(text)[5_000 - left]);
    }
  });
});
