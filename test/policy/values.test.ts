import assert from "node:assert/strict";

import fc from "fast-check";

import { isUnknown, leaves, showPath, valuesAt } from "../../policy/values.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the leaves of a value", () => {
  it("are its texts, numbers and keys, each with its place", () => {
    const found = [...leaves({ a: [1, { b: "x" }], c: null })];
    assert.deepEqual(
      found.map(({ path, value }) => [path.join("."), value]),
      [
        ["a", "a"],
        ["a.0", 1],
        ["a.1.b", "b"],
        ["a.1.b", "x"],
        ["c", "c"],
        ["c", null],
      ],
    );
  });

  it("are all there, whatever the value: no text of it is left out", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const found = new Set([...leaves(value)].map((leaf) => String(leaf.value)));
        JSON.stringify(value, (key, inner: unknown) => {
          if (key !== "") assert.ok(found.has(key) || /^\d+$/.test(key));
          if (typeof inner === "string") assert.ok(found.has(inner));
          return inner;
        });
      }),
    );
  });

  it("are shown beside one that is not known yet", () => {
    const values = [...leaves({ a: UNKNOWN, b: "known" })].map(({ value }) => value);
    assert.deepEqual(values, ["a", UNKNOWN, "b", "known"]);
  });
});

describe("the values at a path", () => {
  const at = (value: unknown, path: string) =>
    [...valuesAt(value, path)].map((leaf) => [leaf.path.join("."), leaf.value]);

  it("are those of every item of a list on the way, nested ones too", () => {
    const value = { a: [{ b: 1 }, [{ b: 2 }], { c: 3 }] };
    assert.deepEqual(at(value, "a.b"), [
      ["a.0.b", 1],
      ["a.1.0.b", 2],
    ]);
  });

  it("are those of every entry of a map where the path says *", () => {
    assert.deepEqual(at({ a: { x: { b: 1 }, y: { b: 2 } } }, "a.*.b"), [
      ["a.x.b", 1],
      ["a.y.b", 2],
    ]);
  });

  it("are none where something on the way is missing or no map", () => {
    for (const value of [{}, { a: null }, { a: "text" }, { a: 5 }, null, undefined, "text"]) {
      assert.deepEqual(at(value, "a.b"), [], JSON.stringify(value));
    }
  });

  it("hand out what is not known on the way, so that nobody takes it for missing", () => {
    const found = [...valuesAt({ a: [{ b: 1 }, UNKNOWN] }, "a.b")];
    assert.deepEqual(found[1], { path: ["a", 1], value: UNKNOWN });
    assert.ok(isUnknown(found[1].value));
  });
});

describe("a path as it is shown", () => {
  it("reads as in a program", () => {
    const path = ["template", "containers", 0, "envs", 1, "value"];
    assert.equal(showPath(path), "template.containers[0].envs[1].value");
  });

  it("keeps the labels and property names that there are", () => {
    for (const key of ["pulumi-labels", "managed-by", "uniformBucketLevelAccess", "a.b/c"]) {
      assert.equal(showPath([key]), key);
    }
  });

  it("keeps the names that somebody made up, however long", () => {
    for (const key of ["masterAuthorizedNetworksConfig", "app.kubernetes.io/managed-by"]) {
      assert.equal(showPath([key]), key);
    }
  });

  it("holds no key of random letters, nor a short one with digits among them", () => {
    for (const key of ["vkqzjxwpmtrhbnfdlcgsyeoa", "sk1aB2cD3eF4gH5", "qXvRtKpLwZnB"]) {
      assert.equal(showPath(["labels", key]), `labels.[${key.length} characters]`);
    }
  });

  it("never holds a key that could be a secret", () => {
    const digits = fc.stringMatching(/^[A-Za-z_./-]{8,30}[0-9][A-Za-z0-9_./-]{7,30}$/);
    const long = fc.stringMatching(/^[A-Za-z]{41,80}$/);
    const odd = fc.stringMatching(/^[ -~]{0,20}[@:+= %{}"'$!][ -~]{0,20}$/);
    fc.assert(
      fc.property(fc.oneof(digits, long, odd), (key) => {
        const shown = showPath(["labels", key, "x"]);
        assert.equal(shown, `labels.[${key.length} characters].x`);
      }),
    );
  });
});
