import type { Properties } from "../../local/provider/properties.ts";

/** One resource of a small environment, with a change in place and one that replaces. */
export interface Example {
  readonly type: string;
  /** The id that the real provider gives it. */
  readonly id: string;
  readonly inputs: Properties;
  /** Inputs that change in place; absent where the type has none. */
  readonly update?: Properties;
  /** Inputs that need a new resource; absent where the type has none. */
  readonly replace?: Properties;
}

/** The project of the examples. */
export const PROJECT = "example-dev";
/** Its number. */
export const NUMBER = "825501231066";
const REGION = "asia-southeast2";
const PLACE = `projects/${PROJECT}/locations/${REGION}`;
const NETWORK = `projects/${PROJECT}/global/networks/main`;
const ACCOUNT = `projects/${PROJECT}/serviceAccounts/web-app@${PROJECT}.iam.gserviceaccount.com`;
const SECRET = `projects/${PROJECT}/secrets/token`;
const KEY_RING = `${PLACE}/keyRings/ring`;
const POOL = `projects/${PROJECT}/locations/global/workloadIdentityPools/deployers`;
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
    update: { service, disableDependentServices: true },
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
    update: { name: "main", autoCreateSubnetworks: false, routingMode: "GLOBAL" },
    replace: { name: "other", autoCreateSubnetworks: false },
  },
  {
    type: "gcp:compute/subnetwork:Subnetwork",
    id: `projects/${PROJECT}/regions/${REGION}/subnetworks/apps`,
    inputs: { name: "apps", network: NETWORK, ipCidrRange: "10.1.0.0/20" },
    update: { name: "apps", network: NETWORK, ipCidrRange: "10.1.0.0/19" },
    replace: { name: "apps", network: NETWORK, ipCidrRange: "10.2.0.0/20" },
  },
  {
    type: "gcp:compute/firewall:Firewall",
    id: `projects/${PROJECT}/global/firewalls/deny`,
    inputs: {
      ...{ name: "deny", network: NETWORK, direction: "EGRESS", priority: 65534 },
      denies: [{ protocol: "all" }],
      destinationRanges: ["0.0.0.0/0"],
    },
    update: {
      ...{ name: "deny", network: NETWORK, direction: "EGRESS", priority: 65000 },
      denies: [{ protocol: "all" }],
      destinationRanges: ["0.0.0.0/0"],
    },
    replace: {
      ...{ name: "deny", network: NETWORK, direction: "INGRESS" },
      denies: [{ protocol: "all" }],
      sourceRanges: ["0.0.0.0/0"],
    },
  },
  {
    type: "gcp:compute/route:Route",
    id: `projects/${PROJECT}/global/routes/internet`,
    inputs: {
      ...{ name: "internet", network: NETWORK, destRange: "0.0.0.0/0" },
      nextHopGateway: "default-internet-gateway",
    },
    replace: {
      ...{ name: "internet", network: NETWORK, destRange: "199.36.153.8/30" },
      nextHopGateway: "default-internet-gateway",
    },
  },
  {
    type: "gcp:compute/router:Router",
    id: `projects/${PROJECT}/regions/${REGION}/routers/main`,
    inputs: { name: "main", network: NETWORK },
    update: { name: "main", network: NETWORK, description: "egress" },
    replace: { name: "second", network: NETWORK },
  },
  {
    type: "gcp:compute/routerNat:RouterNat",
    id: `${PROJECT}/${REGION}/main/nat`,
    inputs: {
      ...{ name: "nat", router: "main", natIpAllocateOption: "AUTO_ONLY" },
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    },
    update: {
      ...{ name: "nat", router: "main", natIpAllocateOption: "AUTO_ONLY", minPortsPerVm: 128 },
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    },
    replace: {
      ...{ name: "nat2", router: "main", natIpAllocateOption: "AUTO_ONLY" },
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    },
  },
  {
    type: "gcp:compute/globalAddress:GlobalAddress",
    id: `projects/${PROJECT}/global/addresses/services`,
    inputs: {
      ...{ name: "services", network: NETWORK, prefixLength: 20 },
      ...{ purpose: "VPC_PEERING", addressType: "INTERNAL" },
    },
    update: {
      ...{ name: "services", network: NETWORK, prefixLength: 20, labels: { tier: "data" } },
      ...{ purpose: "VPC_PEERING", addressType: "INTERNAL" },
    },
    replace: {
      ...{ name: "services", network: NETWORK, prefixLength: 16 },
      ...{ purpose: "VPC_PEERING", addressType: "INTERNAL" },
    },
  },
  {
    type: "gcp:servicenetworking/connection:Connection",
    id: `${encodeURIComponent(NETWORK)}:servicenetworking.googleapis.com`,
    inputs: {
      network: NETWORK,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: ["services"],
    },
    update: {
      network: NETWORK,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: ["services"],
      updateOnCreationFail: true,
    },
    replace: {
      network: NETWORK,
      service: "other.googleapis.com",
      reservedPeeringRanges: ["services"],
    },
  },
  {
    type: "gcp:dns/policy:Policy",
    id: `projects/${PROJECT}/policies/logging`,
    inputs: { name: "logging", enableLogging: true, networks: [{ networkUrl: NETWORK }] },
    update: { name: "logging", enableLogging: false, networks: [{ networkUrl: NETWORK }] },
    replace: { name: "queries", enableLogging: true, networks: [{ networkUrl: NETWORK }] },
  },
  {
    type: "gcp:dns/managedZone:ManagedZone",
    id: `projects/${PROJECT}/managedZones/google-apis`,
    inputs: {
      ...{ name: "google-apis", dnsName: "googleapis.com.", visibility: "private" },
      privateVisibilityConfig: { networks: [{ networkUrl: NETWORK }] },
    },
    update: {
      ...{ name: "google-apis", dnsName: "googleapis.com.", visibility: "private" },
      privateVisibilityConfig: { networks: [{ networkUrl: NETWORK }] },
      labels: { tier: "network" },
    },
    replace: {
      ...{ name: "google-apis", dnsName: "run.app.", visibility: "private" },
      privateVisibilityConfig: { networks: [{ networkUrl: NETWORK }] },
    },
  },
  {
    type: "gcp:dns/recordSet:RecordSet",
    id: `projects/${PROJECT}/managedZones/google-apis/rrsets/*.googleapis.com./A`,
    inputs: {
      ...{ name: "*.googleapis.com.", type: "A", managedZone: "google-apis", ttl: 300 },
      rrdatas: ["199.36.153.8"],
    },
    update: {
      ...{ name: "*.googleapis.com.", type: "A", managedZone: "google-apis", ttl: 600 },
      rrdatas: ["199.36.153.8"],
    },
    replace: {
      ...{ name: "restricted.googleapis.com.", type: "A", managedZone: "google-apis", ttl: 300 },
      rrdatas: ["199.36.153.8"],
    },
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    id: `projects/${PROJECT}/instances/main`,
    inputs: {
      ...{ name: "main", databaseVersion: "POSTGRES_16", deletionProtection: false },
      settings: {
        tier: "db-g1-small",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK },
      },
    },
    update: {
      ...{ name: "main", databaseVersion: "POSTGRES_16", deletionProtection: false },
      settings: {
        tier: "db-custom-2-7680",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK },
      },
    },
    replace: {
      ...{ name: "main-2", databaseVersion: "POSTGRES_16", deletionProtection: false },
      settings: {
        tier: "db-g1-small",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK },
      },
    },
  },
  {
    type: "gcp:sql/database:Database",
    id: `projects/${PROJECT}/instances/main/databases/app`,
    inputs: { name: "app", instance: "main" },
    update: { name: "app", instance: "main", charset: "LATIN1" },
    replace: { name: "app2", instance: "main" },
  },
  {
    type: "gcp:sql/user:User",
    id: "app//main",
    inputs: { name: "app", instance: "main", password: "correct horse" },
    update: { name: "app", instance: "main", password: "battery staple" },
    replace: { name: "other", instance: "main", password: "correct horse" },
  },
  {
    type: "gcp:redis/instance:Instance",
    id: `${PLACE}/instances/cache`,
    inputs: {
      ...{ name: "cache", memorySizeGb: 1, tier: "BASIC", authEnabled: true },
      ...{ authorizedNetwork: NETWORK, connectMode: "PRIVATE_SERVICE_ACCESS" },
    },
    update: {
      ...{ name: "cache", memorySizeGb: 2, tier: "BASIC", authEnabled: true },
      ...{ authorizedNetwork: NETWORK, connectMode: "PRIVATE_SERVICE_ACCESS" },
    },
    replace: {
      ...{ name: "cache", memorySizeGb: 1, tier: "STANDARD_HA", authEnabled: true },
      ...{ authorizedNetwork: NETWORK, connectMode: "PRIVATE_SERVICE_ACCESS" },
    },
  },
  {
    type: "gcp:serviceaccount/account:Account",
    id: ACCOUNT,
    inputs: { accountId: "web-app" },
    update: { accountId: "web-app", displayName: "The web application" },
    replace: { accountId: "job-app" },
  },
  {
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    id: `${ACCOUNT}/roles/iam.serviceAccountUser/${MEMBER.toLowerCase()}`,
    inputs: {
      serviceAccountId: ACCOUNT,
      role: "roles/iam.serviceAccountUser",
      member: MEMBER,
    },
    replace: {
      serviceAccountId: ACCOUNT,
      role: "roles/iam.workloadIdentityUser",
      member: MEMBER,
    },
  },
  {
    type: "gcp:pubsub/topic:Topic",
    id: `projects/${PROJECT}/topics/rotations`,
    inputs: { name: "rotations" },
    update: { name: "rotations", labels: { tier: "secrets" } },
    replace: { name: "turns" },
  },
  {
    type: "gcp:pubsub/topicIAMMember:TopicIAMMember",
    id: `projects/${PROJECT}/topics/rotations/roles/pubsub.publisher/${MEMBER.toLowerCase()}`,
    inputs: { topic: "rotations", role: "roles/pubsub.publisher", member: MEMBER },
    replace: { topic: "rotations", role: "roles/pubsub.viewer", member: MEMBER },
  },
  {
    type: "gcp:secretmanager/secret:Secret",
    id: SECRET,
    inputs: {
      secretId: "token",
      replication: { userManaged: { replicas: [{ location: REGION }] } },
      topics: [{ name: `projects/${PROJECT}/topics/rotations` }],
    },
    update: {
      secretId: "token",
      replication: { userManaged: { replicas: [{ location: REGION }] } },
      topics: [{ name: `projects/${PROJECT}/topics/rotations` }],
      labels: { tier: "web" },
    },
    replace: {
      secretId: "token-2",
      replication: { userManaged: { replicas: [{ location: REGION }] } },
      topics: [{ name: `projects/${PROJECT}/topics/rotations` }],
    },
  },
  {
    type: "gcp:secretmanager/secretVersion:SecretVersion",
    id: `projects/${NUMBER}/secrets/token/versions/1`,
    inputs: { secret: SECRET, secretData: "correct horse" },
    update: { secret: SECRET, secretData: "correct horse", enabled: false },
    replace: { secret: SECRET, secretData: "battery staple" },
  },
  {
    type: "gcp:secretmanager/secretIamMember:SecretIamMember",
    id: `${SECRET}/roles/secretmanager.secretAccessor/${MEMBER.toLowerCase()}`,
    inputs: { secretId: "token", role: "roles/secretmanager.secretAccessor", member: MEMBER },
    replace: { secretId: "token", role: "roles/secretmanager.viewer", member: MEMBER },
  },
  {
    type: "gcp:projects/serviceIdentity:ServiceIdentity",
    id: `projects/${PROJECT}/services/secretmanager.googleapis.com`,
    inputs: { service: "secretmanager.googleapis.com" },
    replace: { service: "pubsub.googleapis.com" },
  },
  {
    type: "gcp:projects/iAMMember:IAMMember",
    id: `${PROJECT}/roles/cloudsql.client/${MEMBER.toLowerCase()}`,
    inputs: { project: PROJECT, role: "roles/cloudsql.client", member: MEMBER },
    replace: { project: PROJECT, role: "roles/cloudsql.viewer", member: MEMBER },
  },
  {
    type: "gcp:projects/iAMAuditConfig:IAMAuditConfig",
    id: `${PROJECT}/audit_config/allServices`,
    inputs: {
      project: PROJECT,
      service: "allServices",
      auditLogConfigs: [{ logType: "DATA_READ" }],
    },
    update: {
      project: PROJECT,
      service: "allServices",
      auditLogConfigs: [{ logType: "DATA_WRITE" }],
    },
    replace: {
      project: "example-other",
      service: "allServices",
      auditLogConfigs: [{ logType: "DATA_READ" }],
    },
  },
  {
    type: "gcp:artifactregistry/repository:Repository",
    id: `${PLACE}/repositories/images`,
    inputs: { repositoryId: "images", format: "DOCKER", location: REGION },
    update: {
      repositoryId: "images",
      format: "DOCKER",
      location: REGION,
      dockerConfig: { immutableTags: true },
    },
    replace: { repositoryId: "images", format: "NPM", location: REGION },
  },
  {
    type: "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
    id: `${PLACE}/repositories/images/roles/artifactregistry.reader/${MEMBER.toLowerCase()}`,
    inputs: {
      ...{ repository: "images", location: REGION },
      ...{ role: "roles/artifactregistry.reader", member: MEMBER },
    },
    replace: {
      ...{ repository: "images", location: REGION },
      ...{ role: "roles/artifactregistry.writer", member: MEMBER },
    },
  },
  {
    type: "gcp:storage/bucket:Bucket",
    id: "example-dev-uploads",
    inputs: { name: "example-dev-uploads", location: REGION, uniformBucketLevelAccess: true },
    update: {
      ...{ name: "example-dev-uploads", location: REGION, uniformBucketLevelAccess: true },
      versioning: { enabled: true },
    },
    replace: { name: "example-dev-files", location: REGION, uniformBucketLevelAccess: true },
  },
  {
    type: "gcp:storage/bucketIAMMember:BucketIAMMember",
    id: `b/example-dev-uploads/roles/storage.objectUser/${MEMBER.toLowerCase()}`,
    inputs: { bucket: "example-dev-uploads", role: "roles/storage.objectUser", member: MEMBER },
    replace: { bucket: "example-dev-uploads", role: "roles/storage.objectViewer", member: MEMBER },
  },
  {
    type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
    id: POOL,
    inputs: { workloadIdentityPoolId: "deployers" },
    update: { workloadIdentityPoolId: "deployers", displayName: "Deployers" },
    replace: { workloadIdentityPoolId: "deployers-2" },
  },
  {
    type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
    id: `${POOL}/providers/github`,
    inputs: {
      ...{ workloadIdentityPoolId: "deployers", workloadIdentityPoolProviderId: "github" },
      attributeMapping: { "google.subject": "assertion.sub" },
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
    },
    update: {
      ...{ workloadIdentityPoolId: "deployers", workloadIdentityPoolProviderId: "github" },
      attributeMapping: { "google.subject": "assertion.sub" },
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
      displayName: "GitHub",
    },
    replace: {
      ...{ workloadIdentityPoolId: "deployers", workloadIdentityPoolProviderId: "gitlab" },
      attributeMapping: { "google.subject": "assertion.sub" },
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
    },
  },
  {
    type: "gcp:kms/keyRing:KeyRing",
    id: KEY_RING,
    inputs: { name: "ring", location: REGION },
    replace: { name: "ring-2", location: REGION },
  },
  {
    type: "gcp:kms/cryptoKey:CryptoKey",
    id: `${KEY_RING}/cryptoKeys/state`,
    inputs: { name: "state", keyRing: KEY_RING },
    update: { name: "state", keyRing: KEY_RING, rotationPeriod: "7776000s" },
    replace: { name: "state-2", keyRing: KEY_RING },
  },
];
