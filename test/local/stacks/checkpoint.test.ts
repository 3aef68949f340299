import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { UserError } from "../../../engine/errors.ts";
import { mendCheckpoint } from "../../../local/stacks/checkpoint.ts";
import type { StackPlace } from "../../../local/stacks/locks.ts";

const OF_THE_STACK = "stacks/trial/dev.json";
const BEFORE_THE_LAST_WRITE = `${OF_THE_STACK}.bak`;
const OF_AN_UPDATE = "history/trial/dev/dev-1.checkpoint.json";
const OF_A_BACKUP = "backups/trial/dev/dev.1.json";
const writtenAt = (time: string) =>
  JSON.stringify({ version: 3, checkpoint: { latest: { manifest: { time } } } });
const [OLD, NEW] = [writtenAt("2026-01-01T00:00:00Z"), writtenAt("2026-01-02T00:00:00.5Z")];

describe("a local stack's state file", () => {
  let place: StackPlace;

  beforeEach(async () => {
    const state = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
    place = { state, project: "trial", stack: "dev" };
  });

  afterEach(() => rm(place.state, { recursive: true }));

  const path = (name: string) => join(place.state, ".pulumi", name);
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), text);
    }
  };

  it("is left alone when it is whole, and when there is none", async () => {
    await write({ [BEFORE_THE_LAST_WRITE]: NEW });
    assert.equal(await mendCheckpoint(place), undefined);
    await write({ [OF_THE_STACK]: OLD });
    assert.equal(await mendCheckpoint(place), undefined);
    assert.equal(await readFile(path(OF_THE_STACK), "utf8"), OLD);
  });

  for (const damaged of ["", NEW.slice(0, -9), "null", "{}"]) {
    it(`is replaced by the newest good copy when it holds '${damaged}'`, async () => {
      for (const newest of [BEFORE_THE_LAST_WRITE, OF_AN_UPDATE, OF_A_BACKUP]) {
        const copies = { [BEFORE_THE_LAST_WRITE]: OLD, [OF_AN_UPDATE]: OLD, [OF_A_BACKUP]: OLD };
        await write({ ...copies, [newest]: NEW, [OF_THE_STACK]: damaged });
        assert.equal((await mendCheckpoint(place))?.file, path(newest));
        assert.equal(await readFile(path(OF_THE_STACK), "utf8"), NEW);
      }
    });
  }

  it("is not replaced by a copy that is damaged too, nor by another stack's", async () => {
    await write({
      [OF_THE_STACK]: "{",
      [BEFORE_THE_LAST_WRITE]: "{",
      [OF_AN_UPDATE]: OLD,
      "history/trial/dev/dev-2.history.json": NEW,
      "stacks/trial/prod.json.bak": NEW,
    });
    assert.equal((await mendCheckpoint(place))?.file, path(OF_AN_UPDATE));
  });

  it("is refused with its name and the cure when no good copy is there", async () => {
    await write({ [OF_THE_STACK]: "{" });
    await assert.rejects(mendCheckpoint(place), (error) => {
      assert.ok(error instanceof UserError);
      assert.ok(error.message.includes(path(OF_THE_STACK)));
      assert.match(error.message, /begin anew: npx bulkhead cloud stop, delete /);
      return true;
    });
  });
});
