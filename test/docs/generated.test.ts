import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { EXAMPLES, PAGES, renderPage } from "../../docs/generate.ts";
import { table } from "../../docs/table.ts";

describe("a generated page", () => {
  for (const page of Object.keys(PAGES) as (keyof typeof PAGES)[]) {
    it(`docs/${page} is what its source says`, async () => {
      const committed = await readFile(new URL(`../../docs/${page}`, import.meta.url), "utf8");
      assert.equal(committed, await renderPage(page), "it is stale: run `npm run docs`");
    });
  }
});

describe("the example of a preview", () => {
  for (const [file, make] of Object.entries(EXAMPLES)) {
    it(`docs/${file} is what its plan says`, async () => {
      const committed = await readFile(new URL(`../../docs/${file}`, import.meta.url), "utf8");
      assert.equal(committed, make(), "it is stale: run `npm run docs`");
    });
  }
});

describe("a table of a page", () => {
  it("keeps a pipe inside its cell", () => {
    assert.equal(table(["key"], [["a|b"]]), "| key |\n| --- |\n| a\\|b |");
  });
});
