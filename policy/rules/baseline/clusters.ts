import {
  all,
  byType,
  is,
  isNot,
  known,
  must,
  present,
  textOf,
  when,
  type Condition,
} from "../../checks.ts";
import { widthOf } from "../../flows.ts";
import type { Rule } from "../../rule.ts";

const CLUSTER = "gcp:container/cluster:Cluster";
const NODE_POOL = "gcp:container/nodePool:NodePool";

const isStandard: Condition = (subject) => known(subject, "enableAutopilot", "false") === "false";
const hasPublicEndpoint: Condition = (subject) =>
  known(subject, "privateClusterConfig.enablePrivateEndpoint", "false") === "false";

/** Kubernetes clusters. */
export const CLUSTERS: readonly Rule[] = [
  {
    id: "gke-legacy-abac",
    forbids: "Legacy authorisation in a cluster.",
    why: "It gives workloads rights that no role binding shows.",
    cure: "Set enableLegacyAbac to false, or leave it out.",
    types: [CLUSTER],
    check: must("enableLegacyAbac", isNot(true), "switches legacy authorisation on"),
    fails: { props: { enableLegacyAbac: true } },
    passes: { props: { enableLegacyAbac: false } },
  },
  {
    id: "gke-private-nodes",
    forbids: "Cluster nodes with public addresses.",
    why: "Each node is scanned from its first minute, and leaves the network past its NAT.",
    cure: "Set privateClusterConfig.enablePrivateNodes to true.",
    types: [CLUSTER, NODE_POOL],
    check: byType({
      [CLUSTER]: must(
        "privateClusterConfig.enablePrivateNodes",
        is(true),
        "gives nodes public addresses",
      ),
      [NODE_POOL]: must(
        "networkConfig.enablePrivateNodes",
        isNot(false),
        "gives nodes public addresses",
      ),
    }),
    fails: { props: { name: "staging-cluster" } },
    passes: { props: { privateClusterConfig: { enablePrivateNodes: true } } },
  },
  {
    id: "gke-workload-identity",
    forbids: "A cluster without workload identity.",
    why: "Every workload then has the rights of the node that it happens to run on.",
    cure: "Set workloadIdentityConfig.workloadPool to the project's pool.",
    types: [CLUSTER],
    check: when(isStandard, must("workloadIdentityConfig.workloadPool", present, "is not set")),
    fails: { props: { name: "staging-cluster" } },
    passes: {
      props: { workloadIdentityConfig: { workloadPool: "acme-shop-staging.svc.id.goog" } },
    },
  },
  {
    id: "gke-open-control-plane",
    forbids: "A cluster whose control plane answers everybody.",
    why: "A leaked token or a fault in the API server is enough to take the cluster over.",
    cure: "Set privateClusterConfig.enablePrivateEndpoint, or list masterAuthorizedNetworksConfig.",
    types: [CLUSTER],
    check: when(
      hasPublicEndpoint,
      all(
        must("masterAuthorizedNetworksConfig", present, "lets everybody reach the control plane"),
        must(
          "masterAuthorizedNetworksConfig.cidrBlocks.cidrBlock",
          (range) => range === undefined || widthOf(textOf(range) ?? "") !== "anywhere",
          "lets everybody reach the control plane",
        ),
      ),
    ),
    fails: {
      props: { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "0.0.0.0/0" }] } },
    },
    passes: { props: { privateClusterConfig: { enablePrivateEndpoint: true } } },
  },
];
