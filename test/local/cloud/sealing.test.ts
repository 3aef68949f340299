import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sealing } from "../../../local/cloud/sealing.ts";
import { temporaryFolder } from "../engine.ts";

describe("the key of the journal", () => {
  let dir: string;
  let clean: () => Promise<void>;
  beforeEach(async () => {
    ({ dir, clean } = await temporaryFolder());
  });
  afterEach(() => clean());

  it("is made anew where no journal needs the old one", async () => {
    await writeFile(join(dir, "key"), "short");
    await writeFile(join(dir, "journal.jsonl"), "");
    await sealing(dir);
    assert.equal((await readFile(join(dir, "key"))).length, 32);
  });

  it("is refused and left alone when it is damaged and a journal needs it", async () => {
    await writeFile(join(dir, "journal.jsonl"), '[["a",1]]\n');
    await assert.rejects(sealing(dir), /key: .* journal is missing\. Put it back/);
    await writeFile(join(dir, "key"), "short");
    await assert.rejects(sealing(dir), /key: .* journal is damaged\. Put it back/);
    assert.equal(await readFile(join(dir, "key"), "utf8"), "short");
  });
});
