import assert from "node:assert/strict";

import { ISOLATION_GROUP } from "../../policy/packs.ts";
import { Contexts } from "../../policy/context.ts";
import { Judge } from "../../policy/judge.ts";
import { GUARD_RULES } from "../../policy/reads.ts";
import type { Rule } from "../../policy/rule.ts";
import { BASELINE } from "../../policy/rules/baseline.ts";
import { ISOLATION } from "../../policy/rules/isolation.ts";
import { ROOT, subjectOf, violationsOf } from "./example.ts";

const RULES: readonly Rule[] = [...ISOLATION, ...BASELINE];

describe("the examples of a rule", () => {
  for (const rule of RULES) {
    it(`${rule.id} finds the one that fails, and says how to mend it`, () => {
      const found = violationsOf(rule, rule.fails);
      assert.ok(found.length > 0);
      for (const { rule: by, message } of found) {
        assert.equal(by, rule.id);
        assert.match(message, /\nCure: \S/);
        assert.doesNotMatch(message, /has decided nothing/);
      }
    });

    it(`${rule.id} has nothing against the one that passes`, () => {
      assert.deepEqual(violationsOf(rule, rule.passes), []);
    });
  }

  it("pass by every other rule of isolation too, so that they can be copied", () => {
    for (const rule of ISOLATION) {
      const judge = new Judge([ISOLATION_GROUP], new Contexts({ guards: ROOT }));
      assert.deepEqual(judge.resource(subjectOf(rule, rule.passes)), [], rule.id);
    }
  });
});

describe("a rule", () => {
  it("has an id of its own, in words and hyphens", () => {
    const ids = [...RULES, ...GUARD_RULES].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[a-z]+(-[a-z0-9]+)*$/);
  });

  it("says in whole sentences what it forbids, why, and how to mend it", () => {
    for (const { id, forbids, why, cure } of [...RULES, ...GUARD_RULES]) {
      for (const text of [forbids, why, cure]) assert.match(text, /^[A-Z`].*[.]$/s, id);
    }
  });
});
