import assert from "node:assert/strict";

import {
  EPHEMERAL_KINDS,
  isEphemeral,
  isProtected,
  kindOfStack,
  KINDS,
  PROTECTED_KINDS,
} from "../../environment/kinds.ts";

describe("the kind that a stack's name says", () => {
  const STANDING = ["dev", "qa", "integration", "uat", "staging", "prod"] as const;

  for (const kind of STANDING) {
    it(`is ${kind} for ${kind}`, () => {
      assert.equal(kindOfStack(kind), kind);
    });
  }

  for (const [stack, kind] of [
    ["dev-alice", "developer"],
    ["dev-7", "developer"],
    ["pr-1", "preview"],
    ["pr-12345", "preview"],
  ] as const) {
    it(`is ${kind} for ${stack}`, () => {
      assert.equal(kindOfStack(stack), kind);
    });
  }

  for (const stack of ["shop", "pr-0", "pr-01", "pr-x", "pr-", "dev-", "dev-Alice", "production"]) {
    it(`is none for ${stack}`, () => {
      assert.equal(kindOfStack(stack), undefined);
    });
  }

  it("is never an ephemeral one by the kind's own name", () => {
    assert.deepEqual(EPHEMERAL_KINDS.map(kindOfStack), [undefined, undefined]);
  });
});

describe("a kind", () => {
  it("is not both ephemeral and protected", () => {
    assert.deepEqual(
      KINDS.filter((kind) => isEphemeral(kind) && isProtected(kind)),
      [],
    );
  });

  it("is protected when it is staging or prod", () => {
    assert.deepEqual(KINDS.filter(isProtected), PROTECTED_KINDS);
    assert.deepEqual(PROTECTED_KINDS, ["staging", "prod"]);
  });

  it("is ephemeral when it is a developer's or a pull request's", () => {
    assert.deepEqual(KINDS.filter(isEphemeral), ["developer", "preview"]);
  });
});
