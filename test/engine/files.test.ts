import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { writeOnce, writeWhole, writing } from "../../engine/files.ts";
import { foldersOf, makeFolders } from "../../engine/folders.ts";

const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserError && pattern.test(error.message);

describe("writing a file", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("says on a full disk which one it is, and what to do", async function () {
    if (process.platform !== "linux") this.skip();
    await assert.rejects(
      writing("/data/state", () => writeFile("/dev/full", "text")),
      refusal(/^The disk of \/data\/state is full: free some space, then run this again\.$/),
    );
  });

  it("says where it cannot write", async () => {
    const file = join(folder, "missing", "file");
    const says = refusal(/missing\/file cannot be written \(ENOENT\): .* BULKHEAD_HOME/);
    await assert.rejects(writeWhole(file, "text"), says);
    await assert.rejects(writeOnce(file, "text"), says);
  });

  it("leaves an error that is not the system's as it is", async () => {
    const error = new Error("a fault");
    await assert.rejects(
      writing(folder, () => Promise.reject(error)),
      error,
    );
  });

  it("refuses a BULKHEAD_HOME in which no folder can be made", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const home of [file, join(file, "home")]) {
      await assert.rejects(
        makeFolders(foldersOf(folder, home).data, []),
        refusal(/cannot be written \(E[A-Z]+\): .* set BULKHEAD_HOME/),
      );
    }
  });
});
