import type { Props } from "../case.ts";
import { HERE, MACHINE, SQL, USER, type Row } from "./rows.ts";

const LITERAL = "hunter2hunter2";
const AT = { location: "asia-southeast2" };
const POSTGRES = { host: "10.20.8.3", port: 5432, username: "app", password: LITERAL };

const literal = (type: string, key: string, value: unknown, required: Props = {}): Row => [
  `a literal as ${key} of ${type}`,
  "staging",
  {
    does: "hand over",
    type: `gcp:${type}`,
    key,
    as: "literal",
    props: { ...required, [key]: value },
  },
  ["literal-secret", ""],
];
const inSight = (type: string, key: string, value: unknown, required: Props = {}): Row => [
  `a secret as ${key} of ${type}`,
  "staging",
  { does: "hand over", type, key, as: "secret", props: { ...required, [key]: value } },
  ["secret-in-plain-sight", ""],
];

/** A plain value in each kind of input that takes a secret, nested ones too. */
const LITERALS: readonly Row[] = [
  literal("secretmanager/secretVersion:SecretVersion", "secretDataWo", LITERAL, {
    ...{ secret: "pay", secretDataWoVersion: 1 },
  }),
  literal("sql/user:User", "passwordWo", LITERAL, {
    instance: "i",
    name: "a",
    passwordWoVersion: 1,
  }),
  literal("sql/databaseInstance:DatabaseInstance", "rootPasswordWo", LITERAL, {
    ...{ databaseVersion: "POSTGRES_17", settings: { tier: "db-f1-micro" } },
    rootPasswordWoVersion: "1",
  }),
  literal(
    "sql/databaseInstance:DatabaseInstance",
    "replicaConfiguration",
    { password: LITERAL, username: "replica" },
    { databaseVersion: "MYSQL_8_0", settings: { tier: "db-f1-micro" } },
  ),
  literal("sql/sourceRepresentationInstance:SourceRepresentationInstance", "password", LITERAL, {
    ...{ databaseVersion: "MYSQL_8_0", host: "10.20.8.3", username: "replica" },
  }),
  literal(
    "alloydb/cluster:Cluster",
    "initialUser",
    { user: "app", password: LITERAL },
    { clusterId: "main", ...AT },
  ),
  literal("databasemigrationservice/connectionProfile:ConnectionProfile", "postgresql", POSTGRES, {
    connectionProfileId: "p",
  }),
  literal(
    "datastream/connectionProfile:ConnectionProfile",
    "postgresqlProfile",
    { hostname: "10.20.8.3", username: "app", password: LITERAL, database: "app" },
    { ...AT, connectionProfileId: "p", displayName: "p" },
  ),
  literal("bigquery/connection:Connection", "cloudSql", {
    ...{ instanceId: "i", database: "d", type: "POSTGRES" },
    credential: { username: "app", password: LITERAL },
  }),
  literal(
    "monitoring/notificationChannel:NotificationChannel",
    "sensitiveLabels",
    { authToken: LITERAL },
    { type: "slack" },
  ),
  literal("compute/backendService:BackendService", "iap", {
    ...{ enabled: true, oauth2ClientId: "x", oauth2ClientSecret: LITERAL },
  }),
  literal("identityplatform/oauthIdpConfig:OauthIdpConfig", "clientSecret", LITERAL, {
    ...{ clientId: "x", issuer: "https://issuer.example" },
  }),
  literal("kms/secretCiphertext:SecretCiphertext", "plaintext", LITERAL, { cryptoKey: "k" }),
];

const NODES = { metadata: { key: LITERAL } };
const ENVS = { containers: [{ image: "x", envs: [{ name: "K", value: LITERAL }] }] };

/** A secret in inputs that workloads, builds and queues show to whoever may look at them. */
const IN_SIGHT: readonly Row[] = [
  inSight("gcp:cloudrunv2/workerPool:WorkerPool", "template", ENVS, HERE),
  inSight(
    "gcp:appengine/standardAppVersion:StandardAppVersion",
    "envVariables",
    { K: LITERAL },
    {
      ...{ runtime: "nodejs22", service: "default", entrypoint: { shell: "node ." } },
      deployment: { zip: { sourceUrl: "https://storage.googleapis.com/b/o" } },
    },
  ),
  inSight(
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
    "metadata",
    { key: LITERAL },
    {
      ...{ machineType: "e2-small", region: "asia-southeast2" },
      disks: [{ sourceImage: "debian-cloud/debian-12" }],
    },
  ),
  inSight(
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
    "metadata",
    { key: LITERAL },
    { sourceInstanceTemplate: "t", zone: MACHINE.zone },
  ),
  inSight("gcp:compute/projectMetadata:ProjectMetadata", "metadata", { key: LITERAL }),
  inSight("gcp:container/cluster:Cluster", "nodeConfig", NODES),
  inSight("gcp:container/nodePool:NodePool", "nodeConfig", NODES, { cluster: "c" }),
  inSight(
    "gcp:cloudbuild/trigger:Trigger",
    "substitutions",
    { _KEY: LITERAL },
    {
      ...{ filename: "build.yaml", triggerTemplate: { branchName: "main", repoName: "r" } },
    },
  ),
  inSight("gcp:workflows/workflow:Workflow", "userEnvVars", { K: LITERAL }),
  inSight("gcp:composer/environment:Environment", "config", {
    softwareConfig: { envVariables: { K: LITERAL } },
  }),
  inSight(
    "gcp:pubsub/subscription:Subscription",
    "pushConfig",
    { pushEndpoint: `https://a.example/?key=${LITERAL}` },
    { topic: "t" },
  ),
  inSight("docker:index/image:Image", "build", { args: { K: LITERAL } }, { imageName: "x" }),
  inSight(
    SQL,
    "settings",
    { tier: "db-f1-micro", userLabels: { k: LITERAL } },
    {
      databaseVersion: "POSTGRES_17",
    },
  ),
  inSight(USER, "name", LITERAL, { instance: "i" }),
];

/** What only the guard sees: whether a value is secret, in every input there is. */
export const SECRETS: readonly Row[] = [...LITERALS, ...IN_SIGHT];
