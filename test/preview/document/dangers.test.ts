import assert from "node:assert/strict";

import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import { dangerousTypes, dangersOf, isDangerous } from "../../../preview/document/dangers.ts";
import type { Operation, StackPlan } from "../../../preview/document/plan.ts";
import { dangersIn } from "../../../preview/github/attempts.ts";
import { factsOf } from "../../../local/facts/facts.ts";
import { cpuOf } from "../cpu.ts";
import { documentOf, plan, type Step } from "../planned.ts";

const SECRET_TYPE = "gcp:secretmanager/secret:Secret";
const gone = (name: string, type = SECRET_TYPE): Step => ({ op: "delete", type, name, old: {} });
const made = (name: string, type = SECRET_TYPE): Step => ({ op: "create", type, name, new: {} });
const replaced = (name: string, type: string): Step => ({
  ...{ op: "replace", type, name, keys: ["region"] },
  ...{ old: { region: "asia" }, new: { region: "europe" } },
});
const dangers = (...stacks: StackPlan[]) => dangersOf(documentOf(stacks));

describe("a danger", () => {
  it("is known for types that the provider has", () => {
    for (const type of Object.keys(dangerousTypes())) assert.ok(factsOf(type), type);
  });

  for (const type of Object.keys(dangerousTypes())) {
    it(`is a ${type} replaced or deleted, and not made or updated`, () => {
      const steps = [replaced("a", type), gone("b", type), { ...made("c", type) }];
      const update: Step = { ...replaced("d", type), op: "update" };
      const found = dangers(plan({ steps: [...steps, update] }));
      assert.deepEqual(found.map(({ operation }) => operation.name).sort(), ["a", "b"]);
    });
  }

  it("is none for a type that only sounds like one of JavaScript's own", () => {
    const operation = { type: "constructor", operation: "delete" } as Operation;
    assert.equal(isDangerous(operation), false);
  });

  it("tells the property that causes a replacement", () => {
    const [danger] = dangers(plan({ steps: [replaced("a", "gcp:storage/bucket:Bucket")] }));
    assert.deepEqual([danger?.what, danger?.causes], ["bucket", ["region"]]);
  });

  it("says so when nothing tells the cause", () => {
    const step: Step = { ...replaced("a", "gcp:storage/bucket:Bucket"), keys: null };
    const [danger] = dangers(plan({ steps: [step] }));
    assert.deepEqual(danger?.causes, ["something that it depends on"]);
  });

  it("is a rename, with the name that is likely the new one", () => {
    const [danger] = dangers(plan({ steps: [gone("mail-key"), made("post-key")] }));
    assert.deepEqual(danger?.successors, ["post-key"]);
    assert.match(String(danger.causes), /perhaps renamed to post-key/);
  });

  it("names each of a few new ones, none of many, and none of another type", () => {
    const many = [1, 2, 3, 4].map((number) => made(`new-${number}`));
    const of = (...steps: Step[]) => dangers(plan({ steps: [gone("a"), ...steps] }))[0]?.successors;
    assert.deepEqual(of(...many.slice(0, 3)), ["new-1", "new-2", "new-3"]);
    assert.deepEqual(of(...many), []);
    assert.deepEqual(of(made("b", "gcp:storage/bucket:Bucket")), []);
  });

  it("of prod stands first, then of staging, then of any other", () => {
    const steps = [gone("a")];
    const stacks = ["dev", "staging", "prod"].map((stack) => plan({ stack, steps }));
    assert.deepEqual(
      dangers(...stacks).map(({ stack }) => stack),
      ["prod", "staging", "dev"],
    );
  });
});

describe("the verdict", () => {
  const fine = plan();
  const dangerous = plan({ steps: [gone("a"), gone("b")] });
  const of = (outcome: StackPlan["outcome"]) => ({ ...fine, outcome });
  const code = (...stacks: StackPlan[]) => verdictOf(documentOf(stacks)).code;
  const acknowledge = (name: string, digest = dangerous.digest) => ({
    ...{ urn: `urn:pulumi:prod::bulkhead::${SECRET_TYPE}::${name}`, digest, by: "alice" },
  });
  const open = (...acknowledged: ReturnType<typeof acknowledge>[]) =>
    verdictOf(documentOf([dangerous]), acknowledged);

  it("is the first that applies of 2, 1, 3, 4", () => {
    assert.equal(code(fine), 0);
    assert.equal(code(fine, dangerous), 4);
    assert.equal(code(dangerous, of("refused")), 3);
    assert.equal(code(of("refused"), of("failed"), dangerous), 1);
    assert.equal(code(of("refused"), of("cancelled")), 1);
    assert.equal(code(of("failed"), of("refused"), of("invalid"), dangerous), 2);
  });

  it("of nothing is a failure", () => {
    assert.equal(code(), 1);
  });

  it("is fine when each danger is acknowledged for exactly this plan", () => {
    assert.equal(open(acknowledge("a"), acknowledge("b")).code, 0);
    assert.deepEqual(
      open(acknowledge("a")).open.map(({ operation }) => operation.name),
      ["b"],
    );
  });

  it("takes no acknowledgement of another plan or another resource", () => {
    const wrong = [acknowledge("a", "0".repeat(64)), acknowledge("c"), acknowledge("b")];
    const { acknowledged, open: left } = open(...wrong);
    assert.deepEqual(acknowledged, [acknowledge("b")]);
    assert.deepEqual(
      left.map(({ operation }) => operation.name),
      ["a"],
    );
  });

  it("takes the URN as the comment spells it, and tells those that look alike apart", () => {
    const spelled: Readonly<Record<string, string>> = {
      "a\nb": "a⏎b",
      "a⏎b": "a\\u{23ce}b",
      "a\\u{200b}b": "a\\u{5c}u{200b}b",
      "a\u200bb": "a\\u{200b}b",
    };
    const names = Object.keys(spelled);
    const large = plan({ steps: names.map((name) => gone(name)) });
    const document = documentOf([large]);
    for (const [name, copied] of Object.entries(spelled)) {
      const { open: left } = verdictOf(document, [acknowledge(copied, large.digest)]);
      const others = names.filter((each) => each !== name);
      assert.deepEqual(left.map(({ operation }) => operation.name).sort(), others.sort(), copied);
    }
    const lines = render(document, { verdict: verdictOf(document) });
    const offered = dangersIn(lines.replaceAll("```", "")).map((one) => ({ ...one, by: "alice" }));
    assert.equal(verdictOf(document, offered).code, 0);
  });

  it("takes a moment for five thousand dangers, each acknowledged", () => {
    const names = Array.from({ length: 5_000 }, (_, at) => `s-${at}`);
    const large = plan({ steps: names.map((name) => gone(name)) });
    const all = names.map((name) => acknowledge(name, large.digest));
    const document = documentOf([large]);
    assert.equal(verdictOf(document, all).code, 0);
    assert.ok(cpuOf(() => verdictOf(document, all)) < 2);
  });
});
