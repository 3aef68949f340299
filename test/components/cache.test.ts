import assert from "node:assert/strict";

import { record, type Recording } from "./recorder.ts";

const REDIS = "gcp:redis/instance:Instance";

describe("the cache", () => {
  let staging: Recording;
  let prod: Recording;

  before(async () => {
    [staging, prod] = [await record("staging"), await record("prod")];
  });

  it("of prod is Redis with a replica behind the private connection, by password and TLS", () => {
    assert.deepEqual(prod.find(REDIS, "cache").inputs, {
      project: "acme-shop-prod",
      region: "asia-southeast2",
      name: "prod-cache",
      redisVersion: "REDIS_7_2",
      tier: "STANDARD_HA",
      memorySizeGb: 4,
      authorizedNetwork: "projects/acme-shop-prod/global/networks/prod-network",
      connectMode: "PRIVATE_SERVICE_ACCESS",
      reservedIpRange: "prod-services",
      authEnabled: true,
      transitEncryptionMode: "SERVER_AUTHENTICATION",
    });
  });

  it("of staging is smaller, without a replica, and as closed", () => {
    const { tier, memorySizeGb, authEnabled, transitEncryptionMode } = staging.find(
      REDIS,
      "cache",
    ).inputs;
    assert.deepEqual(
      [tier, memorySizeGb, authEnabled, transitEncryptionMode],
      ["BASIC", 1, true, "SERVER_AUTHENTICATION"],
    );
  });

  for (const stack of ["dev", "pr-7"]) {
    it(`is switched off in ${stack}, its secret too`, async () => {
      const { resources } = await record(stack);
      assert.deepEqual(
        resources.filter(({ name }) => name.includes("cache")),
        [],
      );
    });
  }
});
