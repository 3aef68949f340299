import assert from "node:assert/strict";

import { ROOT } from "../../../engine/folders.ts";
import { readFiles } from "../../../environment/catalogue.ts";
import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { join, type Expected } from "../../../preview/received/join.ts";
import { NO_PLAN } from "../../../preview/received/missing.ts";
import { example, exampleOf, withPlan } from "./example.ts";

const NOW = new Date("2026-11-21T18:00:00Z");

const expected = (change: Partial<Expected> = {}): Expected => ({
  files: readFiles(ROOT),
  stacks: [],
  missing: NO_PLAN.failure,
  versions: { bulkhead: "0.1.0" },
  now: NOW,
  ...change,
});

const joined = (documents: readonly PlanDocument[], change: Partial<Expected> = {}) =>
  join(
    documents.map((document, at) => ({ from: `plan-${at}.json`, document })),
    expected(change),
  );

const [dev, staging, prod] = ["dev", "staging", "prod"].map(exampleOf) as [
  PlanDocument,
  PlanDocument,
  PlanDocument,
];

describe("the documents of one run's jobs", () => {
  it("are one document, in the order in which a change travels", () => {
    const document = joined([prod, dev, staging], { stacks: ["dev", "staging", "prod"] });
    assert.deepEqual(document, example());
  });

  it("are of one program, commit, run and guard", () => {
    const others: readonly [string, PlanDocument][] = [
      ["program", { ...prod, program: "shop" }],
      ["commit", { ...prod, commit: "0".repeat(40) }],
      ["run.number", { ...prod, run: { number: 42, attempt: 1 } }],
      ["guards.ref", { ...prod, guards: { ...prod.guards, ref: "HEAD" } }],
      ["guards.commit", { ...prod, guards: { ...prod.guards, commit: "0".repeat(40) } }],
    ];
    for (const [path, other] of others) {
      assert.throws(() => joined([dev, other]), new RegExp(`plan-1\\.json ${path}: is not `));
    }
  });

  it("are of the commit and the run that are expected", () => {
    const commit = "0".repeat(40);
    assert.throws(() => joined([dev], { commit }), /commit: is not "0{40}"/);
    const without = Object.fromEntries(Object.entries(dev).filter(([key]) => key !== "commit"));
    assert.throws(
      () => joined([without as PlanDocument], { commit }),
      /commit: is not .*seen: nothing/,
    );
    assert.throws(
      () => joined([dev], { run: { number: 40, attempt: 1 } }),
      /run\.number: is not 40/,
    );
  });

  it("take what is known of the run from whoever knows it", () => {
    const run = { number: 41, attempt: 3, url: "https://github.com/acme/shop/actions/runs/1" };
    assert.deepEqual(joined([dev], { run }).run, run);
  });

  it("may be of several attempts of the run, of which the newest counts", () => {
    const again = { ...prod, run: { number: 41, attempt: 2 } };
    assert.equal(joined([dev, again, staging]).run?.attempt, 2);
  });

  it("are of stacks that this checkout knows, each once", () => {
    const unknown = withPlan({ stack: "evil" });
    assert.throws(() => joined([unknown]), /stacks\[0\]\.stack: is none of .*\(seen: "evil"\)/);
    assert.throws(() => joined([dev, prod, dev]), /plan-2\.json .*is planned in plan-0\.json too/);
  });

  for (const [whose, prefix] of [
    ["stack", "urn:pulumi:dev::bulkhead::"],
    ["project", "urn:pulumi:prod::shop::"],
    ["stack whose name begins alike", "urn:pulumi:prod-2::bulkhead::"],
  ] as const) {
    it(`are of resources of their own, and none of another ${whose}`, () => {
      const stacks = prod.stacks.map((plan) => ({
        ...plan,
        operations: plan.operations.map((operation) => ({
          ...operation,
          urn: operation.urn.replace("urn:pulumi:prod::bulkhead::", prefix),
        })),
      }));
      const says =
        /stacks\[0\]\.operations\[0\]\.urn: does not begin with urn:pulumi:prod::bulkhead::/;
      assert.throws(() => joined([{ ...prod, stacks }]), says);
    });
  }

  it("are not from the future", () => {
    const late = { ...dev, madeAt: "2099-01-01T00:00:00.000Z" };
    assert.equal(joined([late]).madeAt, NOW.toISOString());
  });

  it("cannot make a dev of prod", () => {
    const [plan] = prod.stacks;
    const lie = { ...prod, stacks: plan ? [{ ...plan, kind: "dev", project: "other" }] : [] };
    const [told] = joined([lie]).stacks;
    assert.deepEqual([told?.kind, told?.project], ["prod", "acme-shop-prod"]);
  });

  it("name every guard that any of them names, once", () => {
    const changed = [
      { path: "policy/guard.ts", kind: "deleted" as const },
      { path: "environment/profiles.ts", kind: "modified" as const },
    ];
    const more = { ...prod, guards: { ...prod.guards, changed } };
    const paths = joined([dev, more]).guards.changed.map(({ path }) => path);
    assert.deepEqual(paths, ["environment/profiles.ts", "policy/guard.ts"]);
  });
});

describe("a stack whose job delivered no plan", () => {
  const stacks = ["dev", "staging", "prod"];

  it("has failed, and the comment says so", () => {
    const document = joined([dev, prod], { stacks });
    assert.deepEqual(
      document.stacks.map(({ stack, outcome }) => [stack, outcome]),
      [
        ["dev", "planned"],
        ["staging", "failed"],
        ["prod", "planned"],
      ],
    );
    const verdict = verdictOf(document);
    assert.equal(verdict.code, 1);
    assert.match(
      render(document, { verdict }),
      /`staging` could not be planned[^]*delivered no plan/,
    );
  });

  it("was cancelled where the run was", () => {
    const document = joined([], { stacks, missing: NO_PLAN.cancelled, commit: "a".repeat(40) });
    const verdict = verdictOf(document);
    assert.equal(verdict.code, 1);
    assert.match(render(document, { verdict }), /Cancelled before `dev`, `staging` and `prod`/);
  });
});
