import assert from "node:assert/strict";

import type { Result } from "../../engine/update.ts";
import type { Evasion, Stack } from "./corpus/case.ts";
import { Theatre, unfoundIn } from "./corpus/engine.ts";
import { INNOCENTS } from "./corpus/innocents.ts";
import { reachesPolicies, SAMPLE_PROGRAMS, shares, someEvasions } from "./corpus/programs.ts";

/** Of the matrix, as many as one program can have without slowing the suite down. */
const EACH = 20;
const STACKS: readonly Stack[] = ["staging", "prod", "pr-1"];

describe("the corpus in the real engine", () => {
  let theatre: Theatre;

  before(async () => {
    theatre = await Theatre.open();
  });

  after(() => theatre.close());

  for (const stack of STACKS) {
    describe(`evasions of ${stack}, in one program`, () => {
      const cases = someEvasions(EACH).filter((one) => one.stack === stack && shares(one));
      let result: Result;

      before(async () => {
        result = await theatre.preview(stack, cases);
      });

      it(`are found each by its rule, at its path: ${cases.length}`, () => {
        assert.equal(result.ok, false);
        assert.deepEqual(missedIn(result, cases), []);
      });
    });
  }

  it("ends a plain `pulumi preview` with an error, and says rule, path and owner", async () => {
    const one = someEvasions(EACH).find(({ name }) => name === "a bucket of Cloud Build");
    assert.ok(one);
    const { code, stdout } = await theatre.plainPreview(one.stack, [one]);
    assert.notEqual(code, 0);
    assert.match(stdout, /\[mandatory\] +foreign-reference +\(gcp:storage:Bucket: case-0\)/);
    assert.match(stdout, /labels\.for: names the project acme-shop-prod\. It belongs to prod\./);
  });

  it("finds nothing in innocents and in programs of everybody's making", async () => {
    const cases = INNOCENTS.filter((one) => one.stack === "staging" && reachesPolicies(one));
    const samples = Object.values(SAMPLE_PROGRAMS);
    assert.ok(samples.length >= 10);
    const { ok, violations, errors } = await theatre.preview("staging", cases, samples);
    assert.deepEqual({ ok, violations, errors }, { ok: true, violations: [], errors: [] });
  });
});

function missedIn(result: Result, cases: readonly Evasion[]): readonly string[] {
  return cases.flatMap((one, index) => {
    const rest = unfoundIn(result, one, index);
    return rest.length === 0 ? [] : [`${one.name}: ${JSON.stringify(rest)}`];
  });
}
