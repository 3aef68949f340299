import { turned, type Turn } from "./dangers-turn.ts";
import { DANGEROUS_TYPES, tokenOf } from "./dangers-types.ts";
import type { Change, Operation } from "./plan.ts";

const BACKUPS = "sql/DatabaseInstance settings.backupConfiguration";
const RULE = "storage/Bucket lifecycleRules[].condition";

/** What a change means, how its value turns, and where: type by module and class, and property. */
type InPlace = readonly [says: string, turn: Turn, places: readonly string[]];

/**
 * Changes to a resource that stays, by which what it holds is lost, or can be. `[]` stands for any
 * element of a list. Protections are known by their names, in every type whose loss is a danger.
 */
export const IN_PLACE: readonly InPlace[] = [
  [
    "a rule deletes what is in it",
    { to: /^delete$/i },
    ["storage/Bucket lifecycleRules[].action.type", "artifactregistry/Repository cleanupPolicies[].action"], // prettier-ignore
  ],
  [
    "a rule deletes more of what is in it, or sooner",
    "less",
    [
      ...[`${RULE}.age`, `${RULE}.daysSinceCustomTime`, `${RULE}.daysSinceNoncurrentTime`],
      ...[`${RULE}.numNewerVersions`, `${RULE}.sizeAboveBytes`],
      "artifactregistry/Repository cleanupPolicies[].condition.olderThan",
    ],
  ],
  [
    "a rule deletes others of what is in it",
    "changed",
    [
      ...[`${RULE}.createdBefore`, `${RULE}.customTimeBefore`, `${RULE}.noncurrentTimeBefore`],
      ...[`${RULE}.matchesPrefixes[]`, `${RULE}.matchesSuffixes[]`, `${RULE}.withState`],
      ...[`${RULE}.matchesStorageClasses[]`, `${RULE}.sizeBelowBytes`],
    ],
  ],
  ["its rules delete from now on", "off", ["artifactregistry/Repository cleanupPolicyDryRun"]],
  ["what is overwritten or deleted is gone", "off", ["storage/Bucket versioning.enabled"]],
  [
    "what is deleted can be had back for a shorter time",
    "less",
    ["storage/Bucket softDeletePolicy.retentionDurationSeconds"],
  ],
  [
    "what it holds is kept for a shorter time",
    "less",
    [
      ...[
        "storage/Bucket retentionPolicy.retentionPeriod",
        "logging/ProjectBucketConfig retentionDays",
      ],
      ...[
        "logging/FolderBucketConfig retentionDays",
        "logging/OrganizationBucketConfig retentionDays",
      ],
      "logging/BillingAccountBucketConfig retentionDays",
      "pubsub/Subscription messageRetentionDuration",
    ],
  ],
  [
    "no backup is made any more",
    "off",
    [
      ...[`${BACKUPS}.enabled`, "sql/DatabaseInstance settings.finalBackupConfig.enabled"],
      ...[
        "alloydb/Cluster automatedBackupPolicy.enabled",
        "spanner/Instance defaultBackupScheduleType",
      ],
      ...["dataproc/MetastoreService scheduledBackup.enabled"],
      "netapp/Volume backupConfig.scheduledBackupEnabled",
      "container/Cluster addonsConfig.gkeBackupAgentConfig.enabled",
    ],
  ],
  [
    "its backups are deleted with it",
    "off",
    ["sql/DatabaseInstance settings.retainBackupsOnDelete"],
  ],
  [
    "fewer backups are kept, or for a shorter time",
    "less",
    [
      `${BACKUPS}.backupRetentionSettings.retainedBackups`,
      "sql/DatabaseInstance settings.finalBackupConfig.retentionDays",
      "alloydb/Cluster automatedBackupPolicy.quantityBasedRetention.count",
      "alloydb/Cluster automatedBackupPolicy.timeBasedRetention.retentionPeriod",
      "bigtable/Table automatedBackupPolicy.retentionPeriod",
      "redis/Cluster automatedBackupConfig.retention",
      "memorystore/Instance automatedBackupConfig.retention",
      "backupdisasterrecovery/BackupPlan backupRules[].backupRetentionDays",
      "backupdisasterrecovery/BackupVault backupMinimumEnforcedRetentionDuration",
      "netapp/BackupVault backupRetentionPolicy.backupMinimumEnforcedRetentionDays",
      ...["spanner/BackupSchedule retentionDuration", "firestore/BackupSchedule retention"],
      "compute/ResourcePolicy snapshotSchedulePolicy.retentionPolicy.maxRetentionDays",
    ],
  ],
  [
    "it can no longer be set back to a point in time",
    "off",
    [
      ...[`${BACKUPS}.pointInTimeRecoveryEnabled`, `${BACKUPS}.binaryLogEnabled`],
      "alloydb/Cluster continuousBackupConfig.enabled",
      "firestore/Database pointInTimeRecoveryEnablement",
    ],
  ],
  [
    "it can be set back less far",
    "less",
    [
      `${BACKUPS}.transactionLogRetentionDays`,
      "alloydb/Cluster continuousBackupConfig.recoveryWindowDays",
      ...["spanner/Database versionRetentionPeriod", "bigquery/Dataset maxTimeTravelHours"],
    ],
  ],
  [
    "a failure loses what it holds",
    "off",
    [
      ...[
        "redis/Instance persistenceConfig.persistenceMode",
        "redis/Cluster persistenceConfig.mode",
      ],
      "memorystore/Instance persistenceConfig.mode",
    ],
  ],
  [
    "what it holds is deleted by itself",
    "sooner",
    [
      ...["bigquery/Dataset defaultTableExpirationMs", "bigquery/Table expirationTime"],
      ...["bigquery/Dataset defaultPartitionExpirationMs", "secretmanager/Secret ttl"],
      ...["bigquery/Table timePartitioning.expirationMs", "secretmanager/Secret expireTime"],
      ...["secretmanager/RegionalSecret ttl", "secretmanager/RegionalSecret expireTime"],
    ],
  ],
  [
    "it, or what it encrypts, can no longer be read",
    "off",
    [
      ...["secretmanager/SecretVersion enabled", "secretmanager/RegionalSecretVersion enabled"],
      "kms/CryptoKeyVersion state",
    ],
  ],
  [
    "it can be deleted with all that it holds",
    { to: /^true$/ },
    [
      ...[
        "storage/Bucket forceDestroy",
        "storage/Folder forceDestroy",
        "dns/ManagedZone forceDestroy",
      ],
      ...["storage/ManagedFolder forceDestroy", "bigtable/Instance forceDestroy"],
      ...["spanner/Instance forceDestroy", "vertex/AiFeatureStore forceDestroy"],
      ...["vertex/AiFeatureOnlineStore forceDestroy", "bigquery/Dataset deleteContentsOnDestroy"],
      ...[
        "compute/Instance bootDisk.autoDelete",
        "compute/InstanceFromTemplate bootDisk.autoDelete",
      ],
    ],
  ],
];

const BY_PLACE = new Map(
  IN_PLACE.flatMap((one) =>
    one[2].map((place) => {
      const [type = "", path = ""] = place.split(" ");
      return [`${tokenOf(type)} ${path}`, one] as const;
    }),
  ),
);

/** Names of what keeps a resource from being deleted; where a program says nothing, most are on. */
export const PROTECTION = /^(deletionProtection(Enabled)?|enable(Deletion|Drop)Protection)$|^deleteProtectionState$/; // prettier-ignore

/** A property that changes, and what that means for what the resource holds. */
export interface Loss {
  readonly change: Change;
  readonly says: string;
}

/** What a change to a resource that stays takes from what it holds, property by property. */
export function lossesOf({ operation, type, changes }: Operation): readonly Loss[] {
  if (operation !== "update") return [];
  return changes.flatMap((change) => {
    const says = meaningOf(type, change);
    // With a rule that goes as a whole goes what it deleted.
    return says === undefined || isOfRemovedRule(change, changes) ? [] : [{ change, says }];
  });
}

function meaningOf(type: string, change: Change): string | undefined {
  const { path } = change;
  const known = BY_PLACE.get(`${type} ${path.replace(/\[\d+\]/g, "[]")}`);
  if (known) return turned(change, known[1]) ? known[0] : undefined;
  const isProtection =
    path === "protect" ||
    (DANGEROUS_TYPES.has(type) && PROTECTION.test(path.slice(path.lastIndexOf(".") + 1)));
  return isProtection && turned(change, "unprotected")
    ? "nothing keeps it from being deleted any more"
    : undefined;
}

function isOfRemovedRule({ path, kind }: Change, changes: readonly Change[]): boolean {
  const [rule] = /^(lifecycleRules|cleanupPolicies)\[\d+\]/.exec(path) ?? [];
  if (rule === undefined || kind !== "remove") return false;
  return changes.some(
    (each) => each.kind === "remove" && [".action", ".action.type"].includes(each.path.slice(rule.length)) && each.path.startsWith(rule), // prettier-ignore
  );
}
