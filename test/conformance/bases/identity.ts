import type { Properties } from "../../../local/provider/properties.ts";
import { GRANT, KEY, ACCOUNT, REGION, LABELS } from "./names.ts";

/** Accounts, grants, APIs, topics and images: realistic inputs by type. */
export const IDENTITY_BASES: Readonly<Record<string, readonly Properties[]>> = {
  "gcp:pubsub/topic:Topic": [
    {
      name: "acme-dev-rotations",
      labels: LABELS,
      kmsKeyName: KEY,
      messageRetentionDuration: "86400s",
      messageStoragePolicy: {
        allowedPersistenceRegions: [REGION, "asia-southeast1"],
        enforceInTransit: true,
      },
      schemaSettings: { schema: "projects/acme-dev-1a2b/schemas/rotation", encoding: "JSON" },
    },
    {
      messageTransforms: [
        { javascriptUdf: { functionName: "redact", code: "function redact(m) { return m; }" } },
        { disabled: true },
      ],
    },
  ],
  "gcp:pubsub/topicIAMMember:TopicIAMMember": [
    { ...GRANT, topic: "acme-dev-rotations", role: "roles/pubsub.publisher" },
  ],
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": [
    { ...GRANT, cryptoKeyId: KEY, role: "roles/cloudkms.cryptoKeyEncrypterDecrypter" },
  ],
  "gcp:serviceaccount/account:Account": [
    {
      accountId: "acme-dev-web",
      displayName: "Web of dev",
      description: "Runs the web service",
      disabled: false,
    },
    { displayName: "Worker", createIgnoreAlreadyExists: true },
  ],
  "gcp:serviceaccount/iAMMember:IAMMember": [
    {
      ...GRANT,
      serviceAccountId: `projects/acme-dev-1a2b/serviceAccounts/${ACCOUNT}`,
      role: "roles/iam.workloadIdentityUser",
      member:
        "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/attribute.repository/acme/web",
    },
  ],
  "gcp:projects/service:Service": [
    {
      project: "acme-dev-1a2b",
      service: "sqladmin.googleapis.com",
      disableOnDestroy: false,
      disableDependentServices: true,
      checkIfServiceHasUsageOnDestroy: true,
    },
    { service: "redis.googleapis.com" },
  ],
  "gcp:projects/serviceIdentity:ServiceIdentity": [
    { service: "secretmanager.googleapis.com", project: "acme-dev-1a2b" },
  ],
  "gcp:projects/iAMMember:IAMMember": [
    { ...GRANT, project: "acme-dev-1a2b", role: "roles/cloudsql.client" },
  ],
  "gcp:projects/iAMAuditConfig:IAMAuditConfig": [
    {
      project: "acme-dev-1a2b",
      service: "allServices",
      auditLogConfigs: [
        { logType: "ADMIN_READ" },
        {
          logType: "DATA_READ",
          exemptedMembers: [`serviceAccount:${ACCOUNT}`, "user:ops@acme.example"],
        },
        { logType: "DATA_WRITE" },
      ],
    },
  ],
  "gcp:artifactregistry/repository:Repository": [
    {
      repositoryId: "acme-dev-images",
      location: REGION,
      format: "DOCKER",
      description: "Images of dev",
      labels: LABELS,
      kmsKeyName: KEY,
      dockerConfig: { immutableTags: true },
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        {
          id: "keep-ten",
          action: "KEEP",
          mostRecentVersions: { keepCount: 10, packageNamePrefixes: ["web"] },
        },
        {
          id: "drop-untagged",
          action: "DELETE",
          condition: { tagState: "UNTAGGED", olderThan: "2592000s", tagPrefixes: ["tmp"] },
        },
      ],
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
    },
    {
      repositoryId: "mirror",
      format: "DOCKER",
      mode: "REMOTE_REPOSITORY",
      remoteRepositoryConfig: {
        description: "Docker Hub",
        dockerRepository: { publicRepository: "DOCKER_HUB" },
      },
    },
  ],
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": [
    {
      ...GRANT,
      repository: "acme-dev-images",
      location: REGION,
      role: "roles/artifactregistry.reader",
    },
  ],
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": [
    {
      workloadIdentityPoolId: "acme-dev-ci",
      displayName: "CI of dev",
      description: "GitHub Actions",
      disabled: false,
      mode: "FEDERATION_ONLY",
    },
    {
      workloadIdentityPoolId: "acme-dev-mesh",
      mode: "TRUST_DOMAIN",
      inlineCertificateIssuanceConfig: {
        caPools: { "asia-southeast2": "projects/1/locations/asia-southeast2/caPools/acme" },
        keyAlgorithm: "ECDSA_P256",
        lifetime: "86400s",
        rotationWindowPercentage: 50,
      },
      inlineTrustConfig: {
        additionalTrustBundles: [
          {
            trustDomain: "acme.example",
            trustAnchors: [{ pemCertificate: "-----A-----" }, { pemCertificate: "-----B-----" }],
          },
        ],
      },
    },
  ],
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": [
    {
      workloadIdentityPoolId: "acme-dev-ci",
      workloadIdentityPoolProviderId: "github",
      displayName: "GitHub",
      description: "Actions of one repository",
      attributeMapping: {
        "google.subject": "assertion.sub",
        "attribute.repository_id": "assertion.repository_id",
      },
      attributeCondition: "assertion.repository_id == '4711'",
      oidc: {
        issuerUri: "https://token.actions.githubusercontent.com",
        allowedAudiences: ["https://acme.example", "acme-dev"],
      },
    },
    {
      workloadIdentityPoolId: "acme-dev-ci",
      workloadIdentityPoolProviderId: "certificates",
      x509: {
        trustStore: {
          trustAnchors: [{ pemCertificate: "-----A-----" }],
          intermediateCas: [{ pemCertificate: "-----B-----" }],
        },
      },
    },
  ],
};
