import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { LocalCloudClient } from "../../local/client.ts";
import type { Fault } from "../../local/cloud/faults.ts";
import { plain, Secret } from "../../local/provider/properties.ts";
import { Engine, startTemporary } from "./engine.ts";
import { ended, run } from "./process.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const SECRET = "gcp:secretmanager/secret:Secret";
const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";

const bucket = (name: string) => ({ name, location: "asia-southeast2" });

describe("the local cloud", () => {
  let local: Awaited<ReturnType<typeof startTemporary>>;
  let client: LocalCloudClient;
  beforeEach(async () => {
    local = await startTemporary();
    client = await LocalCloudClient.open(local.dir);
  });
  afterEach(() => local.end());

  it("keeps the settings of provider instances apart, and forgets them with the connection", async () => {
    const [dev, prod] = [await local.gcp("shop-dev"), await local.gcp("shop-prod")];
    const made = await Promise.all([
      dev.create(BUCKET, bucket("one")),
      prod.create(BUCKET, bucket("two")),
    ]);
    assert.deepEqual(
      made.map(({ outputs }) => outputs["project"]),
      ["shop-dev", "shop-prod"],
    );
    const stranger = new Engine(local.cloud.address.gcp);
    await assert.rejects(stranger.create(BUCKET, bucket("three")), /was not configured/);
    stranger.close();
  });

  it("answers the versions of the installed SDKs", async () => {
    for (const name of ["gcp", "random", "docker"] as const) {
      const installed = await readFile(`node_modules/@pulumi/${name}/package.json`, "utf8");
      const engine = new Engine(local.cloud.address[name]);
      assert.equal(await engine.version(), (JSON.parse(installed) as { version: string }).version);
      engine.close();
    }
  });

  it("refuses function calls, unknown types, unknown properties and unknown provider settings", async () => {
    const gcp = await local.gcp("shop-dev");
    await assert.rejects(
      gcp.invoke("gcp:organizations/getProject:getProject"),
      /'gcp:organizations\/getProject:getProject' is one/,
    );
    await assert.rejects(
      gcp.create("gcp:storage/pail:Pail", {}),
      /'gcp:storage\/pail:Pail' not found/,
    );
    await assert.rejects(gcp.create(BUCKET, { ...bucket("one"), colour: "red" }), /colour/);
    const failures = await gcp.checkConfig({ project: "shop-dev", colour: "red" });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["colour"],
    );
  });

  it("shows no secret in the journal, on the control port, or in an error, and gives it back on import", async () => {
    const gcp = await local.gcp("shop-dev");
    await gcp.create("gcp:projects/service:Service", { service: "secretmanager.googleapis.com" });
    const secret = await gcp.create(SECRET, { secretId: "token", replication: { auto: {} } });
    const version = await gcp.create(VERSION, { secret: secret.id, secretData: "correct horse" });
    const labels = { owner: new Secret("battery staple") };
    await gcp.create(BUCKET, { ...bucket("files"), labels });
    assert.ok(version.outputs["secretData"] instanceof Secret);
    const journal = await readFile(join(local.dir, "journal.jsonl"), "utf8");
    const shown = JSON.stringify(await client.resources());
    for (const text of [journal, shown]) assert.doesNotMatch(text, /correct|horse|battery|staple/);
    await assert.rejects(
      gcp.create(BUCKET, { ...bucket("files"), labels }),
      (error: Error) => !error.message.includes("battery"),
    );
    const imported = await gcp.read({ type: VERSION, id: version.id, inputs: {}, outputs: {} });
    assert.ok(imported?.outputs["secretData"] instanceof Secret);
    assert.equal(plain(imported.outputs["secretData"]), "correct horse");
  });

  it("tells the engine of a resource whose creation failed half-way, with its id and properties", async () => {
    const gcp = await local.gcp("shop-dev");
    await client.declareFault({ kind: "failed", type: BUCKET });
    const failed = await gcp.createPartly(BUCKET, bucket("files"));
    assert.equal(failed.id, "files");
    assert.equal(failed.outputs["url"], "gs://files");
    assert.match(failed.reasons.join(), /Error waiting for creating Bucket: Error code 13/);
  });

  it("repeats what Google asks to repeat, and gives up in the end", async () => {
    const gcp = await local.gcp("shop-dev");
    await client.declareFault({ kind: "503", times: 5 });
    await client.declareFault({ kind: "429", times: 4 });
    await gcp.create(BUCKET, bucket("files"));
    await client.declareFault({ kind: "503", times: 1000 });
    await assert.rejects(
      gcp.create(BUCKET, bucket("more")),
      /Error creating Bucket: googleapi: Error 503/,
    );
    await client.clearFaults();
    await gcp.create(BUCKET, bucket("more"));
  });

  it("answers other resources while one is slow", async () => {
    const gcp = await local.gcp("shop-dev");
    await client.declareFault({ kind: "slow", id: "slow", delayMs: 300 });
    const order: string[] = [];
    const create = async (name: string) => {
      await gcp.create(BUCKET, bucket(name));
      order.push(name);
    };
    await Promise.all([create("slow-one"), create("quick-one")]);
    assert.deepEqual(order, ["quick-one", "slow-one"]);
  });

  it("refuses to delete what the provider protects, by the state that the engine holds", async () => {
    const gcp = await local.gcp("shop-dev");
    await gcp.create("gcp:projects/service:Service", { service: "secretmanager.googleapis.com" });
    const replication = { auto: {} };
    const kept = await gcp.create(SECRET, { secretId: "a", replication, deletionProtection: true });
    await assert.rejects(
      gcp.delete(kept),
      /cannot destroy secret manager secret without setting deletion_protection=false/,
    );
    const prevented = await gcp.create(SECRET, {
      secretId: "b",
      replication,
      deletionPolicy: "PREVENT",
    });
    await assert.rejects(
      gcp.delete(prevented),
      /cannot destroy SecretManagerSecret without setting deletion_policy="DELETE"/,
    );
    const abandoned = await gcp.create(SECRET, {
      secretId: "c",
      replication,
      deletionPolicy: "ABANDON",
    });
    await gcp.delete(abandoned);
    assert.ok(await gcp.read(abandoned));
  });

  it("drops at a refresh what was taken away by hand", async () => {
    const gcp = await local.gcp("shop-dev");
    const state = await gcp.create(BUCKET, bucket("files"));
    assert.equal(await client.remove(BUCKET, "files"), true);
    assert.equal(await gcp.read(state), undefined);
    await gcp.create(BUCKET, bucket("files"));
    await client.reset();
    assert.deepEqual(await client.resources({ all: true }), []);
  });

  it("refuses a control request without the token, and an unknown one with it", async () => {
    const url = `http://127.0.0.1:${local.cloud.address.control}/resources`;
    for (const authorization of ["", "Bearer wrong", `Bearer ${local.cloud.address.token}x`]) {
      const response = await fetch(url, { headers: { authorization } });
      assert.equal(response.status, 401);
    }
    const authorization = `Bearer ${local.cloud.address.token}`;
    assert.equal((await fetch(`${url}x`, { headers: { authorization } })).status, 404);
    const broken = { method: "POST", headers: { authorization }, body: "{" };
    assert.equal((await fetch(url.replace("resources", "faults"), broken)).status, 400);
  });

  it("refuses a fault that is none and time that runs backwards", async () => {
    const fault = JSON.parse('{"kind":"flood"}') as Fault;
    await assert.rejects(client.declareFault(fault), /'flood' is no fault\. Use one of 429/);
    await assert.rejects(client.advance(-1), /'-1' is no span of time/);
  });

  it("writes its address for its owner only, and refuses a second owner with that address", async () => {
    assert.equal((await stat(join(local.dir, "address.json"))).mode & 0o777, 0o600);
    const { code, errors } = await ended(run(local.dir));
    assert.equal(code, 1);
    assert.match(
      errors,
      new RegExp(
        `already runs here \\(process ${process.pid}, at http://127.0.0.1:${local.cloud.address.control};`,
      ),
    );
  });
});
