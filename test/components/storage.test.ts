import assert from "node:assert/strict";

import { record, type Recording } from "./recorder.ts";

const BUCKET = "gcp:storage/bucket:Bucket";

describe("the storage", () => {
  let dev: Recording;
  let prod: Recording;

  before(async () => {
    [dev, prod] = [await record("dev"), await record("prod")];
  });

  it("of prod is a private, versioned bucket that no update deletes", () => {
    const { inputs, protect } = prod.find(BUCKET, "storage-uploads");
    assert.equal(protect, true);
    assert.deepEqual(inputs, {
      project: "acme-shop-prod",
      name: "acme-shop-prod-prod-uploads",
      location: "ASIA-SOUTHEAST2",
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: false,
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: 30 * 24 * 3600 },
      lifecycleRules: [
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 90 } },
      ],
    });
  });

  it("of dev keeps no old versions and can be emptied and deleted", () => {
    const { inputs, protect } = dev.find(BUCKET, "storage-uploads");
    assert.equal(protect, false);
    assert.equal(inputs["forceDestroy"], true);
    assert.deepEqual(inputs["versioning"], { enabled: false });
    assert.deepEqual(inputs["softDeletePolicy"], { retentionDurationSeconds: 0 });
  });

  it("is as closed in dev as in prod", () => {
    const { inputs } = dev.find(BUCKET, "storage-uploads");
    assert.equal(inputs["uniformBucketLevelAccess"], true);
    assert.equal(inputs["publicAccessPrevention"], "enforced");
  });

  it("is open to the workload that uses it, and to nobody else", () => {
    assert.deepEqual(
      prod.ofType("gcp:storage/bucketIAMMember:BucketIAMMember").map(({ inputs }) => inputs),
      [
        {
          bucket: "acme-shop-prod-prod-uploads",
          role: "roles/storage.objectUser",
          member: "serviceAccount:prod-api@acme-shop-prod.iam.gserviceaccount.com",
        },
      ],
    );
  });
});
