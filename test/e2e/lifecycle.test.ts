import assert from "node:assert/strict";

import { Scratch, type Step } from "./scratch.ts";

/** A change of a stack file, and what the engine must plan for it: this and nothing else. */
const CHANGES: readonly { title: string; key: string; value: unknown; steps: Step[] }[] = [
  {
    title: "an endpoint on the allow-list is one firewall rule",
    key: "bulkhead:egress",
    value: { "payment-sandbox": "203.0.113.16/28" },
    steps: [{ op: "create", name: "network-egress-payment-sandbox" }],
  },
  {
    title: "a group that goes loses each of its roles and nothing else changes",
    key: "bulkhead:access",
    value: { operators: ["shop-operators@acme.example"] },
    steps: ["cloudsql.client", "run.developer", "viewer"].map((role) => ({
      op: "delete",
      name: `identity-developers-shop-developers-${role}`,
    })),
  },
  {
    title: "a higher generation replaces the database, since its name changes, and what is in it",
    key: "bulkhead:generation",
    value: 2,
    steps: [
      ...["database", "database-app", "database-bootstrap", "database-api", "database-migrate"],
      ...["database-api-client", "database-api-instanceUser"],
      ...["database-migrate-client", "database-migrate-instanceUser"],
    ].map((name) => ({ op: "replace", name })),
  },
];

describe("the dev environment, through the real engine", function () {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
  });

  after(() => scratch.remove());

  it("comes up", async () => {
    const [result] = await scratch.run("up", "dev");
    assert.deepEqual(result?.errors, []);
    assert.deepEqual(result.warnings, []);
    assert.deepEqual(Object.keys(result.changes), ["create"]);
  });

  it("is not selected by having come up: which stack is meant, its user says", async () => {
    const { code, stderr } = await scratch.pulumi("stack", "--show-name");
    assert.notEqual(code, 0);
    assert.match(stderr, /no stack selected/);
  });

  it("then plans no change", async () => {
    assert.deepEqual(await scratch.plan("dev"), []);
  });

  it("then finds no drift", async () => {
    const refresh = await scratch.pulumi(
      "refresh",
      "--preview-only",
      "--expect-no-changes",
      "-s",
      "dev",
    );
    assert.equal(refresh.code, 0, refresh.stdout);
  });

  for (const { title, key, value, steps } of CHANGES) {
    it(`plans what was meant: ${title}`, async () => {
      const planned = await planWith(scratch, key, value);
      assert.deepEqual(planned, [...steps].sort(byName));
    });
  }

  it("is drift when something is deleted by hand, and comes back by an update", async () => {
    const cloud = await scratch.cloud();
    const firewall = "gcp:compute/firewall:Firewall";
    assert.ok(
      await cloud.remove(firewall, "projects/acme-shop-dev/global/firewalls/dev-deny-egress"),
    );
    const [refreshed] = await scratch.run("refresh", "dev");
    assert.deepEqual(refreshed?.changes["delete"], 1);
    assert.deepEqual(await scratch.plan("dev"), [{ op: "create", name: "network-deny-egress" }]);
    const [result] = await scratch.run("up", "dev");
    assert.ok(result?.ok, result?.errors.join("\n"));
  });

  it("leaves nothing when it is destroyed", async () => {
    const [result] = await scratch.run("destroy", "dev");
    assert.deepEqual(result?.errors, []);
    const cloud = await scratch.cloud();
    const left = (await cloud.resources()).filter(({ id }) => id.includes("acme-shop-dev"));
    assert.deepEqual(left, []);
    const { deployment } = JSON.parse(
      (await scratch.pulumi("stack", "export", "--stack", "dev")).stdout,
    ) as { deployment: { resources?: unknown[] } };
    assert.deepEqual(deployment.resources ?? [], []);
  });
});

/** The plan with one line of dev's configuration changed, which is changed back. */
async function planWith(scratch: Scratch, key: string, value: unknown): Promise<Step[]> {
  let before: unknown;
  await scratch.edit("Pulumi.dev.yaml", ({ config }) => {
    before = (config as Record<string, unknown>)[key];
  });
  await scratch.configure("dev", key, value);
  try {
    const steps = await scratch.plan("dev");
    return steps
      .filter(({ op }) => !/^(create-replacement|delete-replaced)$/.test(op))
      .sort(byName);
  } finally {
    await scratch.configure("dev", key, before);
  }
}

function byName(one: Step, other: Step): number {
  return one.name < other.name ? -1 : 1;
}
