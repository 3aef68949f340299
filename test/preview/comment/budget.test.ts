import assert from "node:assert/strict";

import fc from "fast-check";

import { linesWithin } from "../../../preview/comment/budget.ts";
import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { manyOperations } from "../many.ts";
import { documentOf, plan, policySays, warns, type Step } from "../planned.ts";
import { htmlOf, isBalanced, tagsOf } from "./html.ts";
import { untold } from "./untold.ts";

const LIMIT = 65_536;
const written = (document: PlanDocument, room?: number) =>
  render(document, { verdict: verdictOf(document), ...(room !== undefined && { room }) });
const headings = (text: string) => text.split("\n").filter((line) => /^#+ /.test(line));

describe("a comment on five thousand operations", () => {
  const document = manyOperations(5_000);
  const text = written(document);

  it("fits, with verdict, table, and every danger", () => {
    assert.ok(text.length <= LIMIT, String(text.length));
    assert.ok(text.length > LIMIT * 0.9, "and uses the room there is");
    assert.match(text, /^## 🛑 [\d,]+ dangers to data in `prod`, `staging` and `dev`\n/);
    assert.equal(text.match(/^\| `(?:dev|staging|prod)` \| 🛑/gm)?.length, 3);
    const { open } = verdictOf(document);
    assert.equal(open.length, 90);
    assert.deepEqual(untold(document, text), []);
    const ofProd = text.split("\n").filter((line) => !/^- `(dev|staging)`/.test(line));
    assert.equal(untold(document, ofProd.join("\n")).length, 60, "and would see one missing");
  });

  it("says what is left out, and where it is", () => {
    assert.match(text, /\.\.\. and [\d,]+ more operations, in the whole plan/);
    assert.match(text, /The whole plan is among the \[artifacts of the run\]/);
  });

  it("gives each stack its share", () => {
    for (const stack of ["dev", "staging", "prod"]) {
      assert.match(text, new RegExp(`<summary><code>${stack}</code>: `));
    }
  });
});

describe("a comment that is cut", () => {
  const word = fc.oneof(
    fc.constantFrom("a", "`", "```", "````````", "|", "<b>", "x\ny", "-".repeat(300), "é", "😀"),
    fc.string({ unit: "grapheme", maxLength: 30 }),
  );
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));
  const step = fc.record({
    op: fc.constantFrom("create", "update", "replace", "delete"),
    type: fc.constantFrom("gcp:storage/bucket:Bucket", "gcp:compute/firewall:Firewall"),
    name: text,
    inputs: fc.dictionary(text, text, { maxKeys: 4 }),
  });
  const stack = fc.record({
    stack: fc.constantFrom("dev", "staging", "prod"),
    steps: fc.array(step, { maxLength: 25 }),
    said: fc.array(text, { maxLength: 6 }),
    ok: fc.boolean(),
  });
  const document = fc
    .record({
      stacks: fc.array(stack, { maxLength: 4 }),
      guards: fc.array(text, { maxLength: 80 }),
    })
    .map(({ stacks, guards }) =>
      documentOf(
        stacks.map(({ stack: name, steps, said, ok }) =>
          plan({
            ...{ stack: name, ok, errors: said, steps: steps.map(stepOf) },
            events: said.flatMap((each) => [
              policySays("rule", each),
              policySays("note", each, { level: "advisory" }),
              warns(each),
            ]),
          }),
        ),
        { guards: { changed: guards.map((path) => ({ path: path || "-", kind: "added" })) } },
      ),
    );

  it("is never longer than its room, and whole in all that it keeps", () => {
    fc.assert(
      fc.property(document, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
        const [all, least] = [written(each, 10_000_000), written(each, 0)];
        const room = Math.ceil(least.length + share * (all.length - least.length));
        const cut = written(each, room);
        assert.ok(cut.length <= room, `${cut.length} > ${room}`);
        const known = new Set(headings(all));
        assert.deepEqual(
          headings(cut).filter((line) => !known.has(line)),
          [],
        );
        const html = htmlOf(cut);
        assert.ok(isBalanced(html));
        const last = tagsOf(html).filter(({ name }) => name === "sub").length;
        assert.equal(last, 1, "what is opened is closed before the end");
        // The verdict and the table stand in every comment, however short.
        for (const line of least.split("\n").slice(0, 3)) assert.ok(cut.includes(line));
      }),
      { numRuns: 150 },
    );
  });

  it("is whole where all of it fits", () => {
    fc.assert(
      fc.property(document, (each) => {
        const all = written(each, 10_000_000);
        assert.equal(written(each, all.length), all);
      }),
      { numRuns: 50 },
    );
  });
});

describe("lines within a room", () => {
  const more = (left: number) => `... ${left} more`;

  it("are all of them, where they fit to the last character", () => {
    assert.deepEqual(linesWithin(["abc", "de"], 6, more), ["abc", "de"]);
    assert.deepEqual(linesWithin(["abc", "de"], 5, more), []);
  });

  it("are never more characters than there is room for", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(200), (lines, room) => {
        const kept = linesWithin(lines, room, more);
        return kept.length === 0 || kept.join("\n").length <= room;
      }),
    );
  });
});

function stepOf({
  op,
  type,
  name,
  inputs,
}: {
  op: string;
  type: string;
  name: string;
  inputs: Record<string, string>;
}): Step {
  return {
    ...{ op, type, name },
    ...(op !== "create" && { old: inputs }),
    ...(op !== "delete" && { new: { changed: "yes" } }),
    ...(op === "replace" && { keys: Object.keys(inputs) }),
  };
}
