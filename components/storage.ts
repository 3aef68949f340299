import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "@pulumi/gcp/storage/bucket.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";

import { nameOf } from "../environment/names.ts";
import type { Accounts } from "./identity.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

/** One bucket of the environment. */
export interface BucketEntry {
  /** The workloads that may read and write its objects, and no others. */
  readonly users: Accounts;
}

export interface StorageArgs extends ComponentArgs {
  readonly buckets: Readonly<Record<string, BucketEntry>>;
}

/**
 * The environment's own buckets: access by IAM alone, never public, versioned and recoverable as the
 * profile says.
 */
export class Storage extends pulumi.ComponentResource {
  /** The cloud names of the buckets. */
  readonly buckets: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(
    name: string,
    { environment, buckets }: StorageArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Storage", name, {}, opts);
    const scope = { environment, name, parent: this };

    const created = Object.entries(buckets).map(([part, entry]) => {
      const bucket = createBucket(scope, part);
      createUsers(scope, part, entry, bucket);
      return [part, bucket.name] as const;
    });

    this.buckets = Object.fromEntries(created);
    this.registerOutputs({ buckets: this.buckets });
  }
}

function createBucket({ environment, name, parent }: Scope, part: string): Bucket {
  const { storage, protection } = environment.profile;
  return new Bucket(
    `${name}-${part}`,
    {
      project: environment.project,
      name: nameOf(environment, "bucket", part),
      location: environment.region.toUpperCase(),
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: !protection.deletion,
      versioning: { enabled: storage.versioned },
      softDeletePolicy: { retentionDurationSeconds: storage.softDeleteDays * 24 * 3600 },
      lifecycleRules: LIFECYCLE,
    },
    { parent, protect: protection.deletion },
  );
}

/** Uploads that nobody finished cost money for ever; an old version does after three months. */
const LIFECYCLE = [
  { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
  { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 90 } },
];

function createUsers(
  { name, parent }: Scope,
  part: string,
  { users }: BucketEntry,
  bucket: Bucket,
): void {
  for (const [workload, account] of Object.entries(users)) {
    new BucketIAMMember(
      `${name}-${part}-${workload}`,
      { bucket: bucket.name, role: "roles/storage.objectUser", member: account.member },
      { parent },
    );
  }
}
