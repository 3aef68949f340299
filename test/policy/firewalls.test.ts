import assert from "node:assert/strict";

import { FIREWALLS } from "../../policy/flows.ts";
import { FOREIGN_RANGE } from "../../policy/rules/isolation/references.ts";
import { findingsIn } from "./example.ts";

const PROD = { match: { srcIpRanges: ["10.30.0.0/24"] } };

describe("addresses of another environment", () => {
  for (const type of FIREWALLS) {
    const findings = (props: Readonly<Record<string, unknown>>) =>
      findingsIn(FOREIGN_RANGE, { type, props }).length;

    if (type.endsWith("WithRules")) {
      it(`may not stand among rules of which one could allow them: ${type}`, () => {
        assert.equal(findings({ rules: [{ action: "deny", ...PROD }] }), 1);
        assert.equal(findings({ action: "deny", rules: [{ action: "allow", ...PROD }] }), 1);
      });
      continue;
    }

    it(`may stand in a rule that denies them, and in no other: ${type}`, () => {
      assert.equal(findings({ action: "deny", ...PROD }), 0);
      assert.equal(findings({ denies: [{ protocol: "all" }], allows: [], ...PROD }), 0);
      assert.equal(findings({ action: "allow", ...PROD }), 1);
    });
  }
});
