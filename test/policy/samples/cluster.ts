// A GKE cluster with a pool of its own in a private network, with workload identity.
import * as gcp from "@pulumi/gcp";

import { opts, project, region } from "./environment.ts";

const network = new gcp.compute.Network("gke", { autoCreateSubnetworks: false }, opts);
const subnetwork = new gcp.compute.Subnetwork(
  "gke",
  {
    network: network.id,
    region,
    ipCidrRange: "172.16.0.0/20",
    privateIpGoogleAccess: true,
    secondaryIpRanges: [
      { rangeName: "pods", ipCidrRange: "172.20.0.0/14" },
      { rangeName: "services", ipCidrRange: "172.16.32.0/20" },
    ],
  },
  opts,
);
const nodes = new gcp.serviceaccount.Account("gke-nodes", { accountId: "gke-nodes" }, opts);
const cluster = new gcp.container.Cluster(
  "cluster",
  {
    location: region,
    network: network.id,
    subnetwork: subnetwork.id,
    initialNodeCount: 1,
    removeDefaultNodePool: true,
    releaseChannel: { channel: "REGULAR" },
    ipAllocationPolicy: {
      clusterSecondaryRangeName: "pods",
      servicesSecondaryRangeName: "services",
    },
    privateClusterConfig: { enablePrivateNodes: true, masterIpv4CidrBlock: "192.168.100.0/28" },
    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
  },
  opts,
);
new gcp.container.NodePool(
  "pool",
  {
    cluster: cluster.name,
    location: region,
    nodeCount: 2,
    nodeConfig: {
      machineType: "e2-standard-2",
      serviceAccount: nodes.email,
      oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
      labels: { tier: "production" },
    },
  },
  opts,
);
new gcp.serviceaccount.IAMMember(
  "workload",
  {
    serviceAccountId: nodes.name,
    role: "roles/iam.workloadIdentityUser",
    member: `serviceAccount:${project}.svc.id.goog[default/api]`,
  },
  opts,
);
