import assert from "node:assert/strict";
import { DAY, NETWORK, PRIVATE, TYPES, useControlPlane } from "./plane.ts";

describe("simulated databases, caches and buckets", () => {
  const plane = useControlPlane();

  it("shares the namespace of buckets between all projects", async () => {
    await plane.create("bucket", { name: "files" });
    await assert.rejects(
      plane.create("bucket", { name: "files", project: "shop-prod" }),
      /The requested bucket name is not available\. The bucket namespace is shared by all users/,
    );
  });

  it("needs a private services connection for a private database and cache", async () => {
    await plane.withNetwork();
    await assert.rejects(
      plane.create("instance", { name: "main", ...PRIVATE }),
      /^Error: Error, failed to create instance because the network doesn't have at least 1 private services connection\./,
    );
    await assert.rejects(
      plane.create("redis", {
        name: "cache",
        region: "x",
        connectMode: "PRIVATE_SERVICE_ACCESS",
        authorizedNetwork: NETWORK,
      }),
      /Google private service access is not enabled/,
    );
  });

  it("reserves the name of a deleted database for a week", async () => {
    await plane.enable("sqladmin");
    const { id } = await plane.create("instance", { name: "main" });
    await plane.remove("instance", id);
    await plane.cloud.advance(7 * DAY - 1);
    await assert.rejects(
      plane.create("instance", { name: "main" }),
      /until one week from the deletion date/,
    );
    await plane.cloud.advance(1);
    await plane.create("instance", { name: "main" });
  });

  it("refuses to delete a database that the API protects, and takes databases along otherwise", async () => {
    await plane.enable("sqladmin");
    const { id } = await plane.create("instance", {
      name: "main",
      settings: { deletionProtectionEnabled: true },
    });
    await assert.rejects(plane.remove("instance", id), /Error 400: The instance is protected\./);
    const open = await plane.create("instance", { name: "open" });
    const database = await plane.create("database", { name: "app", instance: "open" });
    await plane.remove("instance", open.id);
    assert.equal(plane.cloud.find(TYPES.database, database.id), undefined);
  });
});
