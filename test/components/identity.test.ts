import assert from "node:assert/strict";

import { EPHEMERAL_KINDS } from "../../environment/kinds.ts";
import { profileOf } from "../../environment/profiles.ts";
import { record, type Recording } from "./recorder.ts";

const ACCOUNT = "gcp:serviceaccount/account:Account";
const ROLE = "gcp:projects/iAMMember:IAMMember";
const AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig";

describe("the identities", () => {
  let dev: Recording;
  let prod: Recording;
  let preview: Recording;

  before(async () => {
    [dev, prod, preview] = [await record("dev"), await record("prod"), await record("pr-7")];
  });

  it("are one service account a workload", () => {
    assert.deepEqual(
      prod.ofType(ACCOUNT).map(({ name, inputs }) => [name, inputs["accountId"]]),
      [
        ["identity-api", "prod-api"],
        ["identity-migrate", "prod-migrate"],
      ],
    );
  });

  it("give no workload a role that reaches further than one resource", () => {
    const wide = prod.ofType(ROLE).filter(({ inputs }) => {
      return String(inputs["member"]).startsWith("serviceAccount:") && !("condition" in inputs);
    });
    assert.deepEqual(wide, []);
  });

  it("have no key that could be copied", () => {
    assert.ok(!prod.resources.some(({ type }) => /serviceaccount\/key/i.test(type)));
  });

  for (const [stack, row] of [
    ["dev", "operators"],
    ["dev", "developers"],
    ["prod", "operators"],
    ["prod", "developers"],
  ] as const) {
    it(`give the ${row} of ${stack} the roles of their row in the profile, and no others`, () => {
      const given = { dev, prod }[stack]
        .ofType(ROLE)
        .filter(({ inputs }) => inputs["member"] === `group:shop-${row}@acme.example`)
        .map(({ inputs }) => inputs["role"]);
      assert.deepEqual(given, profileOf(stack).people[row]);
    });
  }

  it("give people roles as groups alone, never to everyone", () => {
    const people = [...dev.ofType(ROLE), ...prod.ofType(ROLE)]
      .map(({ inputs }) => String(inputs["member"]))
      .filter((member) => !member.startsWith("serviceAccount:"));
    assert.ok(people.length > 0 && people.every((member) => member.startsWith("group:")));
  });

  it("of an ephemeral environment hold no role of people, which are the sandbox's", async () => {
    const groups = { operators: ["ops@acme.example"], developers: ["devs@acme.example"] };
    const listed = await record("pr-7", { "bulkhead:access": JSON.stringify(groups) });
    assert.deepEqual(EPHEMERAL_KINDS, ["developer", "preview"]);
    for (const { ofType } of [preview, listed]) {
      assert.ok(ofType(ROLE).every(({ inputs }) => String(inputs["member"]).includes("pr-7-")));
      assert.deepEqual(ofType(AUDIT), []);
    }
  });

  it("are recorded in prod, reads of data included, and not in dev", () => {
    assert.deepEqual(dev.ofType(AUDIT), []);
    assert.deepEqual(prod.find(AUDIT, "identity-audit-logs").inputs, {
      project: "acme-shop-prod",
      service: "allServices",
      auditLogConfigs: [
        { logType: "ADMIN_READ" },
        { logType: "DATA_READ" },
        { logType: "DATA_WRITE" },
      ],
    });
  });
});
