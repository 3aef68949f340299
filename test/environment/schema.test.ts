import assert from "node:assert/strict";

import type { z } from "zod";

import { sandboxConfig, standingConfig } from "../../environment/config.ts";
import { about, child, knownKeys, listFields } from "../../environment/schema.ts";

/** Fields whose example is written as in the file, where the program reads something else. */
const WRITTEN_DIFFERENTLY: Readonly<Record<string, string>> = {
  secretValues: "the file holds ciphertext, the program reads text",
};

/** The schema at a path as `listFields` spells it. */
function schemaAt(schema: z.ZodType, path: string): z.ZodType | undefined {
  return path
    .split(/[.[]/)
    .reduce<z.ZodType | undefined>((at, step) => at && child(at, step === "]" ? 0 : step), schema);
}

for (const [name, schema] of Object.entries({ standingConfig, sandboxConfig })) {
  describe(`every field of ${name}`, () => {
    const fields = listFields(schema);

    it("is in the list, and so documented and tested: none lacks meaning, example and cure", () => {
      const listed = fields.map(({ path }) => path);
      assert.deepEqual(
        knownKeys(schema).filter((key) => !listed.includes(key)),
        [],
      );
    });

    for (const { path, about: said } of fields) {
      it(`says in sentences what it is and what to do: ${path}`, () => {
        assert.match(said.meaning, /^[A-Z].*\.$/);
        assert.match(said.cure, /^[A-Z].*[.>]$/);
      });

      if (path in WRITTEN_DIFFERENTLY) continue;
      it(`has an example that it accepts: ${path}`, () => {
        assert.deepEqual(schemaAt(schema, path)?.safeParse(said.example).error, undefined);
      });
    }
  });
}

describe("the cure for a field", () => {
  it("is its own", () => {
    assert.match(about(standingConfig, ["network", "cidr"])?.cure ?? "", /^Use a private range/);
  });

  it("is that of the nearest field around it where it has none", () => {
    assert.match(about(standingConfig, ["notifications", "on", 0])?.cure ?? "", /^List the names/);
  });

  it("is none where nothing is known", () => {
    assert.equal(about(standingConfig, ["nowhere"]), undefined);
  });
});
