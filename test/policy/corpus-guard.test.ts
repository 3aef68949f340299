import assert from "node:assert/strict";
import { join } from "node:path";

import type { Result } from "../../engine/update.ts";
import { isGuards, type Case } from "./corpus/case.ts";
import { Theatre, unfoundIn } from "./corpus/engine.ts";
import { EVASIONS, STACKS } from "./corpus/programs.ts";

/** Whether the guard says of a case in whose resource it is, so that others can share its program. */
function isNamed({ act: { does } }: Case): boolean {
  return does === "read" || does === "import" || does === "hand over";
}

/** One or two of those that the guard says without a name. */
const UNNAMED = [
  "function call with a secret / as it is / project",
  "another stack by an output",
  "no guard",
];

/** By name or type: what goes around a guard that looks at a program's own objects. */
const AROUND: readonly (readonly [way: string, says: RegExp])[] = [
  ["a transformation that makes a read", /^foreign-read: late-read: .* belongs to prod\./],
  ["a transform of the stack's that imports", /^foreign-read: stack-transform: .* to prod\./],
  ["a transform that hands out a secret", /^secret-in-plain-sight: stack-transform-secret:/],
  ["a transform that sets a literal", /^literal-secret: stack-transform-literal:/],
  ["a transform of the resource's own", /^foreign-read: own-transform: .* belongs to prod\./],
  ["a transform of a function call", /^foreign-call: gcp:storage\/getBuckets:.* belongs to prod\./],
  ["a parent without transformations", /^foreign-read: no-transformations: .* to prod\./],
  ["a project beside a bare name", /^foreign-read: state-project: .* belongs to prod\./],
  ["a stranger's project beside it", /^foreign-read: strange-project: /],
  ["a StackReference that is made", /^stack-reference: .* belongs to dev\./],
  ["the function that it asks", /^stack-reference: .* belongs to prod\./],
  ["a stack of the same name elsewhere", /^stack-reference: .* belongs to another project\./],
  ["a request that is written by hand", /^foreign-read: by-hand: .* belongs to prod\./],
  ["a chosen value that is called random", /^literal-secret: chosen: /],
  ["a configured secret that is asked for as plain", /^secret-in-plain-sight: asked-as-plain: /],
  ["the same in a label", /^secret-in-plain-sight: in-a-label: /],
  ["the same, no longer called secret", /^secret-in-plain-sight: unsecret: /],
  ["an address of a plugin", /^foreign-plugin: pulumi:providers:random: its plugin comes from /],
  ["the same where the engine keeps it", /^foreign-plugin: pulumi:providers:random: sets what /],
  ["a component inside of a plugin", /^foreign-plugin: random:index:Api: is made inside /],
  ["a package that is told to be another", /^foreign-plugin: random: its plugin is told /],
];

describe("the guard in the real engine", () => {
  let theatre: Theatre;

  before(async () => {
    theatre = await Theatre.open();
  });

  after(() => theatre.close());

  for (const stack of STACKS) {
    it(`finds each read, import and secret of ${stack}, in one program`, async () => {
      const cases = EVASIONS.filter((one) => isNamed(one) && one.stack === stack);
      const result = await theatre.preview(stack, cases);
      assert.equal(result.ok, false);
      const missed = cases.filter((one, index) => unfoundIn(result, one, index).length > 0);
      assert.deepEqual(
        missed.map(({ name }) => name),
        [],
      );
    });
  }

  for (const name of UNNAMED) {
    it(`ends the preview: ${name}`, async () => {
      const one = EVASIONS.find((each) => each.name === name);
      assert.ok(one);
      assert.ok(isGuards(one) || name === "no guard");
      const result = await theatre.preview(one.stack, [one]);
      assert.equal(result.ok, false);
      assert.deepEqual(unfoundIn(result, one, 0), [], JSON.stringify(result));
    });
  }

  describe("of a program that goes around it", () => {
    let result: Result;

    before(async () => {
      const program = join(import.meta.dirname, "corpus", "around.ts");
      result = await theatre.preview("staging", [], [program]);
    });

    for (const [way, says] of AROUND) {
      it(`finds ${way}`, () => {
        const { ok, violations } = result;
        assert.equal(ok, false);
        assert.ok(
          violations.some((one) => says.test(one)),
          violations.join("\n"),
        );
      });
    }

    it("finds nothing else, and no other error ends it", () => {
      const { violations, errors } = result;
      const others = violations.filter((one) => !AROUND.some(([, says]) => says.test(one)));
      assert.deepEqual(
        { others, errors: errors.filter((one) => one !== "") },
        { others: [], errors: [] },
      );
    });
  });
});
