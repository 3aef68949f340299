import { Firewall, type FirewallArgs } from "@pulumi/gcp/compute/firewall.js";
import type { Network as Vpc } from "@pulumi/gcp/compute/network.js";

import type { Environment } from "../environment/environment.ts";
import { nameOf } from "../environment/names.ts";
import { GOOGLE_APIS } from "./google-apis.ts";
import type { Scope } from "./scope.ts";

/** One firewall rule, but for its name and network. */
export type FirewallRule = Omit<FirewallArgs, "name" | "network">;

/** Below Google's implied rules (65,535), above nothing else: what no other rule allows is denied. */
const LAST = 65_534;

/** PostgreSQL, and Redis over TLS. */
const SERVICE_PORTS = ["5432", "6378"];

/**
 * The firewall, rule by rule: both directions are denied, then what is needed is allowed. To open
 * something, add a rule here; its key becomes part of its name.
 */
export function firewallRules({
  addresses,
  config,
  profile,
}: Environment): Readonly<Record<string, FirewallRule>> {
  return {
    "deny-ingress": {
      description: "Nothing comes in that no other rule allows.",
      direction: "INGRESS",
      priority: LAST,
      sourceRanges: ["0.0.0.0/0"],
      denies: [{ protocol: "all" }],
      logConfig: { metadata: "INCLUDE_ALL_METADATA" },
    },
    "deny-egress": {
      description: "Nothing goes out that no other rule allows; mail ports are never opened.",
      direction: "EGRESS",
      priority: LAST,
      destinationRanges: ["0.0.0.0/0"],
      denies: [{ protocol: "all" }],
      logConfig: { metadata: "INCLUDE_ALL_METADATA" },
    },
    "allow-google-apis": {
      ...allowEgress([GOOGLE_APIS], ["443"]),
      description: "Google's APIs by their private addresses.",
    },
    "allow-services": {
      ...allowEgress([addresses.services], SERVICE_PORTS),
      description: "The environment's own database and cache.",
    },
    ...Object.fromEntries(
      Object.entries(config.egress).map(([endpoint, range]) => [
        `egress-${endpoint}`,
        { ...allowEgress([range], ["443"]), description: `The listed endpoint ${endpoint}.` },
      ]),
    ),
    ...(profile.network.openEgress && {
      "allow-https": {
        ...allowEgress(["0.0.0.0/0"], ["443"]),
        description: "Partners of prod, over HTTPS only.",
      },
    }),
  };
}

function allowEgress(destinationRanges: string[], ports: string[]): FirewallRule {
  return {
    direction: "EGRESS",
    priority: 1000,
    destinationRanges,
    allows: [{ protocol: "tcp", ports }],
  };
}

/** Creates every rule of {@link firewallRules} in the network. */
export function createFirewall({ environment, name, parent }: Scope, vpc: Vpc): void {
  for (const [rule, args] of Object.entries(firewallRules(environment))) {
    new Firewall(
      `${name}-${rule}`,
      {
        project: environment.project,
        network: vpc.id,
        name: nameOf(environment, "compute", rule),
        ...args,
      },
      { parent },
    );
  }
}
