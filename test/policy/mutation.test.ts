import assert from "node:assert/strict";

import { References } from "../../policy/references.ts";
import type { Context } from "../../policy/rule.ts";
import { ISOLATION } from "../../policy/rules/isolation.ts";
import { GUARD_MISSING } from "../../policy/rules/isolation/providers.ts";
import { DECODINGS } from "../../policy/spellings.ts";
import { ATTACKS } from "./corpus/attacks.ts";
import { isGuards, type Evasion } from "./corpus/case.ts";
import { askGuard, contextOf, judgeBy, unfound } from "./corpus/judge.ts";
import { MATRIX } from "./corpus/matrix.ts";
import { contextFor, judge as judgeStack, stackOf } from "./example.ts";

const EVASIONS = [...MATRIX, ...ATTACKS];

/** What the corpus must notice: a rule that is gone, a spelling or a kind of name no longer known. */
describe("the corpus turns red without", () => {
  for (const rule of ISOLATION) {
    const { id, fails } = rule;
    it(`the rule ${id}`, () => {
      // What the ledger tells is no property of a resource: the rule's example is its case.
      if (fails.ledger) {
        const stack = stackOf(rule, fails);
        const found = ISOLATION.filter(
          (one) => judgeStack(one, stack, contextFor(fails)).length > 0,
        );
        assert.deepEqual(
          found.map((one) => one.id).filter((one) => one !== GUARD_MISSING.id),
          [id],
        );
        return;
      }
      const rest = ISOLATION.filter((rule) => rule.id !== id);
      const red = EVASIONS.find(
        (one) =>
          !isGuards(one) &&
          isGreen(one, ISOLATION, contextOf(one.stack)) &&
          !isGreen(one, rest, contextOf(one.stack)),
      );
      assert.ok(red);
    });
  }

  for (const [index, { as, read }] of DECODINGS.entries()) {
    it(`the decoding ${as}, ${read.name}`, () => {
      const rest = DECODINGS.filter((_, at) => at !== index);
      assert.ok(
        MATRIX.some((one) => !isGuards(one) && !isGreen(one, ISOLATION, without({ rest })(one))),
      );
    });
  }

  const KINDS = ["project", "project number", "bucket", "key", "domain"] as const;
  for (const what of KINDS) {
    it(`the identifiers of the kind ${what}`, () => {
      assert.ok(
        MATRIX.some((one) => !isGuards(one) && !isGreen(one, ISOLATION, without({ what })(one))),
      );
    });
  }

  it("the names of siblings, and the ranges of others", async () => {
    for (const blind of [{ sharedProject: undefined }, { foreignRanges: [] }]) {
      const reds = MATRIX.filter(
        (one) => !isGuards(one) && !isGreen(one, ISOLATION, changed(one, blind)),
      );
      assert.ok(reds.length > 0);
      const guards = MATRIX.filter(isGuards);
      const said = await Promise.all(guards.map((one) => askGuard(one, changed(one, blind))));
      assert.ok(guards.some((one, index) => unfound(one, said[index] ?? []).length > 0));
    }
  });
});

function isGreen(one: Evasion, rules: typeof ISOLATION, context: Context): boolean {
  return unfound(one, judgeBy(rules, one, context)).length === 0;
}

interface Loss {
  readonly rest?: typeof DECODINGS;
  readonly what?: string;
}

const blinded = new Map<string, Context>();

/** The context of a case in which one decoding or one kind of name is not known. */
function without({ rest, what }: Loss) {
  return ({ stack }: Evasion): Context => {
    const key = JSON.stringify([stack, what, rest?.map(({ read }) => read.name)]);
    const known = blinded.get(key);
    if (known) return known;
    const { ownership, ...context } = contextOf(stack);
    const identifiers = ownership.identifiers.filter((one) => one.what !== what);
    const blind = { ...ownership, identifiers };
    const made = { ...context, ownership: blind, references: new References(blind, rest) };
    blinded.set(key, made);
    return made;
  };
}

function changed({ stack }: Evasion, change: Partial<Context["ownership"]>): Context {
  const { ownership, ...context } = contextOf(stack);
  const blind = { ...ownership, ...change };
  return { ...context, ownership: blind, references: new References(blind) };
}
