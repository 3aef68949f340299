import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { addressPath } from "../../../local/address.ts";
import { LocalCloudClient } from "../../../local/client.ts";
import { ensureCloud, findCloud } from "../../../local/stacks/cloud.ts";
import { temporaryFolder } from "../engine.ts";

describe("the local cloud of a folder", () => {
  let dir: string;
  let clean: () => Promise<void>;
  beforeEach(async () => {
    ({ dir, clean } = await temporaryFolder());
  });
  afterEach(async () => {
    const client = await LocalCloudClient.open(dir).catch(() => undefined);
    await client?.stop().catch(() => undefined);
    await clean();
  });

  it("is started once, and found from then on", async () => {
    const address = await ensureCloud(dir);
    assert.deepEqual(await findCloud(dir), address);
    assert.deepEqual(await ensureCloud(dir), address);
  });

  it("sees no credential of the user's", async function () {
    if (process.platform !== "linux") this.skip();
    const planted = ["GOOGLE_CREDENTIALS", "PULUMI_ACCESS_TOKEN", "AWS_SECRET_ACCESS_KEY", "ANY"];
    for (const name of planted) process.env[name] = "canary";
    try {
      const { pid } = await ensureCloud(dir);
      const seen = await readFile(`/proc/${pid}/environ`, "utf8");
      assert.match(seen, /PATH=/);
      assert.doesNotMatch(seen, /canary|HOME=/);
    } finally {
      for (const name of planted) Reflect.deleteProperty(process.env, name);
    }
  });

  for (const answer of ["{}", `{"pid":${process.pid + 1}}`, "hello"]) {
    it(`is not what answers '${answer}' at a stale address, and is started`, async () => {
      const foreign = createServer((_, response) => response.end(answer));
      await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
      try {
        const { port } = foreign.address() as AddressInfo;
        // This process lives, and is no local cloud: so are those of users whose machine restarted.
        const stale = { pid: process.pid, gcp: 1, random: 1, docker: 1, control: port, token: "t" };
        await writeFile(addressPath(dir), JSON.stringify(stale));
        await writeFile(join(dir, "owner"), String(process.pid));
        assert.equal(await findCloud(dir), undefined);
        assert.notEqual((await ensureCloud(dir)).pid, process.pid);
      } finally {
        foreign.closeAllConnections();
        foreign.close();
      }
    });
  }

  it("is started where an address file was cut off", async () => {
    await writeFile(addressPath(dir), '{"pid":1,"gc');
    assert.equal(await findCloud(dir), undefined);
    assert.ok(await ensureCloud(dir));
  });

  it("is refused with what it said last when it cannot start", async () => {
    await writeFile(join(dir, "journal.jsonl"), "damaged\n");
    await writeFile(join(dir, "key"), Buffer.alloc(32));
    await assert.rejects(ensureCloud(dir), /did not start: .*journal\.jsonl: line 1 is damaged/);
    await rm(join(dir, "journal.jsonl"));
  });
});
