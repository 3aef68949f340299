import type { Context, Finding, Rule } from "../../rule.ts";
import { isUnknown, valuesAt } from "../../values.ts";

const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
const TRANSFER = "gcp:storage/transferJob:TransferJob";
const SINK = "gcp:logging/projectSink:ProjectSink";

/** Where data comes from when it is copied, by type. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  [SQL]: [
    ...["masterInstanceName", "clone.sourceInstanceName", "restoreBackupContext.project"],
    ...[
      "restoreBackupContext.instanceId",
      "pointInTimeRestoreContext.datasource",
      "backupdrBackup",
    ],
  ],
  [TRANSFER]: [
    ...["transferSpec.gcsDataSource.bucketName", "transferSpec.awsS3DataSource.bucketName"],
    ...["transferSpec.httpDataSource.listUrl", "transferSpec.posixDataSource.rootDirectory"],
  ],
  "gcp:compute/disk:Disk": ["snapshot", "sourceDisk", "sourceInstantSnapshot"],
  "gcp:compute/image:Image": ["sourceDisk", "sourceSnapshot", "sourceImage"],
  "gcp:compute/snapshot:Snapshot": ["sourceDisk"],
  "gcp:databasemigrationservice/migrationJob:MigrationJob": ["source"],
  "gcp:datastream/stream:Stream": ["sourceConfig.sourceConnectionProfile"],
};

/** Where data goes when it is exported, by type. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  [TRANSFER]: ["transferSpec.gcsDataSink.bucketName", "transferSpec.posixDataSink.rootDirectory"],
  [SINK]: ["destination"],
  "gcp:pubsub/subscription:Subscription": [
    ...["bigqueryConfig.table", "cloudStorageConfig.bucket", "pushConfig.pushEndpoint"],
  ],
  "gcp:bigquery/job:Job": ["extract.destinationUris", "copy.destinationTable.projectId"],
  "gcp:bigquery/dataTransferConfig:DataTransferConfig": ["destinationDatasetId"],
  "gcp:datastream/stream:Stream": ["destinationConfig.destinationConnectionProfile"],
  "gcp:storage/bucket:Bucket": ["logging.logBucket"],
};

/** Copies of data that cross the border of an environment. */
export const DATA_PATH: Rule = {
  id: "data-path",
  forbids:
    "Clones, replicas, restores, exports and transfers between an environment and anything outside.",
  why: "Prod's data in a lower kind is read by whoever works there, and a leak is found by others.",
  cure: "Copy inside the environment; other kinds get generated data.",
  types: [...new Set([...Object.keys(SOURCES), ...Object.keys(TARGETS)])],
  check: function* ({ type, props }, context): Generator<Finding> {
    for (const at of SOURCES[type] ?? []) {
      for (const { path, value } of valuesAt(props, at)) {
        if (isOutside(at, value, context)) yield { path, reason: "copies data from outside" };
      }
    }
    for (const at of TARGETS[type] ?? []) {
      for (const { path, value } of valuesAt(props, at)) {
        if (isOutside(at, value, context)) yield { path, reason: "sends data outside" };
      }
    }
  },
  fails: {
    type: SINK,
    props: { destination: "storage.googleapis.com/acme-archive" },
    stack: "prod",
  },
  passes: {
    type: SINK,
    props: { destination: "storage.googleapis.com/acme-shop-prod-prod-audit" },
    stack: "prod",
  },
};

/** In prod whatever is not its own; elsewhere whatever names another project. */
function isOutside(at: string, value: unknown, { environment, references }: Context): boolean {
  if (typeof value !== "string" || isUnknown(value) || value === "") return false;
  const { project, projectNumber, kind } = environment;
  const named = NAMES_PROJECT.test(at) ? value : /(?:^|\/)projects\/([^/]+)/.exec(value)?.[1];
  // The names of buckets hold no project: an underscore stands in its place.
  if (named !== undefined && named !== "_") return named !== project && named !== projectNumber;
  const [first = ""] = value.split(":");
  if (/^[a-z][a-z0-9-]{4,28}[a-z0-9]:/.test(value) && first !== project) return true;
  if (kind !== "prod") return false;
  // The name of a bucket alone is a place in all of Google.
  const isPlace = /[/.]|^gs:/.test(value) || /bucket(name)?$/i.test(at);
  return isPlace && !references.isOwn(value);
}

const NAMES_PROJECT = /\.project(id)?$/i;
