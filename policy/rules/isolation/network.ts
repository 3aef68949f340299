import { isToldOnly } from "../../facts.ts";
import { placesIn, projectsIn } from "../../places.ts";
import type { Context, Finding, Rule } from "../../rule.ts";
import type { Path } from "../../values.ts";

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

/** Collections whose members are networks, parts of them, or doors into them. */
const OF_NETWORKS =
  /^((sub)?networks|hubs|spokes|connectors|(service|network|interconnect|endpoint)attachments|routers|interconnects|(target|external)?vpn(gateways|tunnels)|routes|peerings|forwardingrules|networkendpointgroups|privateconnections|vmwareenginenetworks|networkpolicies|odb(networks|subnets)|workerpools|firewallpolicies|serviceconnectionpolicies|targetinstances|tlsroutes|gateways|meshes)$/i;

/** Properties that let a project in, or go to one, by its name alone. */
const LETS_IN =
  /^(allowed|autoaccept|pscallowed|excluded)?(consumer)?projects$|^(consumer|endpoint|host|service|subnetwork|target)project(id)?$|^consumerserviceprojectid$|^projectallowlists?$|^projectidornum$|(accept|reject)lists?$/i;

/** Where a project's id stands beside what is a network, by the name of what holds both. */
const HOLDS_NETWORK = /network|subnet|endpoint|psc|vpc|peering/i;

/** Ways between networks whose other end is not this environment's. */
export const NETWORK_PATH: Rule = {
  id: "network-path",
  forbids:
    "Peering, VPN, interconnect, Shared VPC and Private Service Connect with a network that is not its own, and every property that names one.",
  why: "A way between two networks makes one of them: whoever is in dev stands in prod.",
  cure: "Remove it; what two environments both need is reached over its public, authenticated API.",
  check: function* ({ type, props }, context): Generator<Finding> {
    if (!type.startsWith("gcp:")) return;
    const always = TO_ELSEWHERE[type];
    if (always !== undefined) yield { path: [], reason: always };
    const reason = "is not one of this environment's own networks or projects";
    for (const { path, project, steps } of placesIn(props)) {
      if (isOwn(project, context) || isToldOnly(type, path)) continue;
      if (steps.some((step, at) => isNetwork(step, at, steps))) yield { path, reason };
    }
    for (const { path, project } of projectsIn(props)) {
      if (isOwn(project, context) || isToldOnly(type, path)) continue;
      if (isDoor(path)) yield { path, reason };
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

/** Whether a step is the name of a collection, and not that of something in one. */
function isNetwork(step: string, at: number, steps: readonly string[]): boolean {
  return at < steps.length - 1 && OF_NETWORKS.test(step);
}

/** Whether a property that names a project opens a way to it. */
export function isDoor(path: Path): boolean {
  const names = path.filter((step) => typeof step === "string");
  const key = names.at(-1) ?? "";
  return LETS_IN.test(key) || names.slice(0, -1).some((step) => HOLDS_NETWORK.test(step));
}

function isOwn(project: string, { environment }: Context): boolean {
  return project === environment.project || project === environment.projectNumber;
}
