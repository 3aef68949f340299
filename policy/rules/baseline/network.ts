import { all, byType, is, known, must, present, textOf, when } from "../../checks.ts";
import type { Check, Condition, Test } from "../../checks.ts";
import type { Rule } from "../../rule.ts";
import { isMap, leaves } from "../../values.ts";

const NETWORK = "gcp:compute/network:Network";
const SUBNETWORK = "gcp:compute/subnetwork:Subnetwork";
const CLUSTER = "gcp:container/cluster:Cluster";
const REDIS = "gcp:redis/instance:Instance";
const INSTANCE = "gcp:compute/instance:Instance";
const TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate";

/** Google's proxies have subnetworks of their own, which take neither logs nor private access. */
const isForWorkloads: Condition = (subject) => known(subject, "purpose", "PRIVATE") === "PRIVATE";

const IS_DEFAULT = "is the project's default network";
const NETWORK_KEY = /^(network|subnetwork|networkUrl|authorizedNetwork|privateNetwork)$/;
const DEFAULT_NETWORK = /(^|\/(sub)?networks\/)default$/;

/** A network's own name, and every property that names one. */
const namesDefault: Check = ({ type, props }) =>
  [...leaves(props)]
    .filter(({ path, value }) => {
      const key = String(path.findLast((step) => typeof step === "string"));
      const isOne = NETWORK_KEY.test(key) || (type === NETWORK && key === "name");
      return isOne && DEFAULT_NETWORK.test(textOf(value) ?? "");
    })
    .map(({ path }) => ({ path, reason: IS_DEFAULT }));

const namesNetwork: Test = (entry) =>
  !isMap(entry) ||
  ["network", "subnetwork", "networkAttachment"].some((key) => Boolean(entry[key]));

/** Where a network that nobody names is the default one. */
const FALLS_BACK: Readonly<Record<string, Check>> = {
  [REDIS]: must("authorizedNetwork", present, IS_DEFAULT),
  [CLUSTER]: must("network", present, IS_DEFAULT),
  [INSTANCE]: must("networkInterfaces", namesNetwork, IS_DEFAULT),
  [TEMPLATE]: must("networkInterfaces", namesNetwork, IS_DEFAULT),
};

/** Networks and their subnetworks. */
export const NETWORKS: readonly Rule[] = [
  {
    id: "network-auto-subnets",
    forbids: "A network in which Google makes a subnetwork for every region.",
    why: "All such networks have the same addresses, in regions that nobody looks at.",
    cure: "Set autoCreateSubnetworks to false and make the subnetworks that are needed.",
    types: [NETWORK],
    check: must("autoCreateSubnetworks", is(false), "makes subnetworks by itself", {
      absent: true,
    }),
    fails: { props: { name: "staging-network" } },
    passes: { props: { autoCreateSubnetworks: false } },
  },
  {
    id: "network-default",
    forbids: "The network called default, by name or because none is named.",
    why: "Its firewall lets SSH and remote desktop in from everywhere.",
    cure: "Name the environment's own network.",
    control: "CIS Google Cloud 4.0 3.1",
    check: all(namesDefault, byType(FALLS_BACK)),
    fails: {
      type: INSTANCE,
      props: { networkInterfaces: [{ network: "default" }] },
    },
    passes: {
      type: INSTANCE,
      props: { networkInterfaces: [{ subnetwork: "staging-workloads" }] },
    },
  },
  {
    id: "subnetwork-flow-logs",
    forbids: "A subnetwork without flow logs.",
    why: "Nobody can tell afterwards what a stolen workload talked to.",
    cure: "Set logConfig, with a flowSampling above 0.",
    control: "CIS Google Cloud 4.0 3.8",
    types: [SUBNETWORK],
    check: when(
      isForWorkloads,
      all(
        must("logConfig", present, "logs no flows"),
        must("flowSampling", (part) => Number(textOf(part)) > 0, "logs no flows", {
          within: "logConfig",
          absent: 0.5,
        }),
      ),
    ),
    fails: { props: { ipCidrRange: "10.20.0.0/22" } },
    passes: { props: { logConfig: { flowSampling: 0.5 } } },
  },
  {
    id: "subnetwork-private-google-access",
    forbids: "A subnetwork whose workloads reach Google's APIs by public addresses only.",
    why: "Workloads then need a way to the internet, which everything else takes as well.",
    cure: "Set privateIpGoogleAccess to true.",
    types: [SUBNETWORK],
    check: when(isForWorkloads, must("privateIpGoogleAccess", is(true), "is off")),
    fails: { props: { privateIpGoogleAccess: false } },
    passes: { props: { privateIpGoogleAccess: true } },
  },
];
