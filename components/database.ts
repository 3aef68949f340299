import * as pulumi from "@pulumi/pulumi";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { Database as SqlDatabase } from "@pulumi/gcp/sql/database.js";
import { DatabaseInstance } from "@pulumi/gcp/sql/databaseInstance.js";
import { User } from "@pulumi/gcp/sql/user.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";

import type { Environment } from "../environment/environment.ts";
import { nameOf } from "../environment/names.ts";
import { SIGN_IN_ROLES } from "./grants.ts";
import type { Accounts } from "./identity.ts";
import type { Network } from "./network.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

export interface DatabaseArgs extends ComponentArgs {
  readonly network: Network;
  /** The workloads that sign in, each as itself by IAM; what each may do is granted in SQL. */
  readonly users: Accounts;
}

/**
 * Cloud SQL for PostgreSQL: private address only, TLS required, backups and point-in-time recovery
 * by profile. Workloads sign in by IAM, without a password; the one password is the bootstrap
 * user's, with which the migration job makes the first grants.
 */
export class Database extends pulumi.ComponentResource {
  /** `<project>:<region>:<instance>`, by which the Cloud SQL connectors find it. */
  readonly connectionName: pulumi.Output<string>;
  /** Private IPv4 address. */
  readonly privateAddress: pulumi.Output<string>;
  /** Name of the database inside the instance. */
  readonly databaseName: pulumi.Output<string>;
  /** Password of the user `bootstrap`; secret. */
  readonly bootstrapPassword: pulumi.Output<string>;

  constructor(
    name: string,
    { environment, network, users }: DatabaseArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Database", name, {}, opts);
    const scope = { environment, name, parent: this };

    const instance = createInstance(scope, network);
    const database = createDatabase(scope, instance);
    const password = createBootstrapUser(scope, instance);
    createUsers(scope, instance, users);

    this.connectionName = instance.connectionName;
    this.privateAddress = instance.privateIpAddress;
    this.databaseName = database.name;
    this.bootstrapPassword = password.result;
    this.registerOutputs({
      connectionName: this.connectionName,
      privateAddress: this.privateAddress,
      databaseName: this.databaseName,
      bootstrapPassword: this.bootstrapPassword,
    });
  }
}

function createInstance({ environment, name, parent }: Scope, network: Network): DatabaseInstance {
  const { database, protection } = environment.profile;
  return new DatabaseInstance(
    name,
    {
      project: environment.project,
      region: environment.region,
      name: nameOf(environment, "database", "main"),
      databaseVersion: "POSTGRES_17",
      deletionProtection: protection.deletion,
      settings: {
        edition: "ENTERPRISE",
        tier: database.tier,
        availabilityType: database.highAvailability ? "REGIONAL" : "ZONAL",
        diskType: "PD_SSD",
        diskSize: database.diskGb,
        diskAutoresize: true,
        deletionProtectionEnabled: protection.deletion,
        userLabels: { ...environment.labels },
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: network.id,
          allocatedIpRange: network.servicesRange,
          sslMode: "ENCRYPTED_ONLY",
        },
        backupConfiguration: backups(environment),
        databaseFlags: DATABASE_FLAGS.map(([flag, value]) => ({ name: flag, value })),
        insightsConfig: { queryInsightsEnabled: true },
        maintenanceWindow: { day: 7, hour: 18, updateTrack: "stable" },
      },
    },
    { parent, dependsOn: network.servicesConnection, protect: protection.deletion },
  );
}

/** IAM sign-in, and what the CIS Google Cloud benchmark asks of PostgreSQL (6.2.1 to 6.2.4). */
const DATABASE_FLAGS = [
  ["cloudsql.iam_authentication", "on"],
  ["log_connections", "on"],
  ["log_disconnections", "on"],
  ["log_error_verbosity", "default"],
  ["log_statement", "ddl"],
] as const;

function backups({ region, profile }: Environment) {
  const { backupsKept, pointInTimeDays } = profile.database;
  return {
    enabled: true,
    location: region,
    startTime: "17:00",
    backupRetentionSettings: { retainedBackups: backupsKept, retentionUnit: "COUNT" },
    pointInTimeRecoveryEnabled: pointInTimeDays > 0,
    ...(pointInTimeDays > 0 && { transactionLogRetentionDays: pointInTimeDays }),
  };
}

/**
 * The database and its users go with the instance and are never dropped one by one: PostgreSQL
 * refuses to drop a role that owns something, and a database that somebody is connected to.
 */
const deletionPolicy = "ABANDON";

function createDatabase({ environment, name, parent }: Scope, instance: DatabaseInstance) {
  return new SqlDatabase(
    `${name}-app`,
    { project: environment.project, instance: instance.name, name: "app", deletionPolicy },
    { parent, protect: environment.profile.protection.deletion },
  );
}

function createBootstrapUser({ environment, name, parent }: Scope, instance: DatabaseInstance) {
  const password = new RandomPassword(
    `${name}-bootstrap-password`,
    { length: 40, special: false },
    { parent },
  );
  new User(
    `${name}-bootstrap`,
    {
      project: environment.project,
      instance: instance.name,
      name: "bootstrap",
      password: password.result,
      deletionPolicy,
    },
    { parent },
  );
  return password;
}

function createUsers(scope: Scope, instance: DatabaseInstance, users: Accounts): void {
  const { environment, name, parent } = scope;
  for (const [workload, account] of Object.entries(users)) {
    new User(
      `${name}-${workload}`,
      {
        project: environment.project,
        instance: instance.name,
        // PostgreSQL's limit on names is why Cloud SQL leaves this ending out.
        name: account.email.apply((email) => email.replace(/\.gserviceaccount\.com$/, "")),
        type: "CLOUD_IAM_SERVICE_ACCOUNT",
        deletionPolicy,
      },
      { parent },
    );
    for (const role of SIGN_IN_ROLES) {
      new IAMMember(
        `${name}-${workload}-${role.replace("roles/cloudsql.", "")}`,
        {
          project: environment.project,
          role,
          member: account.member,
          condition: onlyThisInstance(environment),
        },
        { parent },
      );
    }
  }
}

/** Cloud SQL has no roles on an instance; a condition narrows the project's role to this one. */
function onlyThisInstance(environment: Environment) {
  const instance = nameOf(environment, "database", "main");
  const resource = `projects/${environment.project}/instances/${instance}`;
  return {
    title: `only ${instance}`,
    expression: `resource.name == "${resource}" && resource.service == "sqladmin.googleapis.com"`,
  };
}
