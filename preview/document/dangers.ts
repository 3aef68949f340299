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
  /** Those of the causes that are resources, which the plan replaces too. */
  readonly follows: readonly string[];
  /** Resources of the same type that the plan makes; what is deleted may live on under their names. */
  readonly successors: readonly string[];
  /** Digest of the stack's plan, which an acknowledgement names. */
  readonly digest: string;
}

/** Every danger of every stack, prod's first. */
export function dangersOf({ stacks }: Pick<PlanDocument, "stacks">): readonly Danger[] {
  return [...stacks].sort(byKind).flatMap((plan) => {
    const made = madeBy(plan);
    const replaced = new Set(
      plan.operations.flatMap((each) => (each.operation === "replace" ? each.name : [])),
    );
    const dangers = plan.operations.filter(isDangerous).map((operation) => {
      const { type } = operation;
      const changed = new Set(operation.changes.map(({ path }) => path));
      const follows = operation.causes.filter((each) => replaced.has(each) && !changed.has(each));
      const successors = operation.operation === "delete" ? (made.get(type) ?? []) : [];
      return {
        stack: plan.stack,
        what: HOLDS_DATA[type] ?? "protected resource",
        operation,
        causes: inWords(operation, successors),
        follows,
        successors,
        digest: plan.digest,
      };
    });
    // What drags others along stands before them.
    const [own, dragged] = [true, false].map((is) =>
      dangers.filter(({ follows }) => (follows.length === 0) === is),
    );
    return [...(own ?? []), ...(dragged ?? [])];
  });
}

/** Whether an operation takes away what holds data, or what somebody has protected. */
export function isDangerous({ type, operation, protected: isProtected }: Operation): boolean {
  const takesAway = operation === "replace" || operation === "delete";
  return takesAway && (Object.hasOwn(HOLDS_DATA, type) || isProtected === true);
}

/** The types whose loss is a danger, with what each is in words. */
export function dangerousTypes(): Readonly<Record<string, string>> {
  return HOLDS_DATA;
}

/** Names that may be new ones for something deleted; of many, no one says anything. */
const MOST_SUCCESSORS = 3;

/** The resources that a plan makes, by type, where there are few enough to be told. */
function madeBy({ operations }: StackPlan): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, string[]>();
  for (const { type, name, operation } of operations) {
    if (operation !== "create") continue;
    const names = made.get(type);
    if (names) names.push(name);
    else made.set(type, [name]);
  }
  return new Map([...made].filter(([, names]) => names.length <= MOST_SUCCESSORS));
}

function inWords(operation: Operation, successors: readonly string[]): readonly string[] {
  if (operation.operation === "replace") {
    return operation.causes.length > 0 ? operation.causes : ["something that it depends on"];
  }
  return successors.length > 0
    ? [`no longer in the program; perhaps renamed to ${successors.join(" or ")}`]
    : ["no longer in the program"];
}

/** What hurts most stands first; kinds that nobody named stand last. */
const ORDER = ["prod", "staging", "uat"];

function byKind(one: StackPlan, other: StackPlan): number {
  const place = ({ kind }: StackPlan) =>
    ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length;
  return place(one) - place(other);
}
