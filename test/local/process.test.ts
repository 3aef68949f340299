import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, readAddress } from "../../local/address.ts";
import { LocalCloudClient } from "../../local/client.ts";
import { start } from "../../local/local-cloud.ts";
import { Engine, temporaryFolder } from "./engine.ts";
import { addressOf, ended, run } from "./process.ts";

const ROUNDS = 20;
const BUCKET = "gcp:storage/bucket:Bucket";
const bucket = (name: string) => ({ name, location: "asia-southeast2" });

describe("the local cloud's process", () => {
  let dir: string;
  let clean: () => Promise<void>;
  let server: ChildProcess | undefined;
  beforeEach(async () => {
    ({ dir, clean } = await temporaryFolder());
  });
  afterEach(async () => {
    if (server?.exitCode === null && server.signalCode === null) {
      server.kill("SIGKILL");
      await once(server, "exit");
    }
    await clean();
  });

  const launch = async (...options: string[]): Promise<Address> => {
    server = run(dir, ...options);
    return addressOf(dir, server);
  };

  it("loses no acknowledged write, killed at any moment", async function () {
    this.timeout(60_000);
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const gcp = new Engine((await launch()).gcp);
      await gcp.configure({ project: "shop-dev" });
      const killAfter = Math.floor(Math.random() * 40);
      let done = 0;
      const write = async (worker: number): Promise<void> => {
        for (let n = 0; ; n += 1) {
          const { id } = await gcp.create(BUCKET, bucket(`b-${round}-${worker}-${n}`));
          acknowledged.add(id);
          done += 1;
          if (done > killAfter) server?.kill("SIGKILL");
        }
      };
      await Promise.allSettled([0, 1, 2, 3].map(write));
      gcp.close();
    }
    await launch();
    const client = await LocalCloudClient.open(dir);
    const found = new Set((await client.resources()).map(({ id }) => id));
    assert.ok(acknowledged.size >= ROUNDS);
    assert.deepEqual(
      [...acknowledged].filter((id) => !found.has(id)),
      [],
    );
    await client.stop();
  });

  it("dies of a declared crash with the write on disk and not acknowledged", async () => {
    const gcp = await new Engine((await launch()).gcp).configure({ project: "shop-dev" });
    const client = await LocalCloudClient.open(dir);
    await client.declareFault({ kind: "crash", operation: "create" });
    await assert.rejects(gcp.create(BUCKET, bucket("files")));
    gcp.close();
    await launch();
    const [found] = await (await LocalCloudClient.open(dir)).resources();
    assert.equal(found?.id, "files");
  });

  it("ends cleanly on SIGTERM and leaves the folder to the next", async () => {
    await launch();
    const exit = ended(server as ChildProcess);
    server?.kill("SIGTERM");
    assert.equal((await exit).code, 0);
    assert.equal(await readAddress(dir), undefined);
    const next = await start({ dir });
    await next.stop();
  });

  it("stops by itself when nobody has used it for long", async () => {
    await launch("--idle", "0.2");
    assert.equal((await ended(server as ChildProcess)).code, 0);
    assert.equal(await readAddress(dir), undefined);
  });

  it("takes over a folder whose owner's number now belongs to another process", async () => {
    const address = { ...(await launch()), pid: process.ppid, control: 1 };
    server?.kill("SIGKILL");
    await once(server as ChildProcess, "exit");
    await writeFile(join(dir, "owner"), String(process.ppid));
    await writeFile(join(dir, "address.json"), JSON.stringify(address));
    const next = await start({ dir });
    assert.equal((await readAddress(dir))?.pid, process.pid);
    await next.stop();
  });

  it("has one owner, also when two start at once", async () => {
    const starters = [run(dir), run(dir)];
    const loser = await Promise.race(
      starters.map(async (each) => ({ each, ...(await ended(each)) })),
    );
    server = starters.find((each) => each !== loser.each);
    assert.equal(loser.code, 1);
    assert.match(loser.errors, /a local cloud already runs here/);
    const address = await addressOf(dir, server as ChildProcess);
    assert.equal(address.pid, server?.pid);
  });

  it("names its usage when started wrong", async () => {
    const { code, errors } = await ended(run(dir, "--idle", "never"));
    assert.equal(code, 2);
    assert.match(errors, /^Usage: /);
  });
});
