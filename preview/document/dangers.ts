import type { Operation, PlanDocument, StackPlan } from "./plan.ts";

/** What would be lost with a resource: what it holds exists nowhere else. */
const HOLDS_DATA: Readonly<Record<string, string>> = {
  "gcp:sql/databaseInstance:DatabaseInstance": "database instance",
  "gcp:sql/database:Database": "database",
  "gcp:sql/user:User": "database user",
  "gcp:alloydb/cluster:Cluster": "database cluster",
  "gcp:alloydb/instance:Instance": "database instance",
  "gcp:alloydb/user:User": "database user",
  "gcp:spanner/instance:Instance": "database instance",
  "gcp:spanner/database:Database": "database",
  "gcp:bigtable/instance:Instance": "database instance",
  "gcp:bigtable/table:Table": "table",
  "gcp:bigquery/dataset:Dataset": "dataset",
  "gcp:bigquery/table:Table": "table",
  "gcp:firestore/database:Database": "database",
  "gcp:storage/bucket:Bucket": "bucket",
  "gcp:filestore/instance:Instance": "file share",
  "gcp:compute/disk:Disk": "disk",
  "gcp:compute/regionDisk:RegionDisk": "disk",
  "gcp:compute/snapshot:Snapshot": "snapshot",
  "gcp:redis/instance:Instance": "Redis",
  "gcp:redis/cluster:Cluster": "Redis",
  "gcp:memorystore/instance:Instance": "Redis",
  "gcp:secretmanager/secret:Secret": "secret",
  "gcp:secretmanager/regionalSecret:RegionalSecret": "secret",
  "gcp:kms/keyRing:KeyRing": "key ring",
  "gcp:kms/cryptoKey:CryptoKey": "key",
  "gcp:kms/cryptoKeyVersion:CryptoKeyVersion": "key",
  "gcp:artifactregistry/repository:Repository": "image repository",
  "gcp:organizations/project:Project": "project",
};

/** Something that holds data and would be replaced or deleted. */
export interface Danger {
  readonly stack: string;
  /** What it is in words: database instance, bucket. */
  readonly what: string;
  readonly operation: Operation;
  /** Why, in words; a cause of its own a line. */
  readonly causes: readonly string[];
  /** Digest of the stack's plan, which an acknowledgement names. */
  readonly digest: string;
}

/** Every danger of every stack, prod's first. */
export function dangersOf({ stacks }: Pick<PlanDocument, "stacks">): readonly Danger[] {
  return [...stacks].sort(byKind).flatMap((plan) =>
    plan.operations.filter(isDangerous).map((operation) => ({
      stack: plan.stack,
      what: HOLDS_DATA[operation.type] ?? "protected resource",
      operation,
      causes: causesIn(plan, operation),
      digest: plan.digest,
    })),
  );
}

/** Whether an operation takes away what holds data, or what somebody has protected. */
export function isDangerous({ type, operation, protected: isProtected }: Operation): boolean {
  const takesAway = operation === "replace" || operation === "delete";
  return takesAway && (type in HOLDS_DATA || isProtected === true);
}

/** The types whose loss is a danger, with what each is in words. */
export function dangerousTypes(): Readonly<Record<string, string>> {
  return HOLDS_DATA;
}

function causesIn(plan: StackPlan, operation: Operation): readonly string[] {
  if (operation.operation === "replace") {
    return operation.causes.length > 0 ? operation.causes : ["something that it depends on"];
  }
  const renamed = plan.operations.filter(
    (other) => other.operation === "create" && other.type === operation.type,
  );
  return renamed.length === 1 && renamed[0]
    ? [`no longer in the program; perhaps renamed to ${renamed[0].name}`]
    : ["no longer in the program"];
}

/** What hurts most stands first; kinds that nobody named stand last. */
const ORDER = ["prod", "staging", "uat"];

function byKind(one: StackPlan, other: StackPlan): number {
  const place = ({ kind }: StackPlan) =>
    ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length;
  return place(one) - place(other);
}
