import assert from "node:assert/strict";

import { valueProblem } from "../../policy/secret-value.ts";

const RANDOM = "4eC39HqLyjWDarjtT1zdp7dc";
const CLAIMED = { value: `sk_test_${RANDOM}`, shape: "sk_test_{24}", lowEntropy: false };

describe("a secret's value", () => {
  it("is accepted when it has the declared shape and is hard to guess", () => {
    assert.equal(valueProblem(CLAIMED), undefined);
  });

  it("may have - and _ where its shape is open, as base64url does", () => {
    const value = "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";
    assert.equal(valueProblem({ ...CLAIMED, value, shape: "SG.{22}.{43}" }), undefined);
  });

  for (const [what, claimed, reason] of [
    ["another length", { value: "sk_test_4eC39HqLyjWDarjtT1zdp7d" }, /31 characters.* 32/],
    ["production's prefix", { value: `sk_live_${RANDOM}` }, /fixed part/],
    ["a character no token has", { value: `sk_test_${RANDOM.slice(1)}\n` }, /fixed part/],
    ["a shape with signs of patterns", { shape: "sk.test.{24}" }, /fixed part/],
    ["all of one character", { value: `sk_test_${"a".repeat(24)}` }, /less than 80 bits/],
    ["a date in its open part", { value: "sk_test_202601012026010220260103" }, /less than 80/],
    ["enough bits and a declaration of few", { lowEntropy: true }, /80 bits or more/],
  ] as const) {
    it(`is refused with ${what}, without being repeated`, () => {
      const asked = { ...CLAIMED, ...claimed };
      const problem = valueProblem(asked);
      assert.match(problem?.reason ?? "", reason);
      assert.ok(!JSON.stringify(problem).includes(asked.value.slice(8)));
    });
  }

  it("may be easy to guess where that was declared", () => {
    const pin = { value: "4711", shape: "{4}" };
    assert.match(valueProblem({ ...pin, lowEntropy: false })?.cure ?? "", /--low-entropy/);
    assert.equal(valueProblem({ ...pin, lowEntropy: true }), undefined);
  });
});
