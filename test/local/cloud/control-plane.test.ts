import assert from "node:assert/strict";
import { ControlPlane } from "../../../local/cloud/control-plane.ts";
import type { Fault } from "../../../local/cloud/faults.ts";
import type { JsonObject } from "../../../local/cloud/json.ts";
import type { Entry } from "../../../local/cloud/records.ts";
import { Store } from "../../../local/cloud/store.ts";
import { temporaryFolder } from "../engine.ts";
import { NETWORK, PROJECT, TYPES, type Name, useControlPlane } from "./plane.ts";

describe("the control plane", () => {
  const plane = useControlPlane();

  const TAKEN: [Name, JsonObject, RegExp][] = [
    [
      "network",
      { name: "main" },
      /Error 409: The resource 'projects\/shop-dev\/global\/networks\/main' already exists, alreadyExists/,
    ],
    [
      "account",
      { accountId: "web-app" },
      /Error 409: Service account web-app already exists within project projects\/shop-dev\., alreadyExists/,
    ],
    [
      "secret",
      { secretId: "token" },
      /Error 409: Secret \[projects\/\d{12}\/secrets\/token\] already exists\./,
    ],
    [
      "topic",
      { name: "events" },
      /Error 409: Resource already exists in the project \(resource=events\)\./,
    ],
    [
      "repository",
      { repositoryId: "images", location: "x" },
      /Error 409: the repository already exists\./,
    ],
    [
      "bucket",
      { name: "files" },
      /Error 409: Your previous request to create the named bucket succeeded and you already own it\., conflict/,
    ],
    [
      "instance",
      { name: "main" },
      /Error 409: The Cloud SQL instance already exists\. .* one week from the deletion date\., instanceAlreadyExists/,
    ],
  ];
  for (const [name, properties, error] of TAKEN) {
    it(`refuses a second ${name} of one name, in the API's words`, async () => {
      await plane.enable("compute", "secretmanager", "pubsub", "artifactregistry", "sqladmin");
      await plane.create(name, properties);
      await assert.rejects(plane.create(name, properties), error);
    });
  }

  it("takes away by hand what the API would keep, with what cannot exist without it", async () => {
    await plane.withConnection();
    const { id } = await plane.create("instance", {
      name: "main",
      settings: { deletionProtectionEnabled: true },
    });
    await plane.create("database", { name: "app", instance: "main" });
    assert.equal(await plane.cloud.remove(TYPES.instance, id), true);
    assert.equal(await plane.cloud.remove(TYPES.instance, id), false);
    assert.deepEqual(plane.cloud.list({ type: TYPES.database }), []);
    assert.equal(await plane.cloud.remove(TYPES.network, NETWORK), true);
    await assert.rejects(
      plane.cloud.update(TYPES.network, NETWORK, { properties: {}, secrets: [], blanks: {} }),
      /Error 404/,
    );
  });

  it("lists by type and project, and starts again empty after a reset", async () => {
    await plane.create("bucket", { name: "one" });
    await plane.create("bucket", { name: "two", project: "shop-prod" });
    assert.deepEqual(
      plane.cloud.list({ project: "shop-prod" }).map(({ id }) => id),
      ["two"],
    );
    await plane.cloud.advance(5);
    await plane.cloud.reset();
    assert.deepEqual(plane.cloud.list({ all: true }), []);
    const { created } = await plane.create("bucket", { name: "one" });
    assert.equal(created, 0);
  });

  it("keeps a type without rules of its own under its project and name", async () => {
    const properties = { project: PROJECT, name: "job", region: "x" };
    const made = await plane.cloud.create("gcp:cloudscheduler/job:Job", {
      properties,
      secrets: [],
      blanks: {},
    });
    assert.match(made.id, /^shop-dev\/x\/job\/[0-9a-f]{8}$/);
    assert.deepEqual(await plane.cloud.read(made.type, made.id), made);
  });

  const REFUSALS: [Fault["kind"], RegExp][] = [
    ["429", /Error 429/],
    ["503", /Error 503/],
    ["409", /Error 409: There were concurrent policy changes/],
  ];
  for (const [kind, error] of REFUSALS) {
    it(`writes nothing under a declared ${kind}, strikes as often as declared, and only where it fits`, async () => {
      plane.faults.declare({
        kind,
        type: TYPES.bucket,
        operation: "create",
        id: "files",
        times: 2,
      });
      await plane.create("bucket", { name: "other" });
      await assert.rejects(plane.create("bucket", { name: "files" }), error);
      await assert.rejects(plane.create("bucket", { name: "files" }), error);
      assert.equal(plane.cloud.find(TYPES.bucket, "files"), undefined);
      await plane.create("bucket", { name: "files" });
    });
  }

  it("leaves the resource behind when its operation was declared to fail", async () => {
    plane.faults.declare({ kind: "failed" });
    await assert.rejects(
      plane.create("bucket", { name: "files" }),
      /Error code 13, message: An internal error/,
    );
    assert.ok(plane.cloud.find(TYPES.bucket, "files"));
  });

  it("forgets declared faults when told to", async () => {
    plane.faults.declare({ kind: "503", times: 9 });
    plane.faults.clear();
    await plane.create("bucket", { name: "files" });
  });

  it("gives equal data to equal calls, whatever their order", async () => {
    const { dir, clean } = await temporaryFolder();
    const other = new ControlPlane(await Store.open<Entry>(dir), plane.faults);
    const names = ["one", "two", "three"];
    for (const name of names) await plane.create("bucket", { name });
    for (const name of names.toReversed()) {
      await other.create(TYPES.bucket, {
        properties: { project: PROJECT, name },
        secrets: [],
        blanks: {},
      });
    }
    assert.deepEqual(other.list(), plane.cloud.list());
    await clean();
  });
});

describe("the number of a project", () => {
  const plane = useControlPlane();

  it("is the one that was declared, in whatever Google makes of it", async () => {
    await plane.cloud.declareProjects({ [PROJECT]: "100000000001" });
    await plane.enable("secretmanager");
    const secret = await plane.create("secret", { secretId: "token" });
    assert.equal(secret.properties["name"], "projects/100000000001/secrets/token");
  });

  it("depends on nothing but its id where none was declared", () => {
    assert.match(plane.cloud.projectNumber("acme-tools"), /^\d{12}$/);
    assert.equal(plane.cloud.projectNumber("acme-tools"), plane.cloud.projectNumber("acme-tools"));
  });
});
