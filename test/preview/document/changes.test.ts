import assert from "node:assert/strict";

import { causesOf, changesOf } from "../../../preview/document/changes.ts";
import type { Change } from "../../../preview/document/plan.ts";
import { SECRET, stepOf, UNKNOWN, type Step } from "../planned.ts";

const TOPIC = "gcp:pubsub/topic:Topic";
const SERVICE = "gcp:cloudrunv2/service:Service";
const PLAIN = "correct horse battery staple";

const update = (old: Step["old"], now: Step["new"], rest: Partial<Step> = {}) =>
  stepOf({ op: "update", type: TOPIC, name: "topic", ...(old && { old }), ...(now && { new: now }), ...rest }); // prettier-ignore
const changes = (...args: Parameters<typeof update>) => changesOf(update(...args));
const paths = (found: readonly Change[]) => found.map(({ path }) => path);
const value = (of: string | number | boolean | null) => ({ value: of });

describe("the changes of a step", () => {
  it("are what is added, removed and altered, leaf by leaf, in the order of paths", () => {
    const found = changes(
      { name: "a", labels: { gone: "x" }, list: [1, 2], same: { deep: true } },
      { name: "b", labels: { come: "y" }, list: [1, 3], same: { deep: true } },
    );
    assert.deepEqual(found, [
      { path: "labels.come", kind: "add", new: value("y") },
      { path: "labels.gone", kind: "remove", old: value("x") },
      { path: "list[1]", kind: "update", old: value(2), new: value(3) },
      { path: "name", kind: "update", old: value("a"), new: value("b") },
    ]);
  });

  it("are the same in whatever order the engine writes properties", () => {
    const one = changes({ a: 1, b: { c: 1, d: 1 } }, { a: 2, b: { c: 2, d: 2 } });
    assert.deepEqual(one, changes({ b: { d: 1, c: 1 }, a: 1 }, { b: { d: 2, c: 2 }, a: 2 }));
  });

  it("tell what is empty and what is not known yet", () => {
    assert.deepEqual(changes({ a: [], b: "x" }, { a: {}, b: UNKNOWN }), [
      { path: "a", kind: "update", old: { empty: "list" }, new: { empty: "map" } },
      { path: "b", kind: "update", old: value("x"), new: { unknown: true } },
    ]);
  });

  it("quote a key that is no name", () => {
    assert.deepEqual(paths(changes({}, { labels: { "a.b/c": "x", 'q"': "y" } })), [
      'labels["a.b/c"]',
      'labels["q\\""]',
    ]);
  });

  it("leave out what the engine and the provider note for themselves", () => {
    const found = changes(
      { __defaults: [], __meta: "1", a: 1, list: [{ __defaults: ["x"], b: 1 }] },
      { __defaults: ["a"], __meta: "2", a: 1, list: [{ __defaults: [], b: 1 }] },
      { detailedDiff: { __meta: { diffKind: "update" } } },
    );
    assert.deepEqual(found, []);
  });

  it("leave out what differs and the provider says does not matter", () => {
    const found = changes({ a: 1, b: "x" }, { a: 2, b: "X" }, { diffs: ["a"] });
    assert.deepEqual(paths(found), ["a"]);
  });

  it("tell what was changed behind the program's back, by the outputs", () => {
    const drifted = stepOf({
      ...{ op: "update", type: TOPIC, name: "topic", outputs: { size: 7 } },
      ...{ old: { size: 5 }, new: { size: 5 } },
      detailedDiff: { size: { diffKind: "update", inputDiff: false } },
    });
    assert.deepEqual(changesOf(drifted), [
      { path: "size", kind: "update", old: value(7), new: value(5) },
    ]);
  });

  it("tell whether Pulumi goes on refusing to delete", () => {
    const step = update({ a: 1 }, { a: 1 });
    const old = { ...step.old, protect: true };
    assert.deepEqual(changesOf({ ...step, old }), [
      { path: "protect", kind: "update", old: value(true), new: value(false) },
    ]);
  });

  it("of something deleted are none", () => {
    assert.deepEqual(
      changesOf(stepOf({ op: "delete", type: TOPIC, name: "t", old: { a: 1 } })),
      [],
    );
  });
});

describe("a secret in a change", () => {
  const secret = { secret: true };
  const neither = (found: readonly Change[]) => {
    assert.ok(found.length > 0);
    assert.doesNotMatch(JSON.stringify(found), /correct|horse/);
  };

  it("that stays one is told only where the provider says that it differs", () => {
    assert.deepEqual(changes({ a: SECRET, b: 1 }, { a: SECRET, b: 2 }), [
      { path: "b", kind: "update", old: value(1), new: value(2) },
    ]);
    const told = changes({ a: SECRET }, { a: SECRET }, { diffs: ["a"] });
    assert.deepEqual(told, [{ path: "a", kind: "update", old: secret, new: secret }]);
  });

  it("is told where the provider names something within it", () => {
    const told = changes({ a: SECRET }, { a: SECRET }, { detailedDiff: { "a.b": { diffKind: "update" } } }); // prettier-ignore
    assert.deepEqual(told, [{ path: "a", kind: "update", old: secret, new: secret }]);
  });

  for (const [what, before, after] of [
    ["a value that becomes one", { a: PLAIN }, { a: SECRET }],
    ["a value that is one no more", { a: SECRET }, { a: PLAIN }],
    ["a mark of the engine in text", { a: PLAIN }, { a: "[secret]" }],
    ["a map that becomes one", { a: { b: PLAIN, c: [PLAIN] } }, { a: SECRET }],
    ["a text that becomes a map with one", { a: PLAIN }, { a: { b: SECRET, c: "x" } }],
    ["an item put before one", { a: [{ v: SECRET }] }, { a: [{ v: PLAIN }, { v: SECRET }] }],
    ["an item taken from before one", { a: ["x", SECRET] }, { a: [PLAIN] }],
    ["a value that moves to one", { labels: { a: PLAIN } }, { labels: { b: SECRET } }],
    ["a value that is replaced as it moves to one", { a: PLAIN }, { a: "see b", b: SECRET }],
    ["a value that becomes one, elsewhere", { a: PLAIN, b: `x ${PLAIN}` }, { a: SECRET, b: "y" }],
    ["a list of lists that shifts", { a: [[1], [SECRET]] }, { a: [[PLAIN], [1], [SECRET]] }],
  ] as const) {
    it(`hides both sides of ${what}`, () => {
      neither(changes(before, after));
    });
  }

  it("that the provider calls one in its outputs hides the input of the same name", () => {
    neither(changes({ a: "x" }, { a: PLAIN }, { outputs: { a: SECRET } }));
  });

  it("hides drift of its own place", () => {
    const step = update({ a: 1 }, { a: 1 }, { detailedDiff: { b: { diffKind: "update" } } });
    const [old, now] = [{ ...step.old, outputs: { b: SECRET } }, { ...step.new, outputs: { b: PLAIN } }]; // prettier-ignore
    assert.doesNotMatch(JSON.stringify(changesOf({ ...step, old, new: now })), /horse/);
    const known = { ...step.old, outputs: { b: PLAIN } };
    const hidden = changesOf({ ...step, old: known, new: { ...step.new, inputs: { b: SECRET } } });
    neither(hidden);
  });

  it("leaves its neighbours alone", () => {
    const found = changes({ a: { b: PLAIN, c: "x" } }, { a: { b: SECRET, c: "y" } });
    assert.deepEqual(found[1], { path: "a.c", kind: "update", old: value("x"), new: value("y") });
  });

  it("hides what stands beside its name", () => {
    const pairs = (...values: readonly string[]) => ({
      flags: values.map((each, at) => ({ name: at === 0 ? "DB_PASSWORD" : "size", value: each })),
    });
    assert.deepEqual(changes(pairs(PLAIN, "1"), pairs("correct", "2")), [
      { path: "flags[0].value", kind: "update", old: secret, new: secret, differs: true },
      { path: "flags[1].value", kind: "update", old: value("1"), new: value("2") },
    ]);
  });

  it("that comes new hides nothing that stays", () => {
    assert.deepEqual(changes({ a: "x", b: 1 }, { c: "x", b: 1, d: SECRET })[0], {
      ...{ path: "a", kind: "remove", old: value("x") },
    });
  });

  it("is not known yet, where that is all there is to say", () => {
    assert.deepEqual(changes({ a: SECRET }, { a: UNKNOWN }), [
      { path: "a", kind: "update", old: secret, new: { unknown: true } },
    ]);
  });

  it("needs nobody's mark where a workload is given plain text", () => {
    const envs = (text: string) => ({ template: { containers: [{ envs: [{ name: "A", value: text }] }] } }); // prettier-ignore
    const step = stepOf({ op: "update", type: SERVICE, name: "api", old: envs(PLAIN), new: envs("correct") }); // prettier-ignore
    const path = "template.containers[0].envs[0].value";
    assert.deepEqual(changesOf(step), [
      { path, kind: "update", old: secret, new: secret, differs: true },
    ]);
  });
});

describe("the causes of a replacement", () => {
  const replace = (rest: Partial<Step>) =>
    stepOf({ op: "replace", type: TOPIC, name: "topic", old: { a: 1, b: 1 }, new: { a: 2, b: 2 }, ...rest }); // prettier-ignore
  const both = { a: { diffKind: "update-replace" }, b: { diffKind: "update" } };

  it("are what the provider says in detail, and mark the changes that they are", () => {
    const step = replace({ detailedDiff: both, keys: ["a", "b"] });
    assert.deepEqual(causesOf(step), ["a"]);
    assert.deepEqual(changesOf(step), [
      { path: "a", kind: "update", old: value(1), new: value(2), replaces: true },
      { path: "b", kind: "update", old: value(1), new: value(2) },
    ]);
  });

  it("are its keys, where it has no detail", () => {
    assert.deepEqual(causesOf(replace({ keys: ["b"], diffs: ["a", "b"] })), ["b"]);
  });

  it("are what changes, where it names only a note of its own", () => {
    const step = replace({
      ...{ keys: ["__meta"], diffs: ["a", "__meta"] },
      detailedDiff: { __meta: { diffKind: "update-replace" }, a: { diffKind: "update" } },
    });
    assert.deepEqual(causesOf(step), ["a"]);
    assert.deepEqual(
      changesOf(step).map(({ path, replaces }) => [path, replaces]),
      [["a", true]],
    );
  });

  it("hold nothing of a key that could be a secret", () => {
    const key = "sk_live_7abcDEF0123ghiJKL4567mnop";
    const step = replace({ detailedDiff: { [`labels.${key}`]: { diffKind: "add-replace" } } });
    assert.deepEqual(causesOf(step), ['labels["[33 characters]"]']);
  });

  it("are none of an update, whatever the provider names", () => {
    assert.deepEqual(changes({ a: 1 }, { a: 2 }, { diffs: ["a"] })[0]?.replaces, undefined);
  });
});
