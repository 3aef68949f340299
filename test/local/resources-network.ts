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
/** The region of the examples. */
export const REGION = "asia-southeast2";
/** The id of their network. */
export const NETWORK = `projects/${PROJECT}/global/networks/main`;

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

/** APIs, network and DNS. */
export const NETWORK_EXAMPLES: readonly Example[] = [
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
];
