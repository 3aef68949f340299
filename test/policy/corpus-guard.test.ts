import assert from "node:assert/strict";
import { join } from "node:path";

import { Theatre, unfoundIn } from "./corpus/engine.ts";
import { EVASIONS } from "./corpus/programs.ts";

/** One or two of each rule of the guard, by outputs where it has to wait for them. */
const NAMES = [
  "read / resource path / project",
  "read by an output / as it is / state bucket",
  "import / as it is / sandbox sibling",
  "a literal that is called secret",
  "function call with a secret / as it is / project",
  "another stack by an output",
  "secret as a plain variable / as it is / project",
  "no guard",
];

/** What the guard finds ends the program, so that each has a program of its own. */
describe("the guard in the real engine", () => {
  let theatre: Theatre;

  before(async () => {
    theatre = await Theatre.open();
  });

  after(() => theatre.close());

  for (const name of NAMES) {
    it(`ends the preview: ${name}`, async () => {
      const one = EVASIONS.find((each) => each.name === name);
      assert.ok(one);
      const result = await theatre.preview(one.stack, [one]);
      assert.equal(result.ok, false);
      assert.deepEqual(unfoundIn(result, one, 0), [], JSON.stringify(result));
    });
  }

  it("ends the preview: a read that a transformation makes of a resource after the guard", async () => {
    const program = join(import.meta.dirname, "corpus", "late-read.ts");
    const { ok, violations } = await theatre.preview("staging", [], [program]);
    assert.equal(ok, false);
    assert.match(violations.join("\n"), /^foreign-read: late: .* It belongs to prod\./);
  });
});
