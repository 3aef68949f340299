import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import { factsOf, resourceTypes, type Fields } from "../../../local/facts/facts.ts";
import { isSecretPlace } from "../../../preview/mask/places.ts";
import { maskName, maskText } from "../../../preview/mask/text.ts";
import { leaves, type Path } from "../../../policy/values.ts";
import { record } from "../../components/recorder.ts";

/** Properties of the sample stacks that are not shown, whatever they are. */
const HIDDEN_PLACES = new Set([
  "gcp:secretmanager/secretVersion:SecretVersion secretData",
  "gcp:sql/user:User password",
]);

describe("what is no secret", () => {
  it("is shown: every type and property of the provider", () => {
    const names = new Set<string>();
    for (const type of resourceTypes()) {
      names.add(type);
      collect(factsOf(type)?.fields, names);
    }
    assert.ok(names.size > 5_000);
    const taken = [...names].filter((name) => maskText(name) !== name || maskName(name) !== name);
    assert.deepEqual(taken, []);
  });

  it("is shown: every line of the golden files of the sample stacks", () => {
    const folder = new URL("../../components/golden/", import.meta.url);
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), "utf8");
      assert.equal(maskText(text), text, file);
    }
  });

  for (const stack of ["dev", "staging", "prod", "pr-7"]) {
    it(`is shown: every input of ${stack} that the engine does not call secret`, async () => {
      const { resources } = await record(stack);
      const taken = resources.flatMap(({ type, inputs, secretInputs, urn }) =>
        [...leaves(inputs)]
          .filter(({ path }) => !secretInputs.includes(String(path[0])))
          .flatMap(({ path, value }) => maskedAt(type, path, value))
          .concat(maskText(urn) === urn ? [] : [urn]),
      );
      assert.deepEqual([...new Set(taken)], []);
    });
  }
});

function maskedAt(type: string, path: Path, value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  const place = `${type} ${path.filter((step) => typeof step === "string").join(".")}`;
  const isHidden = isSecretPlace(type, path, value) && !HIDDEN_PLACES.has(place);
  if (isHidden) return [place];
  return maskText(value) === value ? [] : [`${place}: ${value}`];
}

function collect(fields: Fields | undefined, names: Set<string>): void {
  for (const [name, field] of Object.entries(fields ?? {})) {
    names.add(name);
    collect(field.fields, names);
  }
}
