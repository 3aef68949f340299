import assert from "node:assert/strict";

import { masked, readDocument } from "../../../preview/document/masked.ts";
import type { Change, PlanDocument } from "../../../preview/document/plan.ts";
import { foundIn, secretOf } from "../../policy/canaries.ts";
import { documentOf, plan, policySays, warns, type Step } from "../planned.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
const step: Step = {
  ...{ op: "update", type: SERVICE, name: "api" },
  old: { a: secretOf(1), b: "x", labels: { [secretOf(2)]: "1" } },
  new: { a: "plain", b: "y", template: { containers: [{ envs: [{ name: "A", value: "z" }] }] } },
};

const written = documentOf(
  [plan({ steps: [step], events: [warns(`no ${secretOf(3)}`), policySays("rule", secretOf(4))] })],
  { guards: { changed: [{ path: `policy/${secretOf(5)}.ts`, kind: "added" }] } },
);

describe("a document that is read", () => {
  it("is the one that was written, where that is masked", () => {
    const document = masked(written);
    assert.deepEqual(readDocument(JSON.stringify(document)), document);
  });

  it("is masked again, since nobody knows who wrote it", () => {
    const secrets = Array.from({ length: 12 }, (_, at) => secretOf(at));
    const [a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = "", i = ""] = secrets;
    const [stack] = written.stacks;
    assert.ok(stack);
    const [operation] = stack.operations;
    assert.ok(operation);
    const change: Change = { path: `labels["${a}"]`, kind: "add", new: { value: b } };
    const hostile: PlanDocument = {
      ...written,
      program: c,
      versions: { [d]: e },
      stacks: [
        {
          ...stack,
          project: f,
          operations: [{ ...operation, name: g, causes: [h], changes: [change] }],
          errors: [i],
          shape: { [a]: { [b]: "0123456789" } },
        },
      ],
    };
    const read = readDocument(JSON.stringify(hostile));
    assert.deepEqual(foundIn(JSON.stringify(read), secrets), []);
  });

  it("shows neither side of what is secret on one", () => {
    const { stacks } = written;
    const change: Change = {
      path: "x",
      kind: "update",
      old: { value: "horse" },
      new: { secret: true },
    };
    const operations = stacks[0]?.operations.map((each) => ({ ...each, changes: [change] })) ?? [];
    const document = documentOf(stacks.map((each) => ({ ...each, operations })));
    assert.doesNotMatch(JSON.stringify(readDocument(JSON.stringify(document))), /horse/);
  });

  it("has the digest of what it says, whatever it says its digest is", () => {
    const document = masked(written);
    const stacks = document.stacks.map((each) => ({ ...each, digest: "0".repeat(64) }));
    assert.deepEqual(readDocument(JSON.stringify({ ...document, stacks })), document);
  });

  for (const [what, change] of [
    ["a property more", { more: 1 }],
    ["another format", { format: 2 }],
    ["a commit that is none", { commit: "main" }],
    ["a link that runs a script", { run: { number: 1, attempt: 1, url: "javascript:alert(1)" } }],
    ["a link that ends early", { run: { number: 1, attempt: 1, url: "https://x.y/) <img>" } }],
    ["a number in place of a text", { program: 1 }],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => readDocument(JSON.stringify({ ...written, ...change })));
    });
  }

  it("is refused when it is no JSON", () => {
    assert.throws(() => readDocument("<html>"));
  });
});
