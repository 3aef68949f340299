import assert from "node:assert/strict";

import { settle } from "../../../preview/bases/settle.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const mark = (index: number) => `bulkhead-placeholder-${index}`;

/** Old inputs, new ones, and what the provider is asked about. */
const CASES: Readonly<Record<string, readonly [old: unknown, now: unknown, asked: unknown]>> = {
  "the same secret": [{ a: secret(mark(1)) }, { a: secret("s3") }, { a: secret(mark(1)) }],
  "a template around it": [
    { a: secret(mark(2)) },
    { a: secret(`postgres://${mark(1)}@h`) },
    { a: secret(mark(2)) },
  ],
  "a secret that is new": [{}, { a: secret("s3") }, { a: secret("s3") }],
  "a secret where there was none": [{ a: "" }, { a: secret("s3") }, { a: secret("s3") }],
  "a secret that is gone": [{ a: secret(mark(1)) }, {}, {}],
  "a secret that is emptied": [{ a: secret(mark(1)) }, { a: secret("") }, { a: secret("") }],
  "a secret that has moved": [
    { a: secret(mark(1)) },
    { b: secret(mark(1)) },
    { b: secret(mark(1)) },
  ],
  "a secret of another kind": [{ a: secret(mark(1)) }, { a: secret(["x"]) }, { a: secret(["x"]) }],
  "a secret that is not known yet": [
    { a: secret(mark(1)) },
    { a: secret(UNKNOWN) },
    { a: secret(UNKNOWN) },
  ],
  "what has just become secret": [{ a: "plain" }, { a: secret("x") }, { a: secret("plain") }],
  "what is secret no more": [{ a: secret(mark(1)) }, { a: "plain" }, { a: mark(1) }],
  "a part that is hidden": [
    { a: `postgres://app:${mark(0)}@one/db` },
    { a: "postgres://app:hunter2@one/db" },
    { a: `postgres://app:${mark(0)}@one/db` },
  ],
  "another text around what is hidden": [
    { a: `postgres://app:${mark(0)}@one/db` },
    { a: "postgres://app:hunter2@two/db" },
    { a: "postgres://app:hunter2@two/db" },
  ],
  "an item before it in a list": [
    { envs: [{ name: "KEY", value: secret(mark(1)) }] },
    {
      envs: [
        { name: "LEVEL", value: "debug" },
        { name: "KEY", value: secret("s3") },
      ],
    },
    {
      envs: [
        { name: "LEVEL", value: "debug" },
        { name: "KEY", value: secret(mark(1)) },
      ],
    },
  ],
  "two that are swapped": [
    {
      envs: [
        { name: "A", value: secret(mark(1)) },
        { name: "B", value: secret(mark(2)) },
      ],
    },
    {
      envs: [
        { name: "B", value: secret("b") },
        { name: "A", value: secret("a") },
      ],
    },
    {
      envs: [
        { name: "B", value: secret(mark(2)) },
        { name: "A", value: secret(mark(1)) },
      ],
    },
  ],
  "a map of which nothing was kept": [
    { users: secret({ [mark(4)]: mark(4) }) },
    { users: secret({ alice: "a", bob: "b" }) },
    { users: secret({ [mark(4)]: mark(4) }) },
  ],
  "a property that is new beside one": [
    { block: secret({ password: mark(1) }) },
    { block: secret({ password: "s3", port: 1 }) },
    { block: secret({ password: mark(1), port: 1 }) },
  ],
  "a property that the provider fills in again": [
    { __defaults: [], name: secret(mark(1)) },
    { __defaults: ["name"], name: "made-up" },
    { __defaults: ["name"], name: "made-up" },
  ],
  "what nobody calls secret": [
    { a: "one", n: 1 },
    { a: "two", n: 2 },
    { a: "two", n: 2 },
  ],
};

describe("comparing what a program wants with a plan base", () => {
  for (const [title, [old, now, asked]] of Object.entries(CASES)) {
    it(`knows ${title}`, () => {
      assert.deepEqual(settle(old, now), asked);
    });
  }

  it("tells what it could not compare, and nothing else", () => {
    const told: unknown[] = [];
    const old = { same: secret(mark(1)), other: { deep: [secret(mark(2))] }, plain: "x" };
    const now = { same: secret(mark(1)), other: { deep: [secret("new")] }, plain: "y" };
    settle(old, now, (path) => told.push(path));
    assert.deepEqual(told, [["other", "deep", 0]]);
  });
});
