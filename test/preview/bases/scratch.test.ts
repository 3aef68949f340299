import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT } from "../../../engine/folders.ts";
import { makeScratch } from "../../../preview/bases/scratch.ts";

describe("the folder of one run", () => {
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "bulkhead-scratch-"));
  });

  afterEach(() => rm(parent, { recursive: true, force: true }));

  it("is taken away, and no other run's with it", async () => {
    const [one, other] = [await makeScratch(parent), await makeScratch(parent)];
    await one.remove();
    assert.deepEqual(await readdir(parent), [other.path.slice(parent.length + 1)]);
    await other.remove();
    await other.remove();
    assert.deepEqual(await readdir(parent), []);
  });

  it("is taken away by the next run where its own was killed", async () => {
    const child = run(`await makeScratch(process.argv[1]); setInterval(() => {}, 1000);`);
    await once(child.stdout, "data");
    assert.equal((await readdir(parent)).length, 1);
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await makeScratch(parent);
    assert.deepEqual(await readdir(parent), [next.path.slice(parent.length + 1)]);
    await next.remove();
  });

  it("is taken away by its own run at Ctrl-C", async () => {
    const child = run(
      "const made = await makeScratch(process.argv[1]);" +
        "await new Promise((done) => setTimeout(done, 1500)); await made.remove();",
    );
    await once(child.stdout, "data");
    child.kill("SIGINT");
    await once(child, "exit");
    assert.deepEqual(await readdir(parent), []);
  });

  function run(code: string) {
    const module = pathToFileURL(join(ROOT, "preview", "bases", "scratch.ts")).href;
    const made = code.replace(";", "; console.log('made');");
    const args = ["--import", "tsx", "--input-type=module", "-e"];
    const text = `import { makeScratch } from "${module}"; ${made}`;
    return spawn(process.execPath, [...args, text, parent], { cwd: ROOT });
  }
});
