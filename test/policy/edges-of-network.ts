import type { Edge } from "./edges-of-data.ts";
import { UNKNOWN } from "./example.ts";

const FIREWALL_RULE = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule";
const FIREWALL_RULES = "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules";
const BINDING = "gcp:projects/iAMBinding:IAMBinding";
const SQL = "gcp:sql/databaseInstance:DatabaseInstance";

const TCP = [{ protocol: "tcp", ports: ["443"] }];
const labelled = (labels: object) => ({ defaultLabels: JSON.stringify(labels) });

/** Networks, firewalls, names, labels and regions. */
export const EDGES_OF_NETWORK: readonly Edge[] = [
  {
    rule: "network-default",
    what: "a cache in no network",
    type: "gcp:redis/instance:Instance",
    props: { memorySizeGb: 1 },
    at: ["authorizedNetwork"],
  },
  {
    rule: "network-default",
    what: "a self link, deep down",
    type: SQL,
    props: {
      settings: { ipConfiguration: { privateNetwork: "projects/p/global/networks/default" } },
    },
    at: ["settings.ipConfiguration.privateNetwork"],
  },
  {
    rule: "subnetwork-flow-logs",
    what: "a proxy's own subnetwork",
    props: { purpose: "REGIONAL_MANAGED_PROXY" },
    at: [],
  },
  {
    rule: "subnetwork-flow-logs",
    what: "no sample",
    props: { logConfig: { flowSampling: 0 } },
    at: ["logConfig.flowSampling"],
  },
  {
    rule: "firewall-open-ingress",
    what: "no source at all",
    props: { allows: TCP },
    at: ["sourceRanges"],
  },
  {
    rule: "firewall-open-ingress",
    what: "tags as source",
    props: { allows: TCP, sourceTags: ["a"] },
    at: [],
  },
  {
    rule: "firewall-open-ingress",
    what: "half of all addresses, and IPv6, beside one that is not known yet",
    props: { allows: TCP, sourceRanges: [UNKNOWN, "128.0.0.0/1", "::/0", "10.0.0.1"] },
    at: ["sourceRanges[1]", "sourceRanges[2]"],
  },
  {
    rule: "firewall-open-ingress",
    what: "a denial",
    props: { denies: TCP, sourceRanges: ["0.0.0.0/0"] },
    at: [],
  },
  {
    rule: "firewall-open-ingress",
    what: "a rule that is off",
    props: { allows: TCP, disabled: true },
    at: [],
  },
  {
    rule: "firewall-open-ingress",
    what: "a policy's rule",
    type: FIREWALL_RULE,
    props: { action: "allow", direction: "INGRESS", match: { srcIpRanges: ["0.0.0.0/0"] } },
    at: ["match.srcIpRanges[0]"],
  },
  {
    rule: "firewall-open-ingress",
    what: "a policy's rules",
    type: FIREWALL_RULES,
    props: {
      rules: [
        { action: "deny", direction: "INGRESS", match: { srcIpRanges: ["0.0.0.0/0"] } },
        { action: "allow", direction: "INGRESS", match: { srcIpRanges: ["0.0.0.0/0"] } },
      ],
    },
    at: ["rules[1].match.srcIpRanges[0]"],
  },
  {
    rule: "firewall-admin-ports",
    what: "a range of ports, and every protocol",
    props: {
      sourceRanges: ["203.0.113.0/24", "10.0.0.0/8"],
      allows: [{ protocol: "tcp", ports: ["5000-6000"] }, { protocol: "all" }],
    },
    at: ["sourceRanges[0]"],
  },
  {
    rule: "firewall-admin-ports",
    what: "one port beside one that is not known yet",
    props: {
      sourceRanges: ["203.0.113.0/24"],
      allows: [{ protocol: "tcp", ports: [UNKNOWN, "22"] }],
    },
    at: ["sourceRanges[0]"],
  },
  {
    rule: "firewall-open-ingress",
    what: "a policy's rule for the own network, and one for the internet",
    type: FIREWALL_RULES,
    props: {
      rules: ["INTRA_VPC", "INTERNET"].map((srcNetworkScope) => ({
        ...{ action: "allow", direction: "INGRESS", match: { srcNetworkScope } },
      })),
    },
    at: ["rules[1].match.srcIpRanges"],
  },
  {
    rule: "firewall-admin-ports",
    what: "ports that are not known yet",
    props: { sourceRanges: ["203.0.113.0/24"], allows: [{ protocol: "tcp", ports: UNKNOWN }] },
    at: [],
  },
  {
    rule: "firewall-open-egress",
    what: "no destination",
    props: { direction: "EGRESS", allows: TCP },
    at: ["destinationRanges"],
  },
  {
    rule: "firewall-open-egress",
    what: "prod",
    stack: "prod",
    props: { direction: "EGRESS", allows: TCP },
    at: [],
  },
  {
    rule: "dns-logging",
    what: "a network alone",
    type: "gcp:compute/network:Network",
    props: {},
    at: [""],
  },
  { rule: "dns-dnssec", what: "a private zone", props: { visibility: "private" }, at: [] },
  {
    rule: "gke-private-nodes",
    what: "a pool of private nodes",
    type: "gcp:container/nodePool:NodePool",
    props: {},
    at: [],
  },
  {
    rule: "labels-own",
    what: "no label of its own and none by default",
    props: {},
    provider: {},
    at: ["labels", "labels", "labels"],
  },
  {
    rule: "labels-own",
    what: "another environment's by default",
    props: {},
    provider: labelled({ environment: "prod", kind: "staging", "managed-by": "bulkhead" }),
    at: ["labels"],
  },
  {
    rule: "labels-own",
    what: "labels that are not known yet",
    props: { labels: UNKNOWN },
    provider: {},
    at: [],
  },
  {
    rule: "labels-own",
    what: "Cloud SQL, which takes no defaults",
    type: SQL,
    props: { settings: { userLabels: { environment: "staging", kind: "staging" } } },
    at: ["settings.userLabels"],
  },
  {
    rule: "labels-own",
    what: "a type without labels",
    type: BINDING,
    props: {},
    provider: {},
    at: [],
  },
  { rule: "region-own", what: "a zone", props: { zone: "asia-southeast2-a" }, at: [] },
  {
    rule: "region-own",
    what: "a zone's address",
    props: { zone: "projects/p/zones/asia-southeast1-a" },
    at: ["zone"],
  },
  {
    rule: "region-own",
    what: "global",
    type: "gcp:dns/policy:Policy",
    props: { location: "global" },
    at: [],
  },
  {
    rule: "region-own",
    what: "a global key ring",
    type: "gcp:kms/keyRing:KeyRing",
    props: { location: "global" },
    at: ["location"],
  },
  {
    rule: "region-own",
    what: "a provider's region",
    props: {},
    provider: { region: "us-east1" },
    at: ["region"],
  },
  {
    rule: "region-own",
    what: "backups elsewhere",
    type: SQL,
    props: { region: "asia-southeast2", settings: { backupConfiguration: { location: "us" } } },
    at: ["settings.backupConfiguration.location"],
  },
  {
    rule: "firewall-targets",
    what: "a wide range that reaches one account",
    props: { sourceRanges: ["10.0.0.0/8"], targetServiceAccounts: ["a"], allows: TCP },
    at: [],
  },
  {
    rule: "firewall-mail-egress",
    what: "prod",
    stack: "prod",
    props: {
      direction: "EGRESS",
      destinationRanges: ["203.0.113.0/24"],
      allows: [{ protocol: "tcp", ports: ["587"] }],
    },
    at: [],
  },
  {
    rule: "load-balancer-tls",
    what: "a proxy that names no policy",
    type: "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    props: { urlMap: "a" },
    at: ["sslPolicy"],
  },
  {
    rule: "run-egress-through-network",
    what: "a function by its connector",
    type: "gcp:cloudfunctionsv2/function:Function",
    props: { serviceConfig: { vpcConnectorEgressSettings: "ALL_TRAFFIC" } },
    at: [],
  },
  {
    rule: "run-egress-through-network",
    what: "a service of the first version",
    type: "gcp:cloudrun/service:Service",
    props: { template: { metadata: { annotations: {} } } },
    at: ["template.metadata.annotations"],
  },
];
