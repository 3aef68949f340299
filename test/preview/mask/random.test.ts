import assert from "node:assert/strict";

import { maskText } from "../../../preview/mask/text.ts";
import { base64Of, passwordOf } from "../../policy/canaries.ts";

const DRAWS = 2_000;

/** The share of drawn values of which a text that is masked shows less than a telling part. */
function found(draw: (number: number) => string): number {
  const hidden = Array.from({ length: DRAWS }, (_, number) => draw(number)).filter((value) => {
    const shown = maskText(value).split("[secret]");
    return shown.every((part) => part.length < TELLING);
  });
  return hidden.length / DRAWS;
}

const TELLING = 8;

describe("a password that stands alone", () => {
  for (const [length, share] of [
    [12, 0.94],
    [14, 0.98],
    [16, 0.99],
    [20, 0.998],
    [24, 0.999],
    [32, 0.999],
  ] as const) {
    it(`of ${length} characters by random.RandomPassword is found ${share * 100} times of 100`, () => {
      assert.ok(found((number) => passwordOf(number, length)) >= share);
    });
  }

  for (const [bytes, share] of [
    [12, 0.99],
    [18, 0.998],
    [24, 0.999],
    [32, 0.999],
  ] as const) {
    it(`of ${bytes} bytes in base64 is found ${share * 100} times of 100`, () => {
      assert.ok(found((number) => base64Of(number, bytes)) >= share);
    });
  }
});
