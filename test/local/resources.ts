import { type Example, NETWORK, NETWORK_EXAMPLES, PROJECT, REGION } from "./resources-network.ts";

const NUMBER = "825501231066";
const PLACE = `projects/${PROJECT}/locations/${REGION}`;
const ACCOUNT = `projects/${PROJECT}/serviceAccounts/web-app@${PROJECT}.iam.gserviceaccount.com`;
const SECRET = `projects/${PROJECT}/secrets/token`;
const KEY_RING = `${PLACE}/keyRings/ring`;
const POOL = `projects/${PROJECT}/locations/global/workloadIdentityPools/deployers`;
const MEMBER_ID = `serviceaccount:web-app@${PROJECT}.iam.gserviceaccount.com`;
const MEMBER = `serviceAccount:web-app@${PROJECT}.iam.gserviceaccount.com`;

/** Every type that the program uses, in the order in which they can be created. */
export const EXAMPLES: readonly Example[] = [
  ...NETWORK_EXAMPLES,
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    id: `projects/${PROJECT}/instances/main`,
    inputs: {
      name: "main",
      databaseVersion: "POSTGRES_16",
      deletionProtection: false,
      settings: {
        tier: "db-g1-small",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK },
      },
    },
    update: {
      settings: {
        tier: "db-custom-2-7680",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK },
      },
    },
    replace: { name: "main-2" },
  },
  {
    type: "gcp:sql/database:Database",
    id: `projects/${PROJECT}/instances/main/databases/app`,
    inputs: { name: "app", instance: "main" },
    update: { charset: "LATIN1" },
    replace: { name: "app2" },
  },
  {
    type: "gcp:sql/user:User",
    id: "app//main",
    inputs: { name: "app", instance: "main", password: "correct horse" },
    update: { password: "battery staple" },
    replace: { name: "other" },
  },
  {
    type: "gcp:redis/instance:Instance",
    id: `${PLACE}/instances/cache`,
    inputs: {
      name: "cache",
      memorySizeGb: 1,
      tier: "BASIC",
      authEnabled: true,
      authorizedNetwork: NETWORK,
      connectMode: "PRIVATE_SERVICE_ACCESS",
    },
    update: { memorySizeGb: 2 },
    replace: { tier: "STANDARD_HA" },
  },
  {
    type: "gcp:serviceaccount/account:Account",
    id: ACCOUNT,
    inputs: { accountId: "web-app" },
    update: { displayName: "The web application" },
    replace: { accountId: "job-app" },
  },
  {
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    id: `${ACCOUNT}/roles/iam.serviceAccountUser/${MEMBER_ID}`,
    inputs: { serviceAccountId: ACCOUNT, role: "roles/iam.serviceAccountUser", member: MEMBER },
    replace: { role: "roles/iam.workloadIdentityUser" },
  },
  {
    type: "gcp:pubsub/topic:Topic",
    id: `projects/${PROJECT}/topics/rotations`,
    inputs: { name: "rotations" },
    update: { labels: { tier: "secrets" } },
    replace: { name: "turns" },
  },
  {
    type: "gcp:pubsub/topicIAMMember:TopicIAMMember",
    id: `projects/${PROJECT}/topics/rotations/roles/pubsub.publisher/${MEMBER_ID}`,
    inputs: { topic: "rotations", role: "roles/pubsub.publisher", member: MEMBER },
    replace: { role: "roles/pubsub.viewer" },
  },
  {
    type: "gcp:secretmanager/secret:Secret",
    id: SECRET,
    inputs: {
      secretId: "token",
      replication: { userManaged: { replicas: [{ location: REGION }] } },
      topics: [{ name: `projects/${PROJECT}/topics/rotations` }],
    },
    update: { labels: { tier: "web" } },
    replace: { secretId: "token-2" },
  },
  {
    type: "gcp:secretmanager/secretVersion:SecretVersion",
    id: `projects/${NUMBER}/secrets/token/versions/1`,
    inputs: { secret: SECRET, secretData: "correct horse" },
    update: { enabled: false },
    replace: { secretData: "battery staple" },
  },
  {
    type: "gcp:secretmanager/secretIamMember:SecretIamMember",
    id: `${SECRET}/roles/secretmanager.secretAccessor/${MEMBER_ID}`,
    inputs: { secretId: "token", role: "roles/secretmanager.secretAccessor", member: MEMBER },
    replace: { role: "roles/secretmanager.viewer" },
  },
  {
    type: "gcp:projects/serviceIdentity:ServiceIdentity",
    id: `projects/${PROJECT}/services/secretmanager.googleapis.com`,
    inputs: { service: "secretmanager.googleapis.com" },
    replace: { service: "pubsub.googleapis.com" },
  },
  {
    type: "gcp:projects/iAMMember:IAMMember",
    id: `${PROJECT}/roles/cloudsql.client/${MEMBER_ID}`,
    inputs: { project: PROJECT, role: "roles/cloudsql.client", member: MEMBER },
    replace: { role: "roles/cloudsql.viewer" },
  },
  {
    type: "gcp:projects/iAMAuditConfig:IAMAuditConfig",
    id: `${PROJECT}/audit_config/allServices`,
    inputs: {
      project: PROJECT,
      service: "allServices",
      auditLogConfigs: [{ logType: "DATA_READ" }],
    },
    update: { auditLogConfigs: [{ logType: "DATA_WRITE" }] },
    replace: { project: "example-other" },
  },
  {
    type: "gcp:artifactregistry/repository:Repository",
    id: `${PLACE}/repositories/images`,
    inputs: { repositoryId: "images", format: "DOCKER", location: REGION },
    update: { dockerConfig: { immutableTags: true } },
    replace: { format: "NPM" },
  },
  {
    type: "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
    id: `${PLACE}/repositories/images/roles/artifactregistry.reader/${MEMBER_ID}`,
    inputs: {
      repository: "images",
      location: REGION,
      role: "roles/artifactregistry.reader",
      member: MEMBER,
    },
    replace: { role: "roles/artifactregistry.writer" },
  },
  {
    type: "gcp:storage/bucket:Bucket",
    id: `${PROJECT}-uploads`,
    inputs: { name: `${PROJECT}-uploads`, location: REGION, uniformBucketLevelAccess: true },
    update: { versioning: { enabled: true } },
    replace: { name: `${PROJECT}-files` },
  },
  {
    type: "gcp:storage/bucketIAMMember:BucketIAMMember",
    id: `b/${PROJECT}-uploads/roles/storage.objectUser/${MEMBER_ID}`,
    inputs: { bucket: `${PROJECT}-uploads`, role: "roles/storage.objectUser", member: MEMBER },
    replace: { role: "roles/storage.objectViewer" },
  },
  {
    type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
    id: POOL,
    inputs: { workloadIdentityPoolId: "deployers" },
    update: { displayName: "Deployers" },
    replace: { workloadIdentityPoolId: "deployers-2" },
  },
  {
    type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
    id: `${POOL}/providers/github`,
    inputs: {
      workloadIdentityPoolId: "deployers",
      workloadIdentityPoolProviderId: "github",
      attributeMapping: { "google.subject": "assertion.sub" },
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
    },
    update: { displayName: "GitHub" },
    replace: { workloadIdentityPoolProviderId: "gitlab" },
  },
  {
    type: "gcp:kms/keyRing:KeyRing",
    id: KEY_RING,
    inputs: { name: "ring", location: REGION },
    replace: { name: "ring-2" },
  },
  {
    type: "gcp:kms/cryptoKey:CryptoKey",
    id: `${KEY_RING}/cryptoKeys/state`,
    inputs: { name: "state", keyRing: KEY_RING },
    update: { rotationPeriod: "7776000s" },
    replace: { name: "state-2" },
  },
];
