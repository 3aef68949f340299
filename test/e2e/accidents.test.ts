import assert from "node:assert/strict";

import { tryAccidents } from "../../local/accidents/accidents.ts";
import { Scratch } from "./scratch.ts";

/** Which rule stops each accident, at which property, and whose it is. */
const STOPPED_BY = {
  "payment-key": /^foreign-reference: payment-key: secretId: .* belongs to prod\.\nCure: /,
  database: /^foreign-read: database: .* belongs to prod\.\nCure: /,
  peering: /^foreign-reference: peering: peerNetwork: .* belongs to prod\.\nCure: /,
};

describe("the accidents that npm start shows", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
  });

  after(() => scratch.remove());

  it("are each stopped, with rule, property, owner and cure, and nothing is made", async () => {
    const endings = await tryAccidents(await scratch.engine());
    assert.deepEqual(
      endings.map(({ resource }) => resource),
      Object.keys(STOPPED_BY),
    );
    for (const { resource, violations } of endings) {
      assert.match(violations[0] ?? "", STOPPED_BY[resource as keyof typeof STOPPED_BY]);
    }
    assert.deepEqual(await (await scratch.cloud()).resources(), []);
  });
});
