import assert from "node:assert/strict";

import { factsOf, type Fields } from "../../../local/facts/facts.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import { IN_PLACE, lossesOf, PROTECTION } from "../../../preview/document/dangers-in-place.ts";
import { DANGEROUS_TYPES, tokenOf } from "../../../preview/document/dangers-types.ts";
import { dangersOf } from "../../../preview/document/dangers.ts";
import { documentOf, plan, SECRET, UNKNOWN, type Inputs } from "../planned.ts";

const BUCKET = "storage/Bucket";
const SQL = "sql/DatabaseInstance";
const backups = (said: Inputs) => ({ settings: { backupConfiguration: said } });
const rule = (type: string, condition: Inputs) => ({ action: { type }, condition });
const rules = (...lifecycleRules: Inputs[]) => ({ lifecycleRules });

function update(type: string, old: Inputs, now: Inputs) {
  return plan({ steps: [{ op: "update", type: tokenOf(type), name: "a", old, new: now }] });
}

/** The properties by which an update loses something. */
function lost(type: string, old: Inputs, now: Inputs): readonly string[] {
  return dangersOf(documentOf([update(type, old, now)])).flatMap(({ losses }) =>
    losses.map(({ change }) => change.path),
  );
}

const LOSSES: readonly (readonly [string, string, Inputs, Inputs, string])[] = [
  ["versioning off", BUCKET, { versioning: { enabled: true } }, { versioning: { enabled: false } }, "versioning.enabled"], // prettier-ignore
  ["versioning no longer said", BUCKET, { versioning: { enabled: true } }, {}, "versioning.enabled"], // prettier-ignore
  ["versioning nobody can see", BUCKET, { versioning: { enabled: true } }, { versioning: { enabled: UNKNOWN } }, "versioning.enabled"], // prettier-ignore
  ["a rule that deletes after a day", BUCKET, {}, rules(rule("Delete", { age: 1 })), "lifecycleRules[0].action.type"], // prettier-ignore
  ["a rule that deletes sooner", BUCKET, rules(rule("Delete", { age: 365 })), rules(rule("Delete", { age: 1 })), "lifecycleRules[0].condition.age"], // prettier-ignore
  ["a rule that asks for no age", BUCKET, rules(rule("Delete", { age: 365, withState: "LIVE" })), rules(rule("Delete", { withState: "LIVE" })), "lifecycleRules[0].condition.age"], // prettier-ignore
  ["a shorter way back", BUCKET, { softDeletePolicy: { retentionDurationSeconds: 604800 } }, { softDeletePolicy: { retentionDurationSeconds: 0 } }, "softDeletePolicy.retentionDurationSeconds"], // prettier-ignore
  ["deletion with all objects", BUCKET, { forceDestroy: false }, { forceDestroy: true }, "forceDestroy"], // prettier-ignore
  ["backups off", SQL, backups({ enabled: true }), backups({ enabled: false }), "settings.backupConfiguration.enabled"], // prettier-ignore
  ["points in time off", SQL, backups({ pointInTimeRecoveryEnabled: true }), backups({}), "settings.backupConfiguration.pointInTimeRecoveryEnabled"], // prettier-ignore
  ["fewer backups", SQL, backups({ backupRetentionSettings: { retainedBackups: 30 } }), backups({ backupRetentionSettings: { retainedBackups: 7 } }), "settings.backupConfiguration.backupRetentionSettings.retainedBackups"], // prettier-ignore
  ["protection off", SQL, { deletionProtection: true }, { deletionProtection: false }, "deletionProtection"], // prettier-ignore
  ["protection off that was on unsaid", SQL, {}, { deletionProtection: false }, "deletionProtection"], // prettier-ignore
  ["the API's protection off", SQL, { settings: { deletionProtectionEnabled: true } }, { settings: { deletionProtectionEnabled: false } }, "settings.deletionProtectionEnabled"], // prettier-ignore
  ["protection in words", "bigtable/Table", { deletionProtection: "PROTECTED" }, { deletionProtection: "UNPROTECTED" }, "deletionProtection"], // prettier-ignore
  ["protection in other words", "firestore/Database", { deleteProtectionState: "DELETE_PROTECTION_ENABLED" }, { deleteProtectionState: "DELETE_PROTECTION_DISABLED" }, "deleteProtectionState"], // prettier-ignore
  ["a shorter time in days", "spanner/Database", { versionRetentionPeriod: "7d" }, { versionRetentionPeriod: "1h" }, "versionRetentionPeriod"], // prettier-ignore
  ["an end that is set", "secretmanager/Secret", {}, { expireTime: "2027-01-01T00:00:00Z" }, "expireTime"], // prettier-ignore
  ["an end that is sooner", "secretmanager/Secret", { ttl: "86400s" }, { ttl: "60s" }, "ttl"],
  ["a version that is switched off", "secretmanager/SecretVersion", { enabled: true }, { enabled: false }, "enabled"], // prettier-ignore
  ["a key that is destroyed", "kms/CryptoKeyVersion", { state: "ENABLED" }, { state: "DESTROYED" }, "state"], // prettier-ignore
];

const FINE: readonly (readonly [string, string, Inputs, Inputs])[] = [
  ["versioning on", BUCKET, { versioning: { enabled: false } }, { versioning: { enabled: true } }],
  ["versioning off that was off", BUCKET, {}, { versioning: { enabled: false } }],
  ["a rule that goes", BUCKET, rules(rule("Delete", { age: 30, withState: "ARCHIVED" })), {}],
  ["a rule that deletes later", BUCKET, rules(rule("Delete", { age: 1 })), rules(rule("Delete", { age: 9 }))], // prettier-ignore
  ["a rule that stores elsewhere", BUCKET, {}, rules(rule("SetStorageClass", { age: 30 }))],
  ["more backups", SQL, backups({ backupRetentionSettings: { retainedBackups: 7 } }), backups({ backupRetentionSettings: { retainedBackups: 30 } })], // prettier-ignore
  ["protection on", SQL, { deletionProtection: false }, { deletionProtection: true }],
  ["a tier", SQL, { settings: { tier: "a" } }, { settings: { tier: "b" } }],
  ["a longer time in other units", "spanner/Database", { versionRetentionPeriod: "60m" }, { versionRetentionPeriod: "2h" }], // prettier-ignore
  ["protection of what holds no data", "cloudrunv2/Service", { deletionProtection: true }, { deletionProtection: false }], // prettier-ignore
  ["a new password", "sql/User", { password: SECRET }, { password: SECRET }],
];

describe("a change to what stays", () => {
  for (const [what, type, old, now, path] of LOSSES) {
    it(`is a danger: ${what}`, () => {
      assert.ok(lost(type, old, now).includes(path), String(lost(type, old, now)));
      assert.equal(verdictOf(documentOf([update(type, old, now)])).code, 4);
    });
  }

  for (const [what, type, old, now] of FINE) {
    it(`is none: ${what}`, () => {
      assert.deepEqual(lost(type, old, now), []);
    });
  }

  it("is a danger when Pulumi protects it no more, whatever it is", () => {
    const { operations } = update("compute/Firewall", {}, {});
    const change = { path: "protect", kind: "update", old: { value: true }, new: { value: false } };
    const [operation] = operations.map((each) => ({ ...each, changes: [change as never] }));
    assert.equal(operation && lossesOf(operation).length, 1);
  });
});

describe("the changes that are dangers", () => {
  it("are to properties that the provider has", () => {
    for (const place of IN_PLACE.flatMap(([, , places]) => places)) {
      const [type = "", path = ""] = place.split(" ");
      assert.ok(paths(type).includes(path), place);
      assert.ok(IN_PLACE.flatMap(([, , places]) => places).filter((each) => each === place).length === 1); // prettier-ignore
    }
  });

  it("are all that switch backups or protections off, where the provider can", () => {
    const known = new Set(IN_PLACE.flatMap(([, , places]) => places));
    const open = [...DANGEROUS_TYPES.keys()].flatMap((token) => {
      const type = token.replace(/^gcp:(\w+)\/\w+:(\w+)$/, "$1/$2");
      return paths(type)
        .filter((path) => SWITCH.test(path) && !PROTECTION.test(path.split(".").at(-1) ?? ""))
        .map((path) => `${type} ${path}`)
        .filter((place) => !known.has(place));
    });
    assert.deepEqual(open, []);
  });
});

/** What makes backups, goes back in time, or protects, by its name. */
const SWITCH =
  /(delet\w*|drop)protection(?!reason)\w*$|pointintimerecovery\w*$|backup\w*(\.\w+)*\.enabled$|retain\w*backups/i;

/** Every property of a type that a change leaves the resource with; none whose change replaces it. */
function paths(type: string): readonly string[] {
  return [...pathsOf(factsOf(tokenOf(type))?.fields ?? {}, "")];
}

function* pathsOf(fields: Fields, start: string): Generator<string> {
  for (const [name, field] of Object.entries(fields)) {
    if (field.readOnly) continue;
    const isList = field.type === "list" || field.type === "set";
    const path = `${start}${name}${isList ? "[]" : ""}`;
    if (!field.replaces) yield path;
    yield* pathsOf(field.fields ?? {}, `${path}.`);
  }
}
