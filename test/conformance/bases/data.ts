import type { Properties } from "../../../local/provider/properties.ts";
import { GRANT, NETWORK, KEY, REGION, LABELS } from "./names.ts";

/** Databases, secrets, keys, buckets and caches: realistic inputs by type. */
export const DATA_BASES: Readonly<Record<string, readonly Properties[]>> = {
  "gcp:sql/databaseInstance:DatabaseInstance": [
    {
      name: "acme-dev-g1",
      databaseVersion: "POSTGRES_16",
      region: REGION,
      deletionProtection: false,
      rootPassword: "kP3xV9mQ2tLw8sZr",
      encryptionKeyName: KEY,
      settings: {
        tier: "db-custom-2-7680",
        edition: "ENTERPRISE",
        availabilityType: "REGIONAL",
        diskType: "PD_SSD",
        diskSize: 20,
        diskAutoresize: false,
        deletionProtectionEnabled: true,
        userLabels: LABELS,
        backupConfiguration: {
          enabled: true,
          startTime: "18:00",
          location: "asia",
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: 7,
          backupRetentionSettings: { retainedBackups: 14, retentionUnit: "COUNT" },
        },
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: NETWORK,
          sslMode: "ENCRYPTED_ONLY",
          allocatedIpRange: "acme-dev-services",
          authorizedNetworks: [
            { name: "office", value: "203.0.113.0/24" },
            { name: "vpn", value: "198.51.100.7/32" },
          ],
        },
        databaseFlags: [
          { name: "cloudsql.iam_authentication", value: "on" },
          { name: "log_min_duration_statement", value: "500" },
        ],
        insightsConfig: {
          queryInsightsEnabled: true,
          queryStringLength: 1024,
          recordClientAddress: false,
          queryPlansPerMinute: 5,
        },
        maintenanceWindow: { day: 7, hour: 19, updateTrack: "stable" },
        locationPreference: { zone: "asia-southeast2-a" },
        passwordValidationPolicy: {
          enablePasswordPolicy: true,
          minLength: 16,
          complexity: "COMPLEXITY_DEFAULT",
        },
      },
    },
    {
      databaseVersion: "POSTGRES_17",
      settings: {
        tier: "db-f1-micro",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK },
      },
    },
  ],
  "gcp:sql/database:Database": [
    {
      name: "app",
      instance: "acme-dev-g1",
      charset: "UTF8",
      collation: "en_US.UTF8",
      deletionPolicy: "ABANDON",
    },
  ],
  "gcp:sql/user:User": [
    {
      name: "bootstrap",
      instance: "acme-dev-g1",
      password: "kP3xV9mQ2tLw8sZr",
      databaseRoles: ["cloudsqlsuperuser", "pg_monitor"],
      passwordPolicy: {
        allowedFailedAttempts: 6,
        enableFailedAttemptsCheck: true,
        passwordExpirationDuration: "2592000s",
      },
      deletionPolicy: "ABANDON",
    },
    {
      name: "acme-dev-web@acme-dev-1a2b.iam",
      instance: "acme-dev-g1",
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
    },
  ],
  "gcp:secretmanager/secret:Secret": [
    {
      secretId: "acme-dev-stripe",
      labels: LABELS,
      annotations: { owner: "payments", review: "yearly" },
      replication: {
        userManaged: {
          replicas: [
            { location: REGION, customerManagedEncryption: { kmsKeyName: KEY } },
            { location: "asia-southeast1" },
          ],
        },
      },
      topics: [
        { name: "projects/acme-dev-1a2b/topics/rotations" },
        { name: "projects/acme-dev-1a2b/topics/audit" },
      ],
      rotation: { nextRotationTime: "2027-01-01T00:00:00Z", rotationPeriod: "7776000s" },
      versionDestroyTtl: "86400s",
    },
    {
      replication: { auto: { customerManagedEncryption: { kmsKeyName: KEY } } },
      versionAliases: { current: "3", previous: "2" },
    },
  ],
  "gcp:secretmanager/secretVersion:SecretVersion": [
    {
      secret: "projects/acme-dev-1a2b/secrets/acme-dev-stripe",
      secretData: "s3cr3t-value-of-dev",
      enabled: true,
      deletionPolicy: "DISABLE",
    },
    {
      secret: "projects/acme-dev-1a2b/secrets/acme-dev-stripe",
      secretData: "czNjcjN0",
      isSecretDataBase64: true,
    },
  ],
  "gcp:secretmanager/secretIamMember:SecretIamMember": [
    { ...GRANT, secretId: "acme-dev-stripe", role: "roles/secretmanager.secretAccessor" },
  ],
  "gcp:storage/bucket:Bucket": [
    {
      name: "acme-dev-1a2b-uploads",
      location: "ASIA-SOUTHEAST2",
      labels: LABELS,
      forceDestroy: true,
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      encryption: { defaultKmsKeyName: KEY },
      lifecycleRules: [
        { action: { type: "Delete" }, condition: { numNewerVersions: 3, withState: "ARCHIVED" } },
        {
          action: { type: "SetStorageClass", storageClass: "NEARLINE" },
          condition: { age: 30, matchesPrefixes: ["logs/", "tmp/"] },
        },
      ],
      cors: [
        {
          origins: ["https://dev.acme.example"],
          methods: ["GET", "PUT"],
          responseHeaders: ["etag"],
          maxAgeSeconds: 600,
        },
      ],
      logging: { logBucket: "acme-dev-1a2b-logs", logObjectPrefix: "uploads" },
      softDeletePolicy: { retentionDurationSeconds: 604800 },
      retentionPolicy: { retentionPeriod: "86400", isLocked: false },
    },
    {
      location: "asia",
      website: { mainPageSuffix: "index.html", notFoundPage: "404.html" },
      autoclass: { enabled: true, terminalStorageClass: "NEARLINE" },
    },
  ],
  "gcp:storage/bucketIAMMember:BucketIAMMember": [
    { ...GRANT, bucket: "acme-dev-1a2b-uploads", role: "roles/storage.objectUser" },
  ],
  "gcp:redis/instance:Instance": [
    {
      name: "acme-dev",
      region: REGION,
      tier: "STANDARD_HA",
      memorySizeGb: 1,
      redisVersion: "REDIS_7_0",
      displayName: "Cache of dev",
      authEnabled: true,
      transitEncryptionMode: "SERVER_AUTHENTICATION",
      connectMode: "PRIVATE_SERVICE_ACCESS",
      authorizedNetwork: NETWORK,
      labels: LABELS,
      redisConfigs: { "maxmemory-policy": "allkeys-lru", "notify-keyspace-events": "Ex" },
      maintenancePolicy: {
        weeklyMaintenanceWindows: [{ day: "SUNDAY", startTime: { hours: 19, minutes: 30 } }],
      },
      persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "TWELVE_HOURS" },
      customerManagedKey: KEY,
    },
    { memorySizeGb: 2, readReplicasMode: "READ_REPLICAS_DISABLED" },
  ],
  "gcp:kms/keyRing:KeyRing": [
    { name: "acme-dev", location: REGION, project: "acme-dev-1a2b" },
    { location: "asia" },
  ],
  "gcp:kms/cryptoKey:CryptoKey": [
    {
      name: "acme-dev-data",
      keyRing: "projects/acme-dev-1a2b/locations/asia-southeast2/keyRings/acme-dev",
      rotationPeriod: "7776000s",
      purpose: "ENCRYPT_DECRYPT",
      labels: LABELS,
      destroyScheduledDuration: "2592000s",
      versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel: "SOFTWARE" },
    },
    {
      keyRing: "projects/acme-dev-1a2b/locations/asia-southeast2/keyRings/acme-dev",
      skipInitialVersionCreation: true,
      importOnly: true,
      keyAccessJustificationsPolicy: { allowedAccessReasons: ["CUSTOMER_INITIATED_ACCESS"] },
    },
  ],
};
