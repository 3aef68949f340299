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
      it(`may stand in those of its rules that deny them, and in no other: ${type}`, () => {
        const [deny, allow] = ["deny", "allow"].map((action) => ({ action, ...PROD }));
        assert.equal(findings({ rules: [deny] }), 0);
        assert.equal(findings({ rules: [deny, allow] }), 1);
        assert.equal(findings({ action: "deny", rules: [allow] }), 1);
      });
      continue;
    }

    it(`may stand in a rule that denies them, and in no other: ${type}`, () => {
      assert.equal(findings({ action: "deny", ...PROD }), 0);
      assert.equal(findings({ denies: [{ protocol: "all" }], allows: [], ...PROD }), 0);
      assert.equal(findings({ action: "allow", ...PROD }), 1);
    });
  }

  it("may not stand in what only looks like a rule that denies", () => {
    const rules = [{ action: "deny", ...PROD }];
    const props = { rules };
    assert.equal(findingsIn(FOREIGN_RANGE, { type: "gcp:compute/router:Router", props }).length, 1);
  });
});
