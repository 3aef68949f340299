import type { Properties } from "../../local/provider/properties.ts";

/** One resource of a small environment, with a change in place and one that replaces. */
export interface Example {
  readonly type: string;
  /** The id that the real provider gives it. */
  readonly id: string;
  readonly inputs: Properties;
  /** Inputs that change in place, null to take one away; absent where the type has none. */
  readonly update?: Properties;
  /** Inputs whose change needs a new resource; absent where the type has none. */
  readonly replace?: Properties;
}

/** The project of the examples. */
export const PROJECT = "example-dev";
/** Its number. */
const NUMBER = "825501231066";
const REGION = "asia-southeast2";
const PLACE = `projects/${PROJECT}/locations/${REGION}`;
const NETWORK = `projects/${PROJECT}/global/networks/main`;
const ACCOUNT = `projects/${PROJECT}/serviceAccounts/web-app@${PROJECT}.iam.gserviceaccount.com`;
const SECRET = `projects/${PROJECT}/secrets/token`;
const KEY_RING = `${PLACE}/keyRings/ring`;
const POOL = `projects/${PROJECT}/locations/global/workloadIdentityPools/deployers`;
const MEMBER_ID = `serviceaccount:web-app@${PROJECT}.iam.gserviceaccount.com`;
const MEMBER = `serviceAccount:web-app@${PROJECT}.iam.gserviceaccount.com`;

const SERVICES = [
  "compute",
  "servicenetworking",
  "dns",
  "sqladmin",
  "redis",
  "secretmanager",
  "pubsub",
  "artifactregistry",
  "cloudkms",
].map((name): Example => {
  const service = `${name}.googleapis.com`;
  return {
    type: "gcp:projects/service:Service",
    id: `${PROJECT}/${service}`,
    inputs: { service },
    update: { disableDependentServices: true },
    replace: { service: "run.googleapis.com" },
  };
});

/** Every type that the program uses, in the order in which they can be created. */
export const EXAMPLES: readonly Example[] = [
  ...SERVICES,
  {
    type: "gcp:compute/network:Network",
    id: NETWORK,
    inputs: { name: "main", autoCreateSubnetworks: false },
    update: { routingMode: "GLOBAL" },
    replace: { name: "other" },
  },
  {
    type: "gcp:compute/subnetwork:Subnetwork",
    id: `projects/${PROJECT}/regions/${REGION}/subnetworks/apps`,
    inputs: { name: "apps", network: NETWORK, ipCidrRange: "10.1.0.0/20" },
    update: { ipCidrRange: "10.1.0.0/19" },
    replace: { ipCidrRange: "10.2.0.0/20" },
  },
  {
    type: "gcp:compute/firewall:Firewall",
    id: `projects/${PROJECT}/global/firewalls/deny`,
    inputs: {
      name: "deny",
      network: NETWORK,
      direction: "EGRESS",
      priority: 65534,
      denies: [{ protocol: "all" }],
      destinationRanges: ["0.0.0.0/0"],
    },
    update: { priority: 65000 },
    replace: {
      direction: "INGRESS",
      priority: null,
      destinationRanges: null,
      sourceRanges: ["0.0.0.0/0"],
    },
  },
  {
    type: "gcp:compute/route:Route",
    id: `projects/${PROJECT}/global/routes/internet`,
    inputs: {
      name: "internet",
      network: NETWORK,
      destRange: "0.0.0.0/0",
      nextHopGateway: "default-internet-gateway",
    },
    replace: { destRange: "199.36.153.8/30" },
  },
  {
    type: "gcp:compute/router:Router",
    id: `projects/${PROJECT}/regions/${REGION}/routers/main`,
    inputs: { name: "main", network: NETWORK },
    update: { description: "egress" },
    replace: { name: "second" },
  },
  {
    type: "gcp:compute/routerNat:RouterNat",
    id: `${PROJECT}/${REGION}/main/nat`,
    inputs: {
      name: "nat",
      router: "main",
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    },
    update: { minPortsPerVm: 128 },
    replace: { name: "nat2" },
  },
  {
    type: "gcp:compute/globalAddress:GlobalAddress",
    id: `projects/${PROJECT}/global/addresses/services`,
    inputs: {
      name: "services",
      network: NETWORK,
      prefixLength: 20,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
    },
    update: { labels: { tier: "data" } },
    replace: { prefixLength: 16 },
  },
  {
    type: "gcp:servicenetworking/connection:Connection",
    id: `${encodeURIComponent(NETWORK)}:servicenetworking.googleapis.com`,
    inputs: {
      network: NETWORK,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: ["services"],
    },
    update: { updateOnCreationFail: true },
    replace: { service: "other.googleapis.com" },
  },
  {
    type: "gcp:dns/policy:Policy",
    id: `projects/${PROJECT}/policies/logging`,
    inputs: { name: "logging", enableLogging: true, networks: [{ networkUrl: NETWORK }] },
    update: { enableLogging: false },
    replace: { name: "queries" },
  },
  {
    type: "gcp:dns/managedZone:ManagedZone",
    id: `projects/${PROJECT}/managedZones/google-apis`,
    inputs: {
      name: "google-apis",
      dnsName: "googleapis.com.",
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: NETWORK }] },
    },
    update: { labels: { tier: "network" } },
    replace: { dnsName: "run.app." },
  },
  {
    type: "gcp:dns/recordSet:RecordSet",
    id: `projects/${PROJECT}/managedZones/google-apis/rrsets/*.googleapis.com./A`,
    inputs: {
      name: "*.googleapis.com.",
      type: "A",
      managedZone: "google-apis",
      ttl: 300,
      rrdatas: ["199.36.153.8"],
    },
    update: { ttl: 600 },
    replace: { name: "restricted.googleapis.com." },
  },
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
