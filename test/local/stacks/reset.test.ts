import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../../engine/folders.ts";
import { run } from "../../../engine/processes.ts";
import { LocalCloudClient } from "../../../local/client.ts";
import { ensureCloud, resetCloud } from "../../../local/stacks/cloud.ts";
import {
  localFoldersOf,
  makeLocalFolders,
  type LocalFolders,
} from "../../../local/stacks/folders.ts";

describe("the local cloud, when it is reset", () => {
  let folders: LocalFolders;

  beforeEach(async () => {
    folders = localFoldersOf(ROOT, await mkdtemp(join(tmpdir(), "bulkhead-test-")));
    await makeLocalFolders(folders);
    await writeFile(join(folders.state, "dev.json"), "{}");
  });

  afterEach(async () => {
    await LocalCloudClient.open(folders.cloud)
      .then((client) => client.stop())
      .catch(() => undefined);
    await rm(folders.data, { recursive: true });
  });

  const states = () => readdir(folders.state).catch(() => []);

  it("forgets the local stacks too, so that they begin anew", async () => {
    await ensureCloud(folders.cloud);
    await resetCloud(folders);
    assert.deepEqual(await states(), []);
  });

  it("starts again after its journal was damaged, as the error said", async () => {
    await writeFile(join(folders.cloud, "journal.jsonl"), "damaged\n[]\n");
    await assert.rejects(ensureCloud(folders.cloud), /npx bulkhead cloud reset/);
    await resetCloud(folders);
    await ensureCloud(folders.cloud);
    assert.deepEqual(await states(), []);
  });

  it("lists no type that there is not, and says which there are", async () => {
    await ensureCloud(folders.cloud);
    const { code, stderr } = await run({
      file: process.execPath,
      args: [join(ROOT, "cli", "bulkhead.mjs"), "cloud", "list", "nonsense"],
      env: { ...process.env, BULKHEAD_HOME: folders.data },
    });
    assert.equal(code, 2);
    assert.match(stderr, /no resource type nonsense[^]*npm start/);
  });
});
