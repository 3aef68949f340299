import assert from "node:assert/strict";

import type { EngineEvent } from "../../../engine/events.ts";
import { planDocument } from "../../../preview/document/plan.ts";
import { cpuOf } from "../cpu.ts";
import {
  announced,
  documentOf,
  plan,
  policySays,
  unchanged,
  warns,
  type Step,
} from "../planned.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const bucket = (op: string, name: string, rest: Partial<Step> = {}): Step => ({
  ...{ op, type: BUCKET, name },
  ...(op !== "create" && { old: { name, location: "EU" } }),
  ...(!op.startsWith("delete") && { new: { name, location: "US" } }),
  ...rest,
});
const operations = (...steps: Step[]) =>
  plan({ steps }).operations.map(({ name, operation }) => `${operation} ${name}`);

describe("the operations of a plan", () => {
  it("are the steps of the engine, in the order of URNs", () => {
    const steps = [bucket("update", "b"), bucket("create", "c"), bucket("delete", "a")];
    assert.deepEqual(operations(...steps), ["delete a", "update b", "create c"]);
  });

  it("have one replacement for its three parts, in whatever order they come", () => {
    const parts = ["delete-replaced", "replace", "create-replacement"].map((op) => bucket(op, "a"));
    for (const each of permutations(parts)) {
      assert.deepEqual(operations(...each), ["replace a"]);
    }
  });

  it("tell the cause of a replacement, whichever part has it", () => {
    const [whole, part] = [bucket("replace", "a"), bucket("create-replacement", "a")];
    for (const steps of [
      [{ ...whole, keys: ["location"] }, part],
      [whole, { ...part, keys: ["location"] }],
    ]) {
      assert.deepEqual(plan({ steps }).operations[0]?.causes, ["location"]);
    }
  });

  it("take parts whose whole was never announced for what they are", () => {
    assert.deepEqual(operations(bucket("delete-replaced", "a")), ["delete a"]);
  });

  it("name what is replaced for something it depends on by that", () => {
    const steps: Step[] = [
      { op: "replace", type: "gcp:compute/network:Network", name: "net", id: "projects/p/net", old: { name: "n" }, new: { name: "n" }, keys: ["x"] }, // prettier-ignore
      { op: "replace", type: "gcp:redis/instance:Instance", name: "cache", old: { network: "projects/p/net" }, new: { network: "projects/p/net" }, keys: ["network"] }, // prettier-ignore
    ];
    const [, cache] = plan({ steps }).operations;
    assert.deepEqual(cache?.causes, ["network", "net"]);
  });

  it("leave out what stays, what is only forgotten, and a refresh that finds nothing", () => {
    const same: Step = { op: "same", type: BUCKET, name: "a", old: {}, new: {} };
    assert.deepEqual(operations(same, { ...same, op: "discard" }, { ...same, op: "refresh" }), []);
  });

  it("tell what is protected", () => {
    const [first] = plan({ steps: [bucket("delete", "a", { protect: true })] }).operations;
    assert.equal(first?.protected, true);
  });
});

describe("the outcome of a plan", () => {
  const refused = [policySays("no-public-bucket", "It is public.")];
  const outcome = (ok: boolean, cancelled: boolean, events: readonly EngineEvent[] = []) =>
    plan({ ok, cancelled, events }).outcome;

  it("is that it was planned, where the engine says so", () => {
    assert.equal(outcome(true, false), "planned");
    assert.equal(outcome(true, true), "planned");
  });

  it("is that it was cancelled, whatever else was said before", () => {
    assert.equal(outcome(false, true, refused), "cancelled");
  });

  it("is that a policy refused it, or that it failed", () => {
    assert.equal(outcome(false, false, refused), "refused");
    assert.equal(outcome(false, false), "failed");
  });

  it("counts what stays, and sorts what policies and providers say", () => {
    const found = plan({
      events: [
        ...[unchanged(42), ...refused, warns("It is old.")],
        policySays("allowance", "Until May.", { level: "advisory" }),
        policySays("not-yet-checked", "labels", { level: "advisory" }),
      ],
      errors: ["It broke."],
    });
    assert.equal(found.unchanged, 42);
    assert.deepEqual(found.violations, [
      { rule: "no-public-bucket", resource: "storage-uploads", message: "It is public." },
    ]);
    assert.deepEqual([found.notes.length, found.notYetChecked.length], [1, 1]);
    assert.deepEqual([found.errors, found.warnings], [["It broke."], ["It is old."]]);
  });
});

describe("the digest of a plan", () => {
  const steps = [
    bucket("update", "b"),
    bucket("create", "c"),
    bucket("delete", "a"),
    bucket("delete", "a", { old: { name: "another" } }),
    bucket("read", "a"),
  ];
  const digest = plan({ steps }).digest;

  it("does not depend on the order of events", () => {
    for (const each of permutations(steps)) assert.equal(plan({ steps: each }).digest, digest);
  });

  it("does not depend on the run", () => {
    const events = [unchanged(3), warns("Slow."), policySays("a", "b", { level: "advisory" })];
    const against = { kind: "plan-base" as const, serial: 7 };
    const other = plan({ steps, events, seconds: 99, against, errors: ["late"], ok: false });
    assert.equal(other.digest, digest);
  });

  it("is another when anything is done otherwise", () => {
    const others = [
      plan({ steps, stack: "staging" }),
      plan({ steps: steps.slice(1) }),
      plan({ steps: [...steps.slice(1), bucket("update", "b", { new: { location: "ASIA" } })] }),
      plan({ steps: [...steps, bucket("delete", "d", { protect: true })] }),
    ];
    assert.equal(new Set([digest, ...others.map((each) => each.digest)]).size, 5);
  });
});

describe("a plan of hostile length", () => {
  const long = `${"x".repeat(3_000)}😀`;

  it("is still a plan document, with every name told from the others", () => {
    const stacks = [
      plan({
        steps: [
          { op: "update", type: BUCKET, name: `${long}1`, old: { [`${long}1`]: 1 }, new: {} },
          { op: "update", type: BUCKET, name: `${long}2`, old: { [`${long}2`]: 1 }, new: {} },
          { op: "create", type: BUCKET, name: "", new: { "": 1 } },
          { op: "replace", type: BUCKET, name: "r", old: {}, new: {}, keys: [""] },
        ],
        events: [policySays(long, "m".repeat(200_000), { resource: long })],
        errors: ["e".repeat(200_000)],
      }),
    ];
    const document = planDocument.parse(documentOf(stacks));
    assert.equal(new Set(document.stacks[0]?.operations.map(({ name }) => name)).size, 4);
  });

  it("takes a moment for five thousand operations", () => {
    const steps = Array.from({ length: 5_000 }, (_, at) =>
      bucket("replace", `b-${at}`, { id: `id-${at}` }),
    );
    const events = steps.map((step) => announced(step));
    assert.ok(cpuOf(() => plan({ events })) < 5);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}
