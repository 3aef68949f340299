import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { isAlive } from "../../../engine/processes.ts";
import {
  isStackThere,
  readLocks,
  refuseWhileLocked,
  releaseDeadLocks,
  type StackPlace,
} from "../../../local/stacks/locks.ts";

describe("the lock of a local stack", () => {
  let place: StackPlace;

  beforeEach(async () => {
    const state = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
    place = { state, project: "trial", stack: "dev" };
  });

  afterEach(() => rm(place.state, { recursive: true }));

  const lock = async (content: object | string, stack = place.stack) => {
    const folder = join(place.state, ".pulumi", "locks", "organization", place.project, stack);
    await mkdir(folder, { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await writeFile(join(folder, "lock.json"), text);
  };
  const holder = (pid: number, host = hostname()) => ({
    pid,
    hostname: host,
    username: "alice",
    timestamp: "2026-01-01T00:00:00Z",
  });

  it("is cancelled when its process is dead, and returned", async () => {
    const pid = await deadProcess();
    await lock(holder(pid));
    const released = await releaseDeadLocks(place);
    assert.deepEqual(
      released.map((one) => one.pid),
      [pid],
    );
    assert.deepEqual(await readLocks(place), []);
  });

  it("is cancelled when its process id is another program's now", async function () {
    if (process.platform !== "linux") this.skip();
    await lock(holder(process.pid));
    assert.equal((await releaseDeadLocks(place)).length, 1);
  });

  it("is cancelled when it was cut off while it was written", async () => {
    await lock('{"pid": 12');
    assert.equal((await releaseDeadLocks(place)).length, 1);
  });

  it("is cancelled when its process has ended and its parent has not heard of it", async function () {
    if (process.platform !== "linux") this.skip();
    // `exec` leaves the child to a program that never asks how it ended; a shell might ask.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec tail -f /dev/null"]);
    try {
      const [text] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(text.toString());
      while ((await nameOf(parent.pid)) !== "tail" || (await nameOf(pid)) !== "sleep");
      process.kill(pid, "SIGKILL");
      const state = () => readFile(`/proc/${pid}/status`, "utf8");
      while (!/^State:\tZ/m.test(await state()));
      assert.equal(isAlive(pid), false);
      assert.equal(isAlive(pid, "sleep"), false);
    } finally {
      parent.kill("SIGKILL");
      await once(parent, "exit");
    }
  });

  it("refuses the stack, naming its holder, while that lives", async () => {
    await lock(holder(7, "another-machine"));
    await assert.rejects(
      refuseWhileLocked(place),
      /^UserError: dev: process 7 of alice on another-machine has held the stack since 2026.*\nWait/,
    );
    await refuseWhileLocked({ ...place, stack: "prod" });
  });

  it("stays when another machine holds it", async () => {
    await lock(holder(await deadProcess(), "another-machine"));
    assert.deepEqual(await releaseDeadLocks(place), []);
    assert.equal((await readLocks(place)).length, 1);
  });

  it("stays when another stack's is dead", async () => {
    await lock(holder(await deadProcess()), "prod");
    assert.deepEqual(await releaseDeadLocks(place), []);
    assert.equal((await readLocks({ ...place, stack: "prod" })).length, 1);
  });
});

describe("a local stack", () => {
  it("is there when the backend has its file, and only then", async () => {
    const state = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
    try {
      const place = { state, project: "trial", stack: "dev" };
      assert.equal(await isStackThere(place), false);
      await mkdir(join(state, ".pulumi", "stacks", "trial"), { recursive: true });
      await writeFile(join(state, ".pulumi", "stacks", "trial", "dev.json"), "{}");
      assert.equal(await isStackThere(place), true);
      assert.equal(await isStackThere({ ...place, stack: "de" }), false);
    } finally {
      await rm(state, { recursive: true });
    }
  });
});

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? assert.fail("no process was started");
}

/** The name that the system has for a process. */
async function nameOf(pid: number | undefined): Promise<string> {
  return (await readFile(`/proc/${pid}/comm`, "utf8")).trim();
}
