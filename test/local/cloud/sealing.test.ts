import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Path } from "../../../local/cloud/json.ts";
import type { Resource } from "../../../local/cloud/kind.ts";
import { sealing } from "../../../local/cloud/sealing.ts";
import { temporaryFolder } from "../engine.ts";

const RESOURCE: Resource = {
  ...{ type: "gcp:sql/user:User", id: "app", project: "acme", generation: 1 },
  ...{ created: 0, changed: 0, status: "live", properties: {}, secrets: [] },
};

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

describe("a sealed value", () => {
  const CASES: Record<string, readonly Path[]> = {
    "called secret once": [["auth"]],
    "called secret twice, by the program and by the provider": [["auth"], ["auth"]],
    "whose part was called secret before it": [["auth", "password"], ["auth"]],
    "whose part was called secret after it": [["auth"], ["auth", "password"]],
  };

  for (const [name, secrets] of Object.entries(CASES)) {
    it(`reads back as it was when it is ${name}`, async () => {
      const { dir, clean } = await temporaryFolder();
      try {
        const properties = { name: "app", auth: { password: "hunter2", tries: 3 } };
        const entry = { ...RESOURCE, properties, secrets };
        const { encode, revive } = await sealing(dir);
        const written = JSON.stringify(encode(entry));
        assert.doesNotMatch(written, /hunter2/);
        assert.deepEqual(JSON.parse(written, revive), entry);
      } finally {
        await clean();
      }
    });
  }
});
