import { isToldOnly } from "../../facts.ts";
import { isPublicProject, placesIn, projectsIn } from "../../places.ts";
import type { Context, Finding, Rule } from "../../rule.ts";
import { isUnknown, valuesAt, type Path } from "../../values.ts";
import { isDoor } from "./network.ts";

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

/** Collections whose members hold data, or pass it on. */
const OF_DATA =
  /^(snapshots|disks|machineimages|instantsnapshots|backups|backuprecordings|backupvaults|datasources|backupruns|instances|clusters|databases|topics|datasets|tables|buckets|shares|volumes|connectionprofiles|featurestores|datastores)$/i;

/** Where a program's own texts stand: what they name is reached by rights, or not at all. */
const FREE_TEXT =
  /^(\w*[lL]abels|tags|\w*[aA]nnotations|attributes|envs?|environmentVariables|buildEnvironmentVariables|envVariables|userEnvVars|metadata|metadataStartupScript|substitutions|description|args|commands?|parameters|condition|dashboardJson)$/;

/** What a resource listens to is a partner's to offer: it brings messages, and takes none. */
const LISTENS = new Set(["gcp:pubsub/subscription:Subscription topic"]);

/** Projects of machine images and node images that everybody may use. */
const OF_IMAGES = /^image(project)?s?$/i;

/** Copies of data that cross the border of an environment. */
export const DATA_PATH: Rule = {
  id: "data-path",
  forbids:
    "Clones, replicas, restores, exports and transfers between an environment and anything outside.",
  why: "Prod's data in a lower kind is read by whoever works there, and a leak is found by others.",
  cure: "Copy inside the environment; other kinds get generated data.",
  check: function* ({ type, props }, context): Generator<Finding> {
    if (!type.startsWith("gcp:")) return;
    const listed = new Set([...(SOURCES[type] ?? []), ...(TARGETS[type] ?? [])]);
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
    for (const path of elsewhere(type, props, context)) {
      if (!listed.has(dotted(path))) yield { path, reason: "names data of another project" };
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

/** Where a resource names data of a project that is not its own. */
function* elsewhere(type: string, props: unknown, { environment }: Context): Generator<Path> {
  const isOwn = (project: string) =>
    project === environment.project || project === environment.projectNumber;
  const isFine = (path: Path, project: string) =>
    isOwn(project) || isPublicProject(project) || isFree(path) || isToldOnly(type, path);
  for (const { path, project, steps } of placesIn(props)) {
    if (isFine(path, project) || LISTENS.has(`${type} ${dotted(path)}`)) continue;
    if (steps.slice(0, -1).some((step) => OF_DATA.test(step))) yield path;
  }
  for (const { path, project } of projectsIn(props)) {
    if (isFine(path, project) || isDoor(path) || OF_IMAGES.test(String(path.at(-1)))) continue;
    if (/^[a-z0-9.:-]+$/.test(project) && project !== "-") yield path;
  }
}

function isFree(path: Path): boolean {
  return path.some((step) => FREE_TEXT.test(String(step)));
}

function dotted(path: Path): string {
  return path.filter((step) => typeof step === "string").join(".");
}

/** In prod whatever is not its own; elsewhere whatever names another project. */
function isOutside(at: string, value: unknown, { environment, references }: Context): boolean {
  if (typeof value !== "string" || isUnknown(value) || value === "") return false;
  const { project, projectNumber, kind } = environment;
  const named = NAMES_PROJECT.test(at) ? value : /(?:^|\/)projects\/([^/]+)/.exec(value)?.[1];
  // The names of buckets hold no project: an underscore stands in its place.
  if (named !== undefined && named !== "_") return named !== project && named !== projectNumber;
  // Three parts of a table's name begin with its project; two are of the own.
  const [, owner] = /table$/i.test(at) ? (TABLE.exec(value) ?? []) : [];
  if (owner !== undefined) return owner !== project;
  const [first = ""] = value.split(":");
  if (/^[a-z][a-z0-9-]{4,28}[a-z0-9]:/.test(value) && first !== project) return true;
  if (kind !== "prod") return false;
  // The name of a bucket alone is a place in all of Google.
  const isPlace = /[/.]|^gs:/.test(value) || /bucket(name)?$/i.test(at);
  return isPlace && !references.isOwn(value);
}

const TABLE = /^([a-z][a-z0-9:.-]*?)[.:]\w+\.[^.]+$/;
const NAMES_PROJECT = /\.project(id)?$/i;
