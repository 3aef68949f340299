import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import { masked } from "../../../preview/document/masked.ts";
import { planDocument } from "../../../preview/document/plan.ts";
import { htmlOf, isBalanced } from "./html.ts";
import { SCENES } from "./scenes.ts";
import { DANGERS } from "./dangers.ts";

const GOLDEN = new URL("golden/", import.meta.url);

/**
 * Comments are read by people: each is kept as it is, and a change to one is read before it is
 * committed. After a change that is meant, write them anew with
 * `GOLDEN=write npx mocha test/preview/comment/golden.test.ts`.
 */
describe("the comment", () => {
  for (const [name, { document, acknowledged = [], room }] of Object.entries(SCENES)) {
    it(`on ${name} is golden/${name}.md`, () => {
      const file = new URL(`${name}.md`, GOLDEN);
      const verdict = verdictOf(document, acknowledged);
      const text = `${render(document, { verdict, ...(room !== undefined && { room }) })}\n`;
      if (process.env["GOLDEN"] === "write") writeFileSync(file, text);
      assert.equal(text, readFileSync(file, "utf8"));
      assert.ok(isBalanced(htmlOf(text)));
    });

    it(`on ${name} is made from a document of the published format`, () => {
      planDocument.parse(document);
      assert.deepEqual(masked(document), document);
    });
  }

  it("has no golden file that nobody makes", () => {
    const files = readdirSync(GOLDEN).filter((file) => file.endsWith(".md"));
    assert.deepEqual(
      files.sort(),
      Object.keys(SCENES)
        .map((name) => `${name}.md`)
        .sort(),
    );
  });

  it("on each danger says what its answer says, of prod and of no other", () => {
    const answers = JSON.parse(readFileSync(new URL("answers.json", GOLDEN), "utf8")) as Record<
      string,
      { readonly hurtsProd: boolean; readonly how: string; readonly lost: readonly string[] }
    >;
    assert.deepEqual(Object.keys(answers).sort(), Object.keys(DANGERS).sort());
    for (const [name, { document }] of Object.entries(DANGERS)) {
      const prod = verdictOf(document).open.filter(({ stack }) => stack === "prod");
      const { hurtsProd, lost } = answers[name] ?? {};
      assert.equal(prod.length > 0, hurtsProd, name);
      assert.deepEqual(prod.map(({ operation }) => operation.name).sort(), lost, name);
    }
  });
});
