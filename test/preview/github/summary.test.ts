import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { appendSummary, SUMMARY_BYTES } from "../../../preview/github/summary.ts";
import { bytes, cutAtLine } from "../../../preview/github/text.ts";

describe("a job's summary", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-summary-"));
    file = join(folder, "summary.md");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is appended to what the step has said", async () => {
    await writeFile(file, "Before.\n");
    assert.equal(await appendSummary("# Plan", file), true);
    assert.equal(await readFile(file, "utf8"), "Before.\n# Plan\n");
  });

  it("is not written outside of GitHub Actions", async () => {
    assert.equal(await appendSummary("# Plan", undefined), false);
    assert.equal(await appendSummary("# Plan", ""), false);
  });

  it("is cut at a line to one mebibyte with what is there, in bytes, and says so", async () => {
    await writeFile(file, "x".repeat(999));
    const line = "ü".repeat(500);
    assert.equal(await appendSummary(`${line}\n`.repeat(2_000), file), false);
    const text = await readFile(file, "utf8");
    const [first, ...rest] = text.slice(999).trimEnd().split("\n");
    assert.match(first ?? "", /^> \*\*This summary was cut/);
    assert(rest.every((one) => one === line));
    const size = bytes(text);
    assert(size <= SUMMARY_BYTES && size > SUMMARY_BYTES - bytes(`${line}\n`), String(size));
  });

  it("is not written where not even the note has room", async () => {
    await writeFile(file, "x".repeat(SUMMARY_BYTES - 10));
    assert.equal(await appendSummary("# A plan of some length", file), false);
    assert.equal((await readFile(file, "utf8")).length, SUMMARY_BYTES - 10);
  });
});

describe("a text that is cut", () => {
  it("ends with its last line that fits", () => {
    assert.equal(cutAtLine("one\ntwo\nthree", 12, bytes, "cut"), "cut\none\ntwo");
  });

  it("is whole where it fits exactly", () => {
    assert.equal(cutAtLine("one\ntwo", 7, bytes, "cut"), "one\ntwo");
  });
});
