import assert from "node:assert/strict";

import {
  compareRuns,
  driftOf,
  markerOf,
  previewOf,
  runOf,
} from "../../../preview/github/marker.ts";

const run = { number: 12, attempt: 3 };
const shop = previewOf("shop");

describe("a marker", () => {
  it("is an HTML comment that names the program and the run", () => {
    const marker = markerOf("preview", shop, run);
    assert.equal(marker, "<!-- bulkhead:preview program=shop run=12.3 -->");
  });

  it("is read back from the first line, whatever the line ends", () => {
    const marker = markerOf("preview", shop, run);
    assert.deepEqual(runOf("preview", shop, `${marker}\r\nNo changes.`), run);
  });

  it("holds no name that could end it, or another word's", () => {
    const marker = markerOf("preview", previewOf("a--> b=c\nü"), run);
    const name = "a%2D%2D%3E%20b%3Dc%0A%C3%BC";
    assert.equal(marker, `<!-- bulkhead:preview program=${name} run=12.3 -->`);
    assert.deepEqual(runOf("preview", previewOf("a--> b=c\nü"), marker), run);
  });

  it("names the stack whose drift an issue is about", () => {
    const marker = markerOf("drift", driftOf("shop", "prod"), run);
    assert.equal(marker, "<!-- bulkhead:drift program=shop stack=prod run=12.3 -->");
  });

  const others: Record<string, string> = {
    "of a program whose name begins alike": markerOf("preview", previewOf("shop-admin"), run),
    "of a program whose name ends alike": markerOf("preview", previewOf("my-shop"), run),
    "of a program that is written otherwise": markerOf("preview", previewOf("Shop"), run),
    "about a drift": markerOf("drift", shop, run),
    "that is quoted": `> ${markerOf("preview", shop, run)}`,
    "that stands below": `Look:\n${markerOf("preview", shop, run)}`,
    "with more on its line": `${markerOf("preview", shop, run)} and more`,
    "without a run": "<!-- bulkhead:preview program=shop run= -->",
    "of a run that is no number": "<!-- bulkhead:preview program=shop run=1e9.1 -->",
  };
  for (const [which, body] of Object.entries(others)) {
    it(`${which} is another's`, () => {
      assert.equal(runOf("preview", shop, body), undefined);
    });
  }

  it("tells by its number which of two runs is newer, then by its attempt", () => {
    const runs = [
      { number: 10, attempt: 1 },
      { number: 9, attempt: 11 },
      { number: 9, attempt: 2 },
    ];
    assert.deepEqual([...runs].sort(compareRuns), runs.toReversed());
    assert.equal(compareRuns(run, { ...run }), 0);
  });
});
