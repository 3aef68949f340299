import type { Context, Finding, Rule } from "../../rule.ts";
import { isUnknown, valuesAt } from "../../values.ts";

const PEERING = "gcp:compute/networkPeering:NetworkPeering";

/** Types whose other side no property tells: whatever it is, it is outside. */
const TO_ELSEWHERE: Readonly<Record<string, string>> = {
  "gcp:compute/sharedVPCHostProject:SharedVPCHostProject":
    "shares its networks with other projects",
  "gcp:compute/sharedVPCServiceProject:SharedVPCServiceProject": "uses another project's networks",
  "gcp:compute/vPNTunnel:VPNTunnel": "leads to a network that nobody here knows",
  "gcp:compute/vPNGateway:VPNGateway": "leads to a network that nobody here knows",
  "gcp:compute/haVpnGateway:HaVpnGateway": "leads to a network that nobody here knows",
  "gcp:compute/externalVpnGateway:ExternalVpnGateway": "leads to a network that nobody here knows",
  "gcp:compute/interconnect:Interconnect": "leads to a network that nobody here knows",
  "gcp:compute/interconnectAttachment:InterconnectAttachment":
    "leads to a network that nobody here knows",
  "gcp:compute/serviceAttachment:ServiceAttachment": "lets other networks in",
  "gcp:networkconnectivity/hub:Hub": "joins networks",
  "gcp:networkconnectivity/spoke:Spoke": "joins networks",
};

const INTERFACES = ["network", "subnetwork", "subnetworkProject"].map(
  (each) => `networkInterfaces.${each}`,
);
const VPC_ACCESS = [
  ...["vpcAccess.connector", "vpcAccess.networkInterfaces.network"],
  "vpcAccess.networkInterfaces.subnetwork",
];

/** Properties that name another network, by type: each must be the environment's own. */
const OTHER_SIDE: Readonly<Record<string, readonly string[]>> = {
  [PEERING]: ["network", "peerNetwork"],
  "gcp:dns/managedZone:ManagedZone": [
    "peeringConfig.targetNetwork.networkUrl",
    "privateVisibilityConfig.networks.networkUrl",
  ],
  "gcp:dns/policy:Policy": ["networks.networkUrl"],
  "gcp:compute/route:Route": [
    ...["network", "nextHopVpnTunnel", "nextHopInstance", "nextHopIlb", "nextHopGateway"],
  ],
  "gcp:compute/forwardingRule:ForwardingRule": ["network", "subnetwork", "target"],
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": ["network", "subnetwork"],
  "gcp:servicenetworking/connection:Connection": ["network"],
  "gcp:vpcaccess/connector:Connector": ["network", "subnet.projectId"],
  "gcp:sql/databaseInstance:DatabaseInstance": [
    "settings.ipConfiguration.privateNetwork",
    "settings.ipConfiguration.pscConfigs.allowedConsumerProjects",
  ],
  "gcp:redis/instance:Instance": ["authorizedNetwork"],
  "gcp:alloydb/cluster:Cluster": ["networkConfig.network"],
  "gcp:filestore/instance:Instance": ["networks.network"],
  "gcp:container/cluster:Cluster": ["network", "subnetwork"],
  "gcp:compute/instance:Instance": INTERFACES,
  "gcp:compute/instanceTemplate:InstanceTemplate": INTERFACES,
  "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup": [
    ...["network", "subnetwork", "pscTargetService"],
  ],
  "gcp:cloudrunv2/service:Service": VPC_ACCESS.map((at) => `template.${at}`),
  "gcp:cloudrunv2/job:Job": VPC_ACCESS.map((at) => `template.template.${at}`),
};

/** Ways between networks whose other end is not this environment's. */
export const NETWORK_PATH: Rule = {
  id: "network-path",
  forbids:
    "Peering, VPN, interconnect, Shared VPC and Private Service Connect with a network that is not its own.",
  why: "A way between two networks makes one of them: whoever is in dev stands in prod.",
  cure: "Remove it; what two environments both need is reached over its public, authenticated API.",
  types: [...Object.keys(TO_ELSEWHERE), ...Object.keys(OTHER_SIDE)],
  check: function* ({ type, props }, context): Generator<Finding> {
    const always = TO_ELSEWHERE[type];
    if (always !== undefined) yield { path: [], reason: always };
    for (const at of OTHER_SIDE[type] ?? []) {
      for (const { path, value } of valuesAt(props, at)) {
        if (isForeignNetwork(at, value, context)) {
          yield { path, reason: "is not one of this environment's own networks or projects" };
        }
      }
    }
  },
  fails: {
    type: PEERING,
    props: { network: "staging-network", peerNetwork: "projects/acme-hub/global/networks/hub" },
  },
  passes: {
    type: PEERING,
    props: {
      network: "projects/acme-shop-staging/global/networks/staging-network",
      peerNetwork: "projects/acme-shop-staging/global/networks/staging-tools",
    },
  },
};

/** A name without a project is of the resource's own project; Google's own are nobody's. */
function isForeignNetwork(at: string, value: unknown, { environment }: Context): boolean {
  if (typeof value !== "string" || isUnknown(value) || value === "") return false;
  const path = /(?:^|\/)projects\/([^/]+)/.exec(value)?.[1];
  const project = path ?? (/project(s|id)?$/i.test(at) ? value : undefined);
  if (project === undefined) return false;
  return project !== environment.project && project !== environment.projectNumber;
}
