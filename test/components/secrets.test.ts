import assert from "node:assert/strict";

import { record, type Recording } from "./recorder.ts";

const SECRET = "gcp:secretmanager/secret:Secret";
const READER = "gcp:secretmanager/secretIamMember:SecretIamMember";
const ROTATED = {
  "payment-key": { shape: "sk_test_{24}", rotateFrom: "2027-02-01T00:00:00Z" },
  "mail-key": { shape: "SG.{22}.{43}" },
};

describe("the secrets", () => {
  let dev: Recording;
  let prod: Recording;

  before(async () => {
    [dev, prod] = [await record("dev"), await record("prod")];
  });

  it("are kept in the environment's region and nowhere else", () => {
    for (const { inputs } of [...dev.ofType(SECRET), ...prod.ofType(SECRET)]) {
      assert.deepEqual(inputs["replication"], {
        userManaged: { replicas: [{ location: "asia-southeast2" }] },
      });
    }
  });

  it("follow the region of the stack file", async () => {
    const moved = await record("dev", { "bulkhead:region": "europe-west4" });
    assert.deepEqual(moved.find(SECRET, "secrets-session-key").inputs["replication"], {
      userManaged: { replicas: [{ location: "europe-west4" }] },
    });
  });

  it("are each readable by exactly the workload that needs them", () => {
    const readers = prod
      .ofType(READER)
      .map(({ name, inputs }) => [
        name,
        String(inputs["secretId"]).split("/").at(-1),
        String(inputs["member"]).split("@")[0],
      ]);
    assert.deepEqual(readers, [
      ["secrets-session-key-api", "prod-session-key", "serviceAccount:prod-api"],
      [
        "secrets-database-bootstrap-migrate",
        "prod-database-bootstrap",
        "serviceAccount:prod-migrate",
      ],
      ["secrets-cache-password-api", "prod-cache-password", "serviceAccount:prod-api"],
      ["secrets-payment-key-api", "prod-payment-key", "serviceAccount:prod-api"],
      ["secrets-mail-key-api", "prod-mail-key", "serviceAccount:prod-api"],
    ]);
    assert.ok(
      prod
        .ofType(READER)
        .every(({ inputs }) => inputs["role"] === "roles/secretmanager.secretAccessor"),
    );
  });

  it("hold a value that the engine knows to be secret", () => {
    for (const version of prod.ofType("gcp:secretmanager/secretVersion:SecretVersion")) {
      assert.deepEqual(version.secretInputs, ["secretData"], version.name);
    }
  });

  it("keep the version that a running release or a rollback reads when a new one is made", () => {
    for (const { inputs } of prod.ofType("gcp:secretmanager/secretVersion:SecretVersion")) {
      assert.equal(inputs["deletionPolicy"], "ABANDON");
    }
  });

  it("are generated long enough: 64 letters and digits for sessions", () => {
    assert.deepEqual(
      prod.find("random:index/randomPassword:RandomPassword", "secrets-session-key-value").inputs,
      { length: 64, special: false },
    );
  });

  it("are protected from deletion in prod and not in dev", () => {
    const protection = ({ ofType }: Recording) =>
      new Set(
        ofType(SECRET).flatMap(({ inputs, protect }) => [inputs["deletionProtection"], protect]),
      );
    assert.deepEqual(protection(dev), new Set([false]));
    assert.deepEqual(protection(prod), new Set([true]));
  });

  it("do without a rotation topic when none of them rotates", () => {
    assert.deepEqual(prod.ofType("gcp:pubsub/topic:Topic"), []);
    assert.ok(prod.ofType(SECRET).every(({ inputs }) => !("rotation" in inputs)));
  });

  describe("of which one rotates", () => {
    let rotating: Recording;

    before(async () => {
      rotating = await record("prod", { "bulkhead:secrets": JSON.stringify(ROTATED) });
    });

    it("say so every 90 days from the moment in the stack file", () => {
      const { inputs } = rotating.find(SECRET, "secrets-payment-key");
      assert.deepEqual(inputs["rotation"], {
        rotationPeriod: "7776000s",
        nextRotationTime: "2027-02-01T00:00:00Z",
      });
      assert.deepEqual(inputs["topics"], [
        { name: "projects/acme-shop-prod/topics/prod-secret-rotation" },
      ]);
    });

    it("never send the period without the moment, and follow each change of the stack file", () => {
      const ignoring = rotating.ofType(SECRET).filter(({ ignoreChanges }) => ignoreChanges.length);
      assert.deepEqual(ignoring, []);
    });

    it("wait until notices may be published, which Google checks first", () => {
      const waits = (name: string) => rotating.find(SECRET, name).dependsOn;
      assert.ok(waits("secrets-payment-key").includes("secrets-rotation-publisher"));
      assert.ok(!waits("secrets-mail-key").includes("secrets-rotation-publisher"));
    });

    it("leave the others as they are", () => {
      assert.ok(!("rotation" in rotating.find(SECRET, "secrets-mail-key").inputs));
    });

    it("let Secret Manager's own account publish, and nobody else", () => {
      const topic = rotating.find("gcp:pubsub/topic:Topic", "secrets-rotation").inputs;
      assert.deepEqual(topic["messageStoragePolicy"], {
        allowedPersistenceRegions: ["asia-southeast2"],
      });
      assert.deepEqual(
        rotating.ofType("gcp:pubsub/topicIAMMember:TopicIAMMember").map(({ inputs }) => inputs),
        [
          {
            project: "acme-shop-prod",
            topic: "prod-secret-rotation",
            role: "roles/pubsub.publisher",
            member: "serviceAccount:agent-of-secretmanager.googleapis.com@acme-shop-prod",
          },
        ],
      );
    });
  });
});
