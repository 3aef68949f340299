import assert from "node:assert/strict";

import { attributeCondition, DEPLOYER_ROLES } from "../../components/deployer.ts";
import { plannerCondition, PLANNER_ROLES } from "../../components/planner.ts";
import { record, type Recording } from "./recorder.ts";

const DEPLOYER = "serviceAccount:prod-deployer@acme-shop-prod.iam.gserviceaccount.com";

const ROLE = "gcp:projects/iAMMember:IAMMember";

describe("the bootstrap of prod", () => {
  let recording: Recording;

  before(async () => {
    recording = await record("prod", {}, "bootstrap/");
  });

  it("gives the deployer these roles in the environment's own project, and nothing elsewhere", () => {
    const roles = recording
      .ofType(ROLE)
      .filter(({ parent }) => parent === "deployer")
      .map(({ inputs }) => inputs);
    assert.deepEqual(
      roles,
      DEPLOYER_ROLES.map((role) => ({
        project: "acme-shop-prod",
        role: `roles/${role}`,
        member: DEPLOYER,
        ...(role === "resourcemanager.projectIamAdmin" && {
          condition: {
            title: "only roles of the program",
            expression:
              "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(" +
              "['roles/cloudsql.client', 'roles/cloudsql.instanceUser', 'roles/logging.viewer', 'roles/monitoring.viewer'])",
          },
        }),
      })),
    );
    assert.ok(DEPLOYER_ROLES.every((role) => !/^(owner|editor)$/.test(role)));
  });

  for (const [preparing, stack] of [
    ["dev", "dev"],
    ["staging", "staging"],
    ["prod", "prod"],
    ["sandbox", "pr-7"],
  ] as const) {
    it(`lets the deployer of ${preparing} grant what ${stack} grants, and nothing else`, async () => {
      const granted = (await record(stack)).ofType(ROLE).map(({ inputs }) => inputs["role"]);
      const bootstrap = await record(preparing, {}, "bootstrap/");
      const admin = bootstrap.find(ROLE, "deployer-resourcemanager.projectIamAdmin");
      const { expression } = admin.inputs["condition"] as { expression: string };
      const allowed = [...expression.matchAll(/'(roles\/[\w.]+)'/g)].map(([, role]) => role);
      assert.deepEqual(allowed, [...new Set(granted)].sort());
    });
  }

  it("keeps the state in the bucket of the stack file, every version of it", () => {
    const bucket = recording.find("gcp:storage/bucket:Bucket", "state");
    assert.equal(bucket.protect, true);
    assert.deepEqual(bucket.inputs, {
      project: "acme-shop-prod",
      name: "acme-shop-prod-state",
      location: "ASIA-SOUTHEAST2",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: false,
      versioning: { enabled: true },
    });
  });

  it("lets the deployer alone write the state and use the key, but for the planner", () => {
    const members = recording.resources
      .filter(({ parent, inputs }) => parent === "state" && "member" in inputs)
      .map(({ inputs }) => [inputs["role"], inputs["member"]]);
    assert.deepEqual(members, [
      ["roles/storage.objectAdmin", DEPLOYER],
      ["roles/cloudkms.cryptoKeyEncrypterDecrypter", DEPLOYER],
    ]);
  });

  it("lets the planner see everything, change nothing, and alter no saved plan", () => {
    const granted = recording.resources
      .filter(({ parent, inputs }) => parent === "planner" && "role" in inputs)
      .map(({ inputs }) => [inputs["role"], inputs["bucket"] ?? inputs["project"]]);
    assert.deepEqual(granted, [
      ...PLANNER_ROLES.map((role) => [`roles/${role}`, "acme-shop-prod"]),
      ["roles/cloudkms.cryptoKeyEncrypterDecrypter", undefined],
      ["roles/storage.objectViewer", "acme-shop-prod-state"],
      ["roles/storage.objectCreator", "acme-shop-prod-state"],
      ["roles/iam.workloadIdentityUser", undefined],
    ]);
    const plans = recording.find("gcp:storage/bucketIAMMember:BucketIAMMember", "planner-plans");
    assert.match(JSON.stringify(plans.inputs["condition"]), /objects\/bulkhead-plans\//);
  });

  it("parts the pools, since whoever signs in to the deployer's may act as the deployer", () => {
    const pools = recording
      .ofType("gcp:iam/workloadIdentityPool:WorkloadIdentityPool")
      .map(({ inputs }) => inputs["workloadIdentityPoolId"]);
    assert.equal(new Set(pools).size, 2, String(pools));
  });

  it("makes the key that the stack file names, and protects it", () => {
    const ring = recording.find("gcp:kms/keyRing:KeyRing", "state-key-ring");
    const key = recording.find("gcp:kms/cryptoKey:CryptoKey", "state-key");
    assert.deepEqual(ring.inputs, {
      project: "acme-shop-prod",
      location: "asia-southeast2",
      name: "bulkhead",
    });
    assert.equal(key.inputs["name"], "pulumi");
    assert.deepEqual([ring.protect, key.protect], [true, true]);
  });

  it("federates with the one workflow that the stack file names, and with none otherwise", async () => {
    const federated = ({ resources }: Recording) =>
      resources.some(({ type }) => type.includes("workloadIdentity"));
    assert.equal(federated(recording), true);
    assert.equal(federated(await record("dev", {}, "bootstrap/")), false);
  });
});

describe("the bootstrap of the sandbox", () => {
  it("makes the bucket and the key that Pulumi.yaml names, once for all that live there", async () => {
    const { find } = await record("sandbox", {}, "bootstrap/");
    assert.equal(
      find("gcp:storage/bucket:Bucket", "state").inputs["name"],
      "acme-shop-sandbox-state",
    );
    assert.equal(
      find("gcp:kms/keyRing:KeyRing", "state-key-ring").inputs["project"],
      "acme-shop-sandbox",
    );
  });

  it("is not that of a single environment in it", async () => {
    for (const stack of ["pr-7", "dev-alice"]) {
      await assert.rejects(record(stack, {}, "bootstrap/"), /pulumi stack init sandbox/);
    }
  });
});

describe("a workflow's token", () => {
  const deployment = {
    repositoryId: "123456789",
    ref: "refs/heads/main",
    environment: "prod",
    workflow: "deploy.yml",
  };

  it("must match repository, ref, environment and workflow, all four", () => {
    assert.equal(
      attributeCondition(deployment),
      'assertion.repository_id == "123456789" && assertion.ref == "refs/heads/main"' +
        ' && assertion.environment == "prod"' +
        ' && assertion.workflow_ref.endsWith("/.github/workflows/deploy.yml@refs/heads/main")',
    );
  });

  it("plans in an environment of its own, from the same ref, in two workflows", () => {
    const condition = plannerCondition(deployment);
    assert.doesNotMatch(condition, /environment == "prod"/);
    assert.equal(condition.match(/environment == "prod-plan"/g)?.length, 2);
    assert.equal(condition.match(/ref == "refs\/heads\/main"/g)?.length, 2);
    assert.match(condition, /deploy\.yml@refs\/heads\/main"\)\) \|\| \(.*drift\.yml@refs/);
  });
});
