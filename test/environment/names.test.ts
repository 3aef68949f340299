import assert from "node:assert/strict";
import fc from "fast-check";

import { kindOfStack } from "../../environment/kinds.ts";
import {
  NAME_RULES,
  nameOf,
  stackNameProblem,
  type Named,
  type NameRule,
  type Owner,
} from "../../environment/names.ts";

const NAMED = Object.keys(NAME_RULES) as Named[];

const label = (min: number, max: number) =>
  fc.stringMatching(new RegExp(`^[a-z][a-z0-9-]{${min - 2},${max - 2}}[a-z0-9]$`));
const projects = label(6, 30);
const parts = label(2, 32);
const standing = fc.constantFrom("dev", "qa", "integration", "uat", "staging", "prod");
const ephemeral = fc.oneof(
  fc.integer({ min: 1, max: 99_999 }).map((number) => `pr-${number}`),
  fc.stringMatching(/^[a-z0-9]{1,20}$/).map((name) => `dev-${name}`),
);
const owners: fc.Arbitrary<Owner> = fc.record({
  stack: fc.oneof(standing, ephemeral),
  project: projects,
  generation: fc.integer({ min: 1, max: 999 }),
});
const named = fc.constantFrom(...NAMED);

describe("a name", () => {
  it("has a length that Google accepts, whatever is named", () => {
    fc.assert(
      fc.property(owners, named, parts, (owner, what, part) => {
        const { min, max } = NAME_RULES[what];
        const { length } = nameOf(owner, what, part);
        assert.ok(length >= min && length <= max, `${length}, not ${min} to ${max}`);
      }),
    );
  });

  it("is lower-case letters, digits and hyphens, first a letter, last no hyphen", () => {
    fc.assert(
      fc.property(owners, named, parts, (owner, what, part) => {
        assert.match(nameOf(owner, what, part), /^[a-z][a-z0-9-]*[a-z0-9]$/);
      }),
    );
  });

  it("is the same each time", () => {
    fc.assert(
      fc.property(owners, named, parts, (owner, what, part) => {
        assert.equal(nameOf({ ...owner }, what, part), nameOf(owner, what, part));
      }),
    );
  });

  it("is no other part's of the same stack", () => {
    fc.assert(
      fc.property(owners, named, parts, parts, (owner, what, one, other) => {
        fc.pre(one !== other);
        assert.notEqual(nameOf(owner, what, one), nameOf(owner, what, other));
      }),
    );
  });

  it("is no other ephemeral stack's in the sandbox, whatever their parts are called", () => {
    const pairs = fc.tuple(ephemeral, ephemeral).filter(([one, other]) => one !== other);
    fc.assert(
      fc.property(pairs, owners, named, parts, parts, ([one, other], owner, what, p, q) => {
        fc.pre(stackNameProblem(one) === undefined && stackNameProblem(other) === undefined);
        const names = [
          nameOf({ ...owner, stack: one }, what, p),
          nameOf({ ...owner, stack: other }, what, q),
          // The parts that would collide if a stack's name could go on in a part's.
          nameOf({ ...owner, stack: other }, what, `${one.split("-")[1] ?? ""}-${q}`),
        ];
        assert.notEqual(names[0], names[1]);
        assert.notEqual(names[0], names[2]);
      }),
    );
  });

  it("begins with the stack, or with project and stack where all of Google shares the names", () => {
    const owner = { stack: "prod", project: "acme-shop-prod", generation: 1 };
    assert.equal(nameOf(owner, "compute", "network"), "prod-network");
    assert.equal(nameOf(owner, "bucket", "uploads"), "acme-shop-prod-prod-uploads");
  });

  it("carries the generation exactly where Google reserves it after deletion", () => {
    const one = { stack: "prod", project: "acme-shop-prod", generation: 1 };
    const two = { ...one, generation: 2 };
    const raised = NAMED.filter((what) => nameOf(one, what, "part") !== nameOf(two, what, "part"));
    const reserved = NAMED.filter((what) => (NAME_RULES[what] as NameRule).reserved !== undefined);
    assert.deepEqual(raised, reserved);
    assert.equal(nameOf(two, "database", "main"), "prod-main-g2");
  });

  it("that is cut or lengthened ends with the first 8 digits of its hash, before the generation", () => {
    const owner = { stack: "integration", project: "acme-shop-integration", generation: 12 };
    assert.match(nameOf(owner, "serviceAccount", "x".repeat(30)), /^integration-x{9}-[0-9a-f]{8}$/);
    assert.match(nameOf(owner, "identityPool", "y".repeat(30)), /-[0-9a-f]{8}-g12$/);
    assert.match(nameOf({ ...owner, stack: "qa" }, "serviceAccount", "a"), /^qa-a-[0-9a-f]{8}$/);
  });
});

describe("a stack's name", () => {
  for (const stack of ["dev", "prod", "shop-eu", "dev-alice", "pr-123", "a", "x".repeat(24)]) {
    it(`may be ${stack}`, () => {
      assert.equal(stackNameProblem(stack), undefined);
    });
  }

  for (const stack of ["", "Prod", "1dev", "-dev", "dev-", "my_stack", "dev.eu", "größe"]) {
    it(`may not be "${stack}": wrong letters`, () => {
      assert.equal(
        stackNameProblem(stack),
        "is not lower-case letters, digits and hyphens, first a letter",
      );
    });
  }

  it("may not be longer than 24 characters", () => {
    assert.equal(stackNameProblem("x".repeat(25)), "has 25 characters, more than 24");
  });

  for (const stack of ["dev-alice-x", "pr-1-2", "dev-a--b"]) {
    it(`may not be ${stack}: an ephemeral one has a single hyphen`, () => {
      assert.equal(
        stackNameProblem(stack),
        "has more than one hyphen, which ephemeral names may not",
      );
    });
  }

  it("of an ephemeral kind has exactly one hyphen wherever it is accepted", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(dev|pr)-[a-z0-9-]{1,12}$/), (stack) => {
        fc.pre(stackNameProblem(stack) === undefined && kindOfStack(stack) !== undefined);
        assert.equal(stack.split("-").length, 2);
      }),
    );
  });
});
