import type { Example } from "../../policy/rule.ts";
import { UNKNOWN } from "./example.ts";

/** What a rule finds, place by place, in a resource that its two examples do not show. */
export interface Edge extends Example {
  readonly rule: string;
  readonly what: string;
  readonly at: readonly string[];
}

const BINDING = "gcp:projects/iAMBinding:IAMBinding";
const POLICY = "gcp:projects/iAMPolicy:IAMPolicy";
const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
const BUCKET = "gcp:storage/bucket:Bucket";
const AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig";
const DEFAULT_ACCOUNT = "serviceAccount:1-compute@developer.gserviceaccount.com";

const POSTGRES = { databaseVersion: "POSTGRES_17" };

/** Databases, rights, workloads and secrets. */
export const EDGES_OF_DATA: readonly Edge[] = [
  {
    rule: "sql-logging-flags",
    what: "a wrong flag beside one whose name is not known yet",
    props: {
      ...POSTGRES,
      settings: {
        databaseFlags: [
          { name: UNKNOWN, value: "x" },
          { name: "log_statement", value: "none" },
        ],
      },
    },
    at: ["settings.databaseFlags[1].value"],
  },
  { rule: "sql-backups", what: "a replica", props: { masterInstanceName: "main" }, at: [] },
  {
    rule: "sql-point-in-time-recovery",
    what: "MySQL without its log",
    props: { databaseVersion: "MYSQL_8_4", settings: { backupConfiguration: { enabled: true } } },
    at: ["settings.backupConfiguration.binaryLogEnabled"],
  },
  {
    rule: "sql-point-in-time-recovery",
    what: "a kind that does without",
    stack: "dev",
    props: { ...POSTGRES, settings: {} },
    at: [],
  },
  {
    rule: "sql-tier-floor",
    what: "dev",
    stack: "dev",
    props: { settings: { tier: "db-f1-micro" } },
    at: [],
  },
  {
    rule: "sql-version-floor",
    what: "two numbers",
    props: { databaseVersion: "POSTGRES_9_6" },
    at: ["databaseVersion"],
  },
  {
    rule: "sql-version-floor",
    what: "another engine",
    props: { databaseVersion: "MYSQL_8_4" },
    at: [],
  },
  {
    rule: "sql-private-address",
    what: "a boolean as text",
    props: { settings: { ipConfiguration: { ipv4Enabled: "false" } } },
    at: [],
  },
  { rule: "data-protected", what: "dev", stack: "dev", props: {}, at: [] },
  {
    rule: "iam-basic-role",
    what: "a whole policy",
    type: POLICY,
    props: { policyData: JSON.stringify({ bindings: [{ role: "roles/owner", members: [] }] }) },
    at: ["policyData"],
  },
  {
    rule: "iam-basic-role",
    what: "viewer in prod",
    stack: "prod",
    type: BINDING,
    props: { role: "roles/viewer" },
    at: ["role"],
  },
  {
    rule: "iam-basic-role",
    what: "viewer elsewhere",
    type: BINDING,
    props: { role: "roles/viewer" },
    at: [],
  },
  {
    rule: "iam-default-account",
    what: "one member beside one that is not known yet",
    type: BINDING,
    props: { role: UNKNOWN, members: [UNKNOWN, DEFAULT_ACCOUNT] },
    at: ["members[1]"],
  },
  {
    rule: "iam-default-account",
    what: "a right that is taken away",
    type: "gcp:projects/iamMemberRemove:IamMemberRemove",
    props: { role: "roles/editor", member: DEFAULT_ACCOUNT },
    at: [],
  },
  {
    rule: "audit-logs",
    what: "one kind of log of the three",
    stack: "prod",
    type: SQL,
    props: {},
    beside: [
      {
        type: AUDIT,
        props: { service: "allServices", auditLogConfigs: [{ logType: "DATA_READ" }] },
      },
    ],
    at: ["", ""],
  },
  {
    rule: "audit-logs",
    what: "the bucket of the state alone",
    stack: "prod",
    type: BUCKET,
    props: { name: "acme-shop-prod-state" },
    at: [],
  },
  { rule: "audit-logs", what: "staging", type: SQL, props: {}, at: [] },
  {
    rule: "workload-own-account",
    what: "an instance without any account",
    type: "gcp:compute/instance:Instance",
    props: { machineType: "e2-small" },
    at: [],
  },
  {
    rule: "workload-own-account",
    what: "an instance with rights and no name",
    type: "gcp:compute/instance:Instance",
    props: { serviceAccount: { scopes: ["cloud-platform"] } },
    at: ["serviceAccount.email"],
  },
  {
    rule: "secret-version-pinned",
    what: "volumes with and without versions",
    props: {
      template: {
        volumes: [
          { secret: { secret: "a" } },
          { secret: { secret: "b", items: [{ path: "b", version: "2" }, { path: "c" }] } },
        ],
      },
    },
    at: ["template.volumes[0].secret.items", "template.volumes[1].secret.items[1].version"],
  },
  {
    rule: "secret-version-pinned",
    what: "a job, by a full name",
    type: "gcp:cloudrunv2/job:Job",
    props: {
      template: {
        template: {
          containers: [
            {
              envs: [
                { valueSource: { secretKeyRef: { version: "projects/1/secrets/a/versions/4" } } },
              ],
            },
            {
              envs: [{ name: "A", value: "b" }, { valueSource: { secretKeyRef: { secret: "a" } } }],
            },
          ],
        },
      },
    },
    at: ["template.template.containers[1].envs[1].valueSource.secretKeyRef.version"],
  },
  {
    rule: "secret-in-region",
    what: "one copy of two elsewhere",
    props: {
      replication: {
        userManaged: { replicas: [{ location: "asia-southeast2" }, { location: "us-east1" }] },
      },
    },
    at: ["replication.userManaged.replicas[1].location"],
  },
  { rule: "kms-rotation", what: "a signing key", props: { purpose: "ASYMMETRIC_SIGN" }, at: [] },
];
