import assert from "node:assert/strict";

import { record, type Recording } from "./recorder.ts";

const INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance";

interface Settings {
  readonly [setting: string]: unknown;
  readonly ipConfiguration: Readonly<Record<string, unknown>>;
  readonly backupConfiguration: Readonly<Record<string, unknown>>;
}

const settings = ({ find }: Recording) => find(INSTANCE, "database").inputs["settings"] as Settings;

describe("the database", () => {
  let dev: Recording;
  let staging: Recording;
  let prod: Recording;

  before(async () => {
    [dev, staging, prod] = [await record("dev"), await record("staging"), await record("prod")];
  });

  it("is one instance of PostgreSQL, named with its generation", async () => {
    const { inputs } = prod.find(INSTANCE, "database");
    assert.equal(prod.ofType(INSTANCE).length, 1);
    assert.equal(inputs["name"], "prod-main-g1");
    assert.equal(inputs["databaseVersion"], "POSTGRES_17");
    const rebuilt = await record("prod", { "bulkhead:generation": "2" });
    assert.equal(rebuilt.find(INSTANCE, "database").inputs["name"], "prod-main-g2");
  });

  it("has a private address alone and accepts nothing without TLS, in every kind", () => {
    for (const [stack, recording] of Object.entries({ dev, staging, prod })) {
      assert.deepEqual(settings(recording).ipConfiguration, {
        ipv4Enabled: false,
        privateNetwork: `projects/acme-shop-${stack}/global/networks/${stack}-network`,
        allocatedIpRange: `${stack}-services`,
        sslMode: "ENCRYPTED_ONLY",
      });
    }
  });

  it("lets workloads sign in by IAM and logs who connects", () => {
    assert.deepEqual(settings(prod)["databaseFlags"], [
      { name: "cloudsql.iam_authentication", value: "on" },
      { name: "log_connections", value: "on" },
      { name: "log_disconnections", value: "on" },
      { name: "log_error_verbosity", value: "default" },
      { name: "log_statement", value: "ddl" },
    ]);
  });

  const BY_PROFILE = [
    ["dev", "db-f1-micro", "ZONAL", 10],
    ["staging", "db-custom-2-7680", "ZONAL", 50],
    ["prod", "db-custom-2-7680", "REGIONAL", 100],
  ] as const;
  for (const [stack, ...expected] of BY_PROFILE) {
    it(`is ${expected.join(", ")} GB in ${stack}`, () => {
      const { tier, availabilityType, diskSize } = settings({ dev, staging, prod }[stack]);
      assert.deepEqual([tier, availabilityType, diskSize], expected);
    });
  }

  const BACKUPS = [
    ["dev", 3, false, undefined],
    ["staging", 7, true, 7],
    ["prod", 30, true, 7],
  ] as const;
  for (const [stack, kept, pointInTime, days] of BACKUPS) {
    it(`keeps ${kept} backups in ${stack}, in its region, point in time: ${pointInTime}`, () => {
      const backups = settings({ dev, staging, prod }[stack]).backupConfiguration;
      assert.equal(backups["enabled"], true);
      assert.equal(backups["location"], "asia-southeast2");
      assert.deepEqual(backups["backupRetentionSettings"], {
        retainedBackups: kept,
        retentionUnit: "COUNT",
      });
      assert.equal(backups["pointInTimeRecoveryEnabled"], pointInTime);
      assert.equal(backups["transactionLogRetentionDays"], days);
    });
  }

  for (const [stack, kept] of [
    ["dev", false],
    ["staging", true],
    ["prod", true],
  ] as const) {
    it(`is ${kept ? "" : "not "}protected from deletion in ${stack}, three times over`, () => {
      const { inputs, protect } = { dev, staging, prod }[stack].find(INSTANCE, "database");
      const { deletionProtectionEnabled } = inputs["settings"] as Settings;
      assert.deepEqual(
        [inputs["deletionProtection"], deletionProtectionEnabled, protect],
        [kept, kept, kept],
      );
    });
  }

  it("has one user with a password, which is generated and stays secret", () => {
    const users = prod.ofType("gcp:sql/user:User").filter(({ inputs }) => "password" in inputs);
    assert.deepEqual(
      users.map(({ name, secretInputs }) => [name, secretInputs]),
      [["database-bootstrap", ["password"]]],
    );
    assert.deepEqual(
      prod.find("random:index/randomPassword:RandomPassword", "database-bootstrap-password").inputs,
      { length: 40, special: false },
    );
  });

  it("knows each workload by its service account, as Cloud SQL spells it", () => {
    assert.deepEqual(prod.find("gcp:sql/user:User", "database-api").inputs, {
      project: "acme-shop-prod",
      instance: "prod-main-g1",
      name: "prod-api@acme-shop-prod.iam",
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      deletionPolicy: "ABANDON",
    });
  });

  it("goes with its instance, and so do its users: PostgreSQL would refuse to drop them first", () => {
    for (const { ofType } of [dev, prod]) {
      const inside = [...ofType("gcp:sql/database:Database"), ...ofType("gcp:sql/user:User")];
      assert.equal(inside.length, 4);
      assert.ok(inside.every(({ inputs }) => inputs["deletionPolicy"] === "ABANDON"));
    }
  });

  it("is all that a workload's project-wide roles reach", () => {
    const roles = prod
      .ofType("gcp:projects/iAMMember:IAMMember")
      .filter(({ parent }) => parent === "database");
    assert.equal(roles.length, 4);
    for (const { inputs } of roles) {
      assert.deepEqual(inputs["condition"], {
        title: "only prod-main-g1",
        expression:
          'resource.name == "projects/acme-shop-prod/instances/prod-main-g1" && resource.service == "sqladmin.googleapis.com"',
      });
    }
  });
});
