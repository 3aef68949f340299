import assert from "node:assert/strict";

import { secretsTable } from "../../cli/secrets-table.ts";

const VALUE = "sk_live_Zk3jf82jdkXqLp0s9WmE7uYt";

describe("the table of secrets", () => {
  const shown = (key: string, shape: string) =>
    secretsTable([{ stack: "dev", key, shape, isSet: true, ledger: "ok" }]);

  it("shows names and shapes", () => {
    const table = shown("payment-key", "sk_live_{24}");
    assert.match(table, /payment-key/);
    assert.match(table, /sk_live_\{24\}/);
  });

  it("shows no value that was pasted for a name or a shape", () => {
    for (const table of [shown(VALUE, "{24}"), shown("payment-key", VALUE)]) {
      assert.ok(!table.replace(/[\s│]/g, "").includes(VALUE.slice(8, 16)), table);
      assert.match(table, /\[32/);
    }
  });
});
