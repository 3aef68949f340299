import type { Kind } from "./kinds.ts";

/** A value for each kind: dev, staging and prod always, another kind where it has one of its own. */
export type PerKind<T> = { readonly [K in "dev" | "staging" | "prod"]: T } & {
  readonly [K in Kind]?: T;
};

/** One setting in which kinds differ. */
export interface Setting<T> {
  readonly values: PerKind<T>;
  /** Why the values differ. */
  readonly why: string;
  /**
   * What follows it: a property as `type#path` (`protect` is the resource option), the presence of a
   * resource as `type#`; `type@name#` where only the ones of that logical name do, `*` for any ending.
   */
  readonly governs: readonly string[];
}

/** Whose values a kind takes where a setting gives it none of its own. */
export const LIKE: Readonly<Record<Kind, "dev" | "staging" | "prod">> = {
  dev: "dev",
  qa: "dev",
  integration: "dev",
  developer: "dev",
  preview: "dev",
  uat: "staging",
  staging: "staging",
  prod: "prod",
};

/** What a group of people may do in an environment. */
export type Access = readonly string[];

/** Cloud SQL machine types that a profile may name. */
export type DatabaseTier = "db-f1-micro" | "db-g1-small" | "db-custom-2-7680";

const setting = <T>(values: PerKind<T>, why: string, governs: readonly string[]): Setting<T> => ({
  values,
  why,
  governs,
});

const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
const REDIS = "gcp:redis/instance:Instance";
const SECRET = "gcp:secretmanager/secret:Secret";
const ACCESS = "gcp:projects/iAMMember:IAMMember";
const REPOSITORY = "gcp:artifactregistry/repository:Repository";
const BUCKET = "gcp:storage/bucket:Bucket";

/**
 * The only place where kinds may differ. A setting that is the same everywhere is no setting: it
 * stands in its component. Shape and size of staging are prod's, but for what is said here.
 */
export const SETTINGS = {
  network: {
    nat: setting(
      { dev: false, staging: true, prod: true },
      "Dev calls nothing outside Google; staging reaches the same kind of endpoints as prod.",
      [
        "gcp:compute/router:Router#",
        "gcp:compute/routerNat:RouterNat#",
        "gcp:compute/route:Route@network-route-internet#",
      ],
    ),
    openEgress: setting(
      { dev: false, staging: false, prod: true },
      "Outside prod nothing may reach a real person or partner: only listed test endpoints.",
      ["gcp:compute/firewall:Firewall@network-allow-https#"],
    ),
    flowSampling: setting(
      { dev: 0.1, staging: 0.5, prod: 0.5 },
      "A tenth shows what a developer looks for; incidents and rehearsals want more.",
      ["gcp:compute/subnetwork:Subnetwork#logConfig.flowSampling"],
    ),
  },
  database: {
    tier: setting<DatabaseTier>(
      {
        dev: "db-f1-micro",
        qa: "db-g1-small",
        staging: "db-custom-2-7680",
        prod: "db-custom-2-7680",
      },
      "Dev holds little data; staging runs prod's machine so that a slow query shows there first.",
      [`${SQL}#settings.tier`],
    ),
    highAvailability: setting(
      { dev: false, staging: false, prod: true },
      "Only prod pays for a standby; failover is Google's to test.",
      [`${SQL}#settings.availabilityType`],
    ),
    diskGb: setting(
      { dev: 10, staging: 50, prod: 100 },
      "10 GB is the least there is; disks grow by themselves and never shrink.",
      [`${SQL}#settings.diskSize`],
    ),
    backupsKept: setting(
      { dev: 3, staging: 7, prod: 30 },
      "Prod can go back a month; elsewhere a backup only has to outlive a weekend.",
      [`${SQL}#settings.backupConfiguration.backupRetentionSettings.retainedBackups`],
    ),
    pointInTimeDays: setting(
      { dev: 0, staging: 7, prod: 7 },
      "Going back to the minute costs log storage, and dev's data can be made again.",
      [
        `${SQL}#settings.backupConfiguration.pointInTimeRecoveryEnabled`,
        `${SQL}#settings.backupConfiguration.transactionLogRetentionDays`,
      ],
    ),
  },
  cache: {
    enabled: setting(
      { dev: false, staging: true, prod: true },
      "The service works without a cache, only slower; dev does without it.",
      [
        "bulkhead:components:Cache#",
        `${REDIS}#`,
        `${SECRET}@secrets-cache-password#`,
        "gcp:secretmanager/secretVersion:SecretVersion@secrets-cache-password-version#",
        "gcp:secretmanager/secretIamMember:SecretIamMember@secrets-cache-password-*#",
      ],
    ),
    memoryGb: setting({ dev: 1, staging: 1, prod: 4 }, "Sized for prod's working set.", [
      `${REDIS}#memorySizeGb`,
    ]),
    highAvailability: setting(
      { dev: false, staging: false, prod: true },
      "A lost cache is a slow minute in staging and an incident in prod.",
      [`${REDIS}#tier`],
    ),
  },
  storage: {
    versioned: setting(
      { dev: false, staging: true, prod: true },
      "An overwritten object must be recoverable where the data is worth it.",
      [`${BUCKET}#versioning.enabled`],
    ),
    softDeleteDays: setting(
      { dev: 0, staging: 7, prod: 30 },
      "How long a deleted object can be taken back; dev is emptied often.",
      [`${BUCKET}#softDeletePolicy.retentionDurationSeconds`],
    ),
  },
  protection: {
    deletion: setting(
      { dev: false, uat: false, staging: true, prod: true },
      "What holds data is not deleted by accident: two reviewed changes are needed, not one.",
      [
        `${SQL}#deletionProtection`,
        `${SQL}#settings.deletionProtectionEnabled`,
        `${SQL}#protect`,
        "gcp:sql/database:Database#protect",
        `${SECRET}#deletionProtection`,
        `${SECRET}#protect`,
        `${BUCKET}#forceDestroy`,
        `${BUCKET}#protect`,
        "bulkhead:components:DestroyGuard#protect",
      ],
    ),
  },
  release: {
    builds: setting(
      { dev: true, staging: false, prod: false },
      "An image is built once; later stages run the very digest that was verified before.",
      ["docker:index/image:Image#", `${REPOSITORY}#dockerConfig.immutableTags`],
    ),
    imagesKept: setting(
      { dev: 10, staging: 30, prod: 100 },
      "Every digest that a rollback may need is kept.",
      [`${REPOSITORY}#cleanupPolicies`],
    ),
    customDomain: setting(
      { dev: false, staging: false, prod: true },
      "Only prod is for the public; a closed environment has no address worth guessing.",
      [],
    ),
  },
  people: {
    operators: setting<Access>(
      {
        dev: ["roles/viewer", "roles/cloudsql.client", "roles/run.developer"],
        staging: ["roles/viewer", "roles/cloudsql.client"],
        prod: ["roles/monitoring.viewer", "roles/logging.viewer"],
      },
      "Changes go through a pull request; people look, and in prod they do not see data.",
      [`${ACCESS}@identity-operators-*#`],
    ),
    developers: setting<Access>(
      {
        dev: ["roles/viewer", "roles/cloudsql.client", "roles/run.developer"],
        staging: ["roles/logging.viewer"],
        prod: [],
      },
      "Who writes the code debugs in dev, reads logs in staging, and has no way into prod.",
      [`${ACCESS}@identity-developers-*#`],
    ),
    auditLogs: setting(
      { dev: false, staging: false, prod: true },
      "Who read which data is recorded where the data is real.",
      ["gcp:projects/iAMAuditConfig:IAMAuditConfig#"],
    ),
  },
  reach: {
    mail: setting<"listed" | "everyone">(
      { dev: "listed", staging: "listed", prod: "everyone" },
      "Outside prod mail goes to the listed test recipients or to nobody, never to a real person.",
      [],
    ),
    notifications: setting<"listed" | "all">(
      { dev: "listed", staging: "listed", prod: "all" },
      "Outside prod a partner hears from us only when it was switched on by name.",
      [],
    ),
  },
} as const satisfies Record<string, Record<string, Setting<unknown>>>;

type ValueOf<S> = S extends Setting<infer T> ? T : never;
type Settings = typeof SETTINGS;

/** The settings of one kind: `profile.database.tier`. */
export type Profile = {
  readonly [G in keyof Settings]: { readonly [S in keyof Settings[G]]: ValueOf<Settings[G][S]> };
};

/** The value of a setting for a kind: its own, else that of the kind it is like. */
export function valueFor<T>(setting: Setting<T>, kind: Kind): T {
  return setting.values[kind] ?? setting.values[LIKE[kind]];
}

/** The profile of a kind. */
export function profileOf(kind: Kind): Profile {
  const groups = Object.entries(SETTINGS).map(([group, settings]) => [
    group,
    Object.fromEntries(
      Object.entries(settings as Record<string, Setting<unknown>>).map(([name, setting]) => [
        name,
        valueFor(setting, kind),
      ]),
    ),
  ]);
  return Object.fromEntries(groups) as Profile;
}
