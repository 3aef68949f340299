import assert from "node:assert/strict";

import { BASELINE } from "../../policy/rules/baseline.ts";
import { showPath } from "../../policy/values.ts";
import { EDGES_OF_DATA } from "./edges-of-data.ts";
import { EDGES_OF_NETWORK } from "./edges-of-network.ts";
import { findingsIn } from "./example.ts";

describe("at its edges, the baseline rule", () => {
  for (const { rule: id, what, at, ...example } of [...EDGES_OF_DATA, ...EDGES_OF_NETWORK]) {
    it(`${id} judges ${what}`, () => {
      const rule = BASELINE.find((each) => each.id === id);
      assert.ok(rule);
      assert.deepEqual(
        findingsIn(rule, example).map(({ path }) => showPath(path)),
        at,
      );
    });
  }
});
