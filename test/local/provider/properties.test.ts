import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  hasUnknown,
  marshal,
  plain,
  Secret,
  unmarshal,
  UNKNOWN,
} from "../../../local/provider/properties.ts";
import { factsOf, resourceTypes } from "../../../local/facts/facts.ts";

describe("properties", () => {
  it("survive the wire with secrets and unknowns at any depth", () => {
    const properties = {
      flag: true,
      list: [1, UNKNOWN, { inner: new Secret("x") }],
      none: null,
      whole: new Secret({ key: UNKNOWN }),
    };
    const back = unmarshal(marshal(properties));
    assert.deepEqual(plain(back), plain(properties));
    assert.ok(back["whole"] instanceof Secret);
    assert.ok(hasUnknown(back["whole"]));
  });

  it("never print a secret", () => {
    const secret = new Secret("hunter2");
    for (const text of [JSON.stringify({ secret }), secret.toString(), inspect(secret)]) {
      assert.doesNotMatch(text, /hunter2/);
    }
  });
});

describe("facts", () => {
  it("hold every resource type of the provider", () => {
    assert.equal(resourceTypes().length, 1474);
    assert.ok(resourceTypes().every((type) => factsOf(type) !== undefined));
  });

  it("know nothing of a type that does not exist", () => {
    assert.equal(factsOf("gcp:no/such:Type"), undefined);
  });
});
