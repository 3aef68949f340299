import { documentOf, plan, SECRET, unchanged, type Inputs, type Step } from "../planned.ts";
import type { Scene } from "./scenes.ts";

/**
 * Changes of which a reader has to tell, from the comment alone, which would hurt prod and how; the
 * answers are in `golden/answers.json`.
 */
export const DANGERS: Readonly<Record<string, Scene>> = {
  "danger-region": scene({
    dev: [],
    staging: [instance("asia-southeast2", "db-g1-small")],
    prod: [instance("asia-southeast1", "db-custom-2-7680"), ...follows()],
  }),
  "danger-bucket": scene({
    dev: [made("gcp:storage/bucket:Bucket", "storage-exports", { location: "ASIA-SOUTHEAST2" })],
    staging: [
      made("gcp:storage/bucket:Bucket", "storage-exports", { location: "ASIA-SOUTHEAST2" }),
    ],
    prod: [
      gone("gcp:storage/bucket:Bucket", "storage-uploads", { location: "ASIA-SOUTHEAST2" }),
      gone("gcp:storage/bucketIAMMember:BucketIAMMember", "storage-uploads-api", {}),
    ],
  }),
  "danger-secret": scene({
    dev: renamed(),
    staging: renamed(),
    prod: renamed(),
  }),
  "danger-key": scene({
    dev: [],
    staging: [
      update("gcp:kms/cryptoKey:CryptoKey", "data", { rotationPeriod: "7776000s" }, { rotationPeriod: "2592000s" }), // prettier-ignore
    ],
    prod: [
      gone("gcp:kms/cryptoKey:CryptoKey", "data", { rotationPeriod: "7776000s" }, true),
      gone("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "data-sql", {}),
    ],
  }),
  "danger-user": scene({
    dev: [user("app-dev", "app")],
    staging: [user("app-staging", "app")],
    prod: [
      update("gcp:sql/user:User", "database-api", { name: "app", password: SECRET }, { name: "app", password: SECRET }, ["password"]), // prettier-ignore
    ],
  }),
};

function scene(steps: Readonly<Record<"dev" | "staging" | "prod", readonly Step[]>>): Scene {
  const stacks = Object.entries(steps).map(([stack, each]) =>
    plan({ stack, steps: each, events: [unchanged(68 - each.length)] }),
  );
  return { document: documentOf(stacks) };
}

function made(type: string, name: string, inputs: Inputs): Step {
  return { op: "create", type, name, new: inputs };
}

function gone(type: string, name: string, inputs: Inputs, protect = false): Step {
  return { op: "delete", type, name, protect, old: inputs };
}

function update(type: string, name: string, old: Inputs, now: Inputs, diffs?: string[]): Step {
  return { op: "update", type, name, old, new: now, ...(diffs && { diffs }) }; // prettier-ignore
}

/** A database whose tier is raised; in another region than before it is another database. */
function instance(region: string, tier: string): Step {
  const before = { name: "main", region: "asia-southeast2", databaseVersion: "POSTGRES_16" };
  const old = { ...before, settings: { tier: "db-f1-micro", backups: true } };
  const now = { ...before, region, settings: { tier, backups: true } };
  const type = "gcp:sql/databaseInstance:DatabaseInstance";
  if (region === before.region) return update(type, "database", old, now);
  const detailedDiff = {
    region: { diffKind: "update-replace", inputDiff: true },
    "settings.tier": { diffKind: "update", inputDiff: true },
  };
  return { op: "replace", type, name: "database", id: "main-prod", old, new: now, detailedDiff };
}

/** What the engine replaces with its instance. */
function follows(): readonly Step[] {
  const inputs = { instance: "main-prod", name: "app" };
  const each = { op: "replace", old: inputs, new: inputs, keys: ["instance"] };
  return [
    { ...each, type: "gcp:sql/database:Database", name: "database-app" },
    { ...each, type: "gcp:sql/user:User", name: "database-api" },
  ];
}

function renamed(): readonly Step[] {
  const secret = (name: string) => ({ secretId: name, labels: { part: "mail" } });
  const type = "gcp:secretmanager/secret:Secret";
  return [
    gone(type, "secrets-mail-key", secret("mail-key")),
    made(type, "secrets-post-key", secret("post-key")),
  ];
}

/** A user under another name is another user; what it may do is granted to the name. */
function user(name: string, before: string): Step {
  return {
    ...{ op: "replace", type: "gcp:sql/user:User", name: "database-api", keys: ["name"] },
    old: { name: before, instance: "main", password: SECRET },
    new: { name, instance: "main", password: SECRET },
  };
}
