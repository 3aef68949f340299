import { UNKNOWN } from "../case.ts";
import {
  HERE,
  MACHINE,
  SERVICE,
  SQL,
  SINK,
  TRANSFER,
  INSTANCE,
  HUB,
  make,
  type Row,
} from "./rows.ts";

/** Ways for packets and data out of an environment, to strangers whom no catalogue names. */
export const PATHS: readonly Row[] = [
  [
    "peering with a stranger",
    "staging",
    make("gcp:compute/networkPeering:NetworkPeering", { network: "main", peerNetwork: HUB }),
    ["network-path", "peerNetwork"],
  ],
  [
    "peering with any number",
    "staging",
    make("gcp:compute/networkPeering:NetworkPeering", {
      network: "main",
      peerNetwork: "projects/999/global/networks/hub",
    }),
    ["network-path", "peerNetwork"],
  ],
  [
    "a VPN tunnel",
    "prod",
    make("gcp:compute/vPNTunnel:VPNTunnel", { peerIp: "198.51.100.7", sharedSecret: UNKNOWN }),
    ["network-path", ""],
  ],
  [
    "Shared VPC",
    "staging",
    make("gcp:compute/sharedVPCServiceProject:SharedVPCServiceProject", {
      hostProject: "acme-hub",
      serviceProject: "acme-shop-staging",
    }),
    ["network-path", ""],
  ],
  [
    "a machine in a stranger's subnetwork",
    "staging",
    make(INSTANCE, {
      ...MACHINE,
      networkInterfaces: [{ subnetwork: "hub", subnetworkProject: "acme-hub" }],
    }),
    ["network-path", "networkInterfaces[0].subnetworkProject"],
  ],
  [
    "a cluster in a stranger's network",
    "staging",
    make("gcp:container/cluster:Cluster", { network: HUB }),
    ["network-path", "network"],
  ],
  [
    "a service in a stranger's network",
    "staging",
    make(SERVICE, { ...HERE, template: { vpcAccess: { networkInterfaces: [{ network: HUB }] } } }),
    ["network-path", "template.vpcAccess.networkInterfaces[0].network"],
  ],
  [
    "a connector in a stranger's project",
    "staging",
    make("gcp:vpcaccess/connector:Connector", { subnet: { name: "hub", projectId: "acme-hub" } }),
    ["network-path", "subnet.projectId"],
  ],
  [
    "Private Service Connect to a stranger",
    "staging",
    make("gcp:compute/forwardingRule:ForwardingRule", {
      target: "projects/acme-hub/regions/asia-southeast2/serviceAttachments/db",
    }),
    ["network-path", "target"],
  ],
  [
    "Private Service Connect from a stranger",
    "staging",
    make(SQL, {
      databaseVersion: "POSTGRES_17",
      settings: {
        tier: "db-f1-micro",
        ipConfiguration: { pscConfigs: [{ allowedConsumerProjects: ["acme-hub"] }] },
      },
    }),
    ["network-path", "settings.ipConfiguration.pscConfigs[0].allowedConsumerProjects[0]"],
  ],
  [
    "a zone that sees a stranger's network",
    "staging",
    make("gcp:dns/managedZone:ManagedZone", {
      dnsName: "x.",
      peeringConfig: { targetNetwork: { networkUrl: HUB } },
    }),
    ["network-path", "peeringConfig.targetNetwork.networkUrl"],
  ],
  [
    "a clone of a stranger's database",
    "staging",
    make(SQL, {
      databaseVersion: "POSTGRES_17",
      clone: { sourceInstanceName: "acme-tools:main" },
    }),
    ["data-path", "clone.sourceInstanceName"],
  ],
  [
    "a restore of a stranger's backup",
    "staging",
    make(SQL, {
      databaseVersion: "POSTGRES_17",
      settings: { tier: "db-f1-micro" },
      restoreBackupContext: { backupRunId: 1, project: "acme-tools" },
    }),
    ["data-path", "restoreBackupContext.project"],
  ],
  [
    "a stranger's snapshot",
    "staging",
    make("gcp:compute/disk:Disk", { snapshot: "projects/acme-tools/global/snapshots/s" }),
    ["data-path", "snapshot"],
  ],
  [
    "logs of prod to a stranger",
    "prod",
    make(SINK, { destination: "storage.googleapis.com/acme-archive" }),
    ["data-path", "destination"],
  ],
  [
    "logs of prod to a name that begins like its own",
    "prod",
    make(SINK, { destination: "storage.googleapis.com/acme-shop-production" }),
    ["data-path", "destination"],
  ],
  [
    "a transfer of prod's data to a stranger's bucket",
    "prod",
    make(TRANSFER, {
      description: "copy",
      transferSpec: {
        gcsDataSource: { bucketName: "acme-shop-prod-prod-uploads" },
        gcsDataSink: { bucketName: "acme-archive" },
      },
    }),
    ["data-path", "transferSpec.gcsDataSink.bucketName"],
  ],
  [
    "an export of prod's data",
    "prod",
    make("gcp:bigquery/job:Job", {
      jobId: "j",
      extract: {
        sourceTable: { tableId: "orders", datasetId: "shop" },
        destinationUris: ["gs://elsewhere/x"],
      },
    }),
    ["data-path", "extract.destinationUris[0]"],
  ],
  [
    "a copy into a stranger's project",
    "staging",
    make("gcp:bigquery/job:Job", {
      jobId: "j",
      copy: {
        sourceTables: [{ tableId: "orders", datasetId: "shop" }],
        destinationTable: { projectId: "acme-tools", tableId: "orders", datasetId: "shop" },
      },
    }),
    ["data-path", "copy.destinationTable.projectId"],
  ],
];
