import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "../../../engine/engine.ts";
import { findCloud } from "../../../local/stacks/cloud.ts";
import { Scratch } from "../../e2e/scratch.ts";

describe("the errors of an operation on a local stack", () => {
  let scratch: Scratch;
  let engine: Engine;

  before(async () => {
    scratch = await Scratch.make();
    engine = await scratch.engine();
  });

  after(() => scratch.remove());

  it("are the engine's, where nothing more is known", async () => {
    for (const error of ["no quota", "the stack is currently locked by 1 lock(s)"]) {
      assert.deepEqual(await engine.explain("dev", [error]), [error]);
    }
  });

  it("name who holds the stack, and what to do", async () => {
    const folder = join(scratch.folders.state, ".pulumi/locks/organization/bulkhead/dev");
    await mkdir(folder, { recursive: true });
    const holder = { pid: 7, username: "alice", hostname: "another-machine", timestamp: "noon" };
    await writeFile(join(folder, "lock.json"), JSON.stringify(holder));
    const [said, ...others] = await engine.explain("dev", ["currently locked by 1 lock(s)"]);
    assert.match(said ?? "", /process 7 of alice on another-machine .*\nWait until it ends/);
    assert.deepEqual(others, []);
  });

  it("say that the local cloud ended meanwhile, and how to go on", async () => {
    await (await scratch.cloud()).stop();
    while (await findCloud(scratch.folders.cloud));
    const [error, advice] = await engine.explain("dev", ["connection refused"]);
    assert.equal(error, "connection refused");
    assert.match(advice ?? "", /cloud ended meanwhile.*npx bulkhead recover dev --local/);
  });
});
