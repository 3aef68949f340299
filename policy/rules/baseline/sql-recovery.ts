import { all, atLeast, is, must, textOf, when, type Condition } from "../../checks.ts";
import type { Rule } from "../../rule.ts";
import { isReplica, runs, SQL } from "./sql.ts";

/** The oldest major version of PostgreSQL that may run. */
const OLDEST_POSTGRES = 16;
/** Machine types that share a core, which Google's availability promise does not cover. */
const SHARED_CORE = /^db-(f1-micro|g1-small)$/;

const BACKUPS = "settings.backupConfiguration";

const isPrimary: Condition = (subject, context) => !isReplica(subject, context);
const isPrimaryOf =
  (engine: "POSTGRES" | "MYSQL"): Condition =>
  (subject, context) =>
    isPrimary(subject, context) && runs(engine)(subject, context);

const goesBackByMinutes: Condition = (_, { environment }) =>
  environment.profile.database.pointInTimeDays > 0;
const hasOwnCores: Condition = (_, { environment }) =>
  !SHARED_CORE.test(environment.profile.database.tier);
const hasStandby: Condition = (_, { environment }) => environment.profile.database.highAvailability;

/** What is left of a database after an accident, and what it runs on. */
export const SQL_RECOVERY: readonly Rule[] = [
  {
    id: "sql-backups",
    forbids: "A Cloud SQL instance without automated backups.",
    why: "A dropped table is gone for ever.",
    cure: "Set settings.backupConfiguration.enabled to true.",
    control: "CIS Google Cloud 4.0 6.7",
    types: [SQL],
    check: when(isPrimary, must(`${BACKUPS}.enabled`, is(true), "switches backups off")),
    fails: { props: { settings: { backupConfiguration: { enabled: false } } } },
    passes: { props: { settings: { backupConfiguration: { enabled: true } } } },
  },
  {
    id: "sql-backups-kept",
    forbids: "Fewer backups of a Cloud SQL instance than the environment's profile says.",
    why: "A fault that is found late can only be undone with a backup that is older than it.",
    cure: "Set backupConfiguration.backupRetentionSettings.retainedBackups as the profile says.",
    types: [SQL],
    check: when(
      isPrimary,
      must(
        `${BACKUPS}.backupRetentionSettings.retainedBackups`,
        atLeast(({ environment }) => environment.profile.database.backupsKept),
        "keeps fewer backups than the profile says",
        { absent: 7 },
      ),
    ),
    fails: {
      stack: "prod",
      props: {
        settings: { backupConfiguration: { backupRetentionSettings: { retainedBackups: 7 } } },
      },
    },
    passes: {
      stack: "prod",
      props: {
        settings: { backupConfiguration: { backupRetentionSettings: { retainedBackups: 30 } } },
      },
    },
  },
  {
    id: "sql-point-in-time-recovery",
    forbids: "A Cloud SQL instance that cannot go back to the minute where the profile wants it.",
    why: "Everything since the last nightly backup is lost with one wrong statement.",
    cure: "Set backupConfiguration.pointInTimeRecoveryEnabled (MySQL: binaryLogEnabled) to true.",
    types: [SQL],
    check: when(
      goesBackByMinutes,
      all(
        when(
          isPrimaryOf("POSTGRES"),
          must(`${BACKUPS}.pointInTimeRecoveryEnabled`, is(true), "is off"),
        ),
        when(isPrimaryOf("MYSQL"), must(`${BACKUPS}.binaryLogEnabled`, is(true), "is off")),
        when(
          isPrimary,
          must(
            `${BACKUPS}.transactionLogRetentionDays`,
            atLeast(({ environment }) => environment.profile.database.pointInTimeDays),
            "keeps logs for fewer days than the profile says",
            { absent: 7 },
          ),
        ),
      ),
    ),
    fails: {
      props: { databaseVersion: "POSTGRES_17", settings: { backupConfiguration: {} } },
    },
    passes: {
      props: {
        databaseVersion: "POSTGRES_17",
        settings: { backupConfiguration: { pointInTimeRecoveryEnabled: true } },
      },
    },
  },
  {
    id: "sql-high-availability",
    forbids: "A Cloud SQL instance without a standby where the profile wants one.",
    why: "When its zone fails the service is down until somebody restores a backup elsewhere.",
    cure: "Set settings.availabilityType to REGIONAL.",
    types: [SQL],
    check: when(
      (subject, context) => hasStandby(subject, context) && isPrimary(subject, context),
      must("settings.availabilityType", is("REGIONAL"), "leaves it in one zone"),
    ),
    fails: { stack: "prod", props: { settings: { availabilityType: "ZONAL" } } },
    passes: { stack: "prod", props: { settings: { availabilityType: "REGIONAL" } } },
  },
  {
    id: "sql-version-floor",
    forbids: `A PostgreSQL version older than ${OLDEST_POSTGRES}.`,
    why: "Old versions stop getting security fixes, and leaving them takes longer each year.",
    cure: `Set databaseVersion to POSTGRES_${OLDEST_POSTGRES} or newer.`,
    types: [SQL],
    check: when(
      runs("POSTGRES"),
      must(
        "databaseVersion",
        (value) => Number(/^POSTGRES_(\d+)/.exec(textOf(value) ?? "")?.[1]) >= OLDEST_POSTGRES,
        "is older than the oldest version that may run",
      ),
    ),
    fails: { props: { databaseVersion: "POSTGRES_13" } },
    passes: { props: { databaseVersion: "POSTGRES_17" } },
  },
  {
    id: "sql-tier-floor",
    forbids: "A machine that shares a core where the profile has one with cores of its own.",
    why: "Such machines stall under load, and Google's availability promise does not cover them.",
    cure: "Set settings.tier to a machine with cores of its own, such as db-custom-2-7680.",
    types: [SQL],
    check: when(
      hasOwnCores,
      must("settings.tier", (tier) => !SHARED_CORE.test(textOf(tier) ?? ""), "shares a core"),
    ),
    fails: { props: { settings: { tier: "db-f1-micro" } } },
    passes: { props: { settings: { tier: "db-custom-2-7680" } } },
  },
];
