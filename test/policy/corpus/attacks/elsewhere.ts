import { HERE, HUB, MACHINE, make, SERVICE, SQL, type Row } from "./rows.ts";
import type { Props } from "../case.ts";

const CONNECTOR = "projects/acme-hub/locations/asia-southeast2/connectors/c";
const network = (name: string, type: string, path: string, props: Props): Row => [
  ...([`${name} of a stranger's`, "staging", make(`gcp:${type}`, props)] as const),
  ["network-path", path],
];

/** Every property that names a network, or a door into one, of a project that nobody here knows. */
export const STRANGERS_NETWORKS: readonly Row[] = [
  network("attachment", "compute/networkAttachment:NetworkAttachment", "producerAcceptLists[0]", {
    ...{ connectionPreference: "ACCEPT_MANUAL", region: "asia-southeast2" },
    ...{ subnetworks: ["s"], producerAcceptLists: ["acme-hub"] },
  }),
  network(
    "consumer of AlloyDB",
    "alloydb/instance:Instance",
    "pscInstanceConfig.allowedConsumerProjects[0]",
    {
      ...{ cluster: "c", instanceId: "main", instanceType: "PRIMARY" },
      pscInstanceConfig: { allowedConsumerProjects: ["999"] },
    },
  ),
  [
    "automatic connection of Cloud SQL of a stranger's",
    "staging",
    make(SQL, {
      databaseVersion: "POSTGRES_17",
      settings: {
        tier: "db-f1-micro",
        ipConfiguration: { pscConfigs: [{ pscAutoConnections: [{ consumerNetwork: HUB }] }] },
      },
    }),
    [
      "network-path",
      "settings.ipConfiguration.pscConfigs[0].pscAutoConnections[0].consumerNetwork",
    ],
  ],
  network("endpoint", "memorystore/instance:Instance", "desiredAutoCreatedEndpoints[0].network", {
    ...{ instanceId: "main", shardCount: 1, location: "asia-southeast2" },
    desiredAutoCreatedEndpoints: [{ network: HUB, projectId: "acme-shop-staging" }],
  }),
  network(
    "endpoint's project",
    "memorystore/instance:Instance",
    "desiredAutoCreatedEndpoints[0].projectId",
    {
      ...{ instanceId: "main", shardCount: 1, location: "asia-southeast2" },
      desiredAutoCreatedEndpoints: [{ network: "n", projectId: "acme-hub" }],
    },
  ),
  network("cluster of Redis", "redis/cluster:Cluster", "pscConfigs[0].network", {
    ...{ shardCount: 3, pscConfigs: [{ network: HUB }] },
  }),
  network("pool of builds", "cloudbuild/workerPool:WorkerPool", "networkConfig.peeredNetwork", {
    ...{ location: "asia-southeast2", networkConfig: { peeredNetwork: HUB } },
  }),
  network("stream", "datastream/privateConnection:PrivateConnection", "vpcPeeringConfig.vpc", {
    ...{ displayName: "x", location: "asia-southeast2", privateConnectionId: "x" },
    vpcPeeringConfig: { vpc: HUB, subnet: "10.99.0.0/29" },
  }),
  network("peering of VMware", "vmwareengine/networkPeering:NetworkPeering", "peerNetwork", {
    ...{ peerNetwork: HUB, peerNetworkType: "STANDARD", vmwareEngineNetwork: "e" },
  }),
  network(
    "regional template",
    "compute/regionInstanceTemplate:RegionInstanceTemplate",
    "networkInterfaces[0].network",
    {
      ...{ machineType: "e2-small", disks: [{ sourceImage: "debian-cloud/debian-12" }] },
      ...{ region: "asia-southeast2", networkInterfaces: [{ network: HUB }] },
    },
  ),
  network(
    "connector of a function",
    "cloudfunctionsv2/function:Function",
    "serviceConfig.vpcConnector",
    { ...HERE, serviceConfig: { vpcConnector: CONNECTOR } },
  ),
  network(
    "connector in an annotation",
    "cloudrun/service:Service",
    "template.metadata.annotations.run.googleapis.com/vpc-access-connector",
    {
      ...HERE,
      template: {
        metadata: { annotations: { "run.googleapis.com/vpc-access-connector": CONNECTOR } },
      },
    },
  ),
  network(
    "pool of workers",
    "cloudrunv2/workerPool:WorkerPool",
    "template.vpcAccess.networkInterfaces[0].network",
    { ...HERE, template: { vpcAccess: { networkInterfaces: [{ network: HUB }] } } },
  ),
  network("subnetwork", "compute/subnetwork:Subnetwork", "network", {
    ...{ network: HUB, ipCidrRange: "10.20.1.0/24", region: "asia-southeast2" },
  }),
  network("firewall", "compute/firewall:Firewall", "network", {
    ...{ network: HUB, allows: [{ protocol: "tcp" }], sourceRanges: ["10.20.0.0/20"] },
  }),
  network("router", "compute/router:Router", "network", {
    network: HUB,
    region: "asia-southeast2",
  }),
  network("subnetwork's user", "compute/subnetworkIAMMember:SubnetworkIAMMember", "subnetwork", {
    subnetwork: "projects/acme-hub/regions/asia-southeast2/subnetworks/s",
    ...{ role: "roles/compute.networkUser", member: "user:a@acme.example" },
  }),
  network(
    "policy of connections",
    "networkconnectivity/serviceConnectionPolicy:ServiceConnectionPolicy",
    "network",
    { location: "asia-southeast2", network: HUB, serviceClass: "gcp-memorystore" },
  ),
  network("group of a hub", "networkconnectivity/group:Group", "hub", {
    hub: "projects/acme-hub/locations/global/hubs/h",
  }),
  network(
    "endpoint of Apigee",
    "apigee/endpointAttachment:EndpointAttachment",
    "serviceAttachment",
    {
      ...{ endpointAttachmentId: "x", location: "asia-southeast2", orgId: "organizations/x" },
      serviceAttachment: "projects/acme-hub/regions/x/serviceAttachments/y",
    },
  ),
  network("policy of answers", "dns/responsePolicy:ResponsePolicy", "networks[0].networkUrl", {
    ...{ responsePolicyName: "x", networks: [{ networkUrl: HUB }] },
  }),
];

const data = (
  name: string,
  stack: "staging" | "prod",
  type: string,
  path: string,
  props: Props,
): Row => [...([name, stack, make(`gcp:${type}`, props)] as const), ["data-path", path]];

/** Copies of data from or to a project that nobody here knows, in whatever property. */
export const STRANGERS_DATA: readonly Row[] = [
  data(
    "changes to a stranger's topic",
    "prod",
    "cloudasset/projectFeed:ProjectFeed",
    "feedOutputConfig.pubsubDestination.topic",
    {
      feedId: "f",
      feedOutputConfig: { pubsubDestination: { topic: "projects/acme-tools/topics/t" } },
    },
  ),
  data(
    "a bucket's news to a stranger's topic",
    "prod",
    "storage/notification:Notification",
    "topic",
    {
      ...{ bucket: "b", payloadFormat: "NONE" },
      topic: "//pubsub.googleapis.com/projects/acme-tools/topics/t",
    },
  ),
  data(
    "findings to a stranger's table",
    "prod",
    "dataloss/preventionJobTrigger:PreventionJobTrigger",
    "inspectJob.actions[0].saveFindings.outputConfig.table.projectId",
    {
      ...{ parent: "projects/acme-shop-prod", triggers: [{ manual: {} }] },
      inspectJob: {
        storageConfig: {},
        actions: [
          {
            saveFindings: { outputConfig: { table: { projectId: "acme-tools", datasetId: "d" } } },
          },
        ],
      },
    },
  ),
  data("a stranger's view", "prod", "bigquery/datasetAccess:DatasetAccess", "view.projectId", {
    ...{ datasetId: "d", view: { projectId: "acme-tools", datasetId: "x", tableId: "v" } },
  }),
  data(
    "messages into a stranger's table",
    "staging",
    "pubsub/subscription:Subscription",
    "bigqueryConfig.table",
    { topic: "t", bigqueryConfig: { table: "acme-tools.d.t" } },
  ),
  data(
    "a stranger's snapshot for a region",
    "staging",
    "compute/regionDisk:RegionDisk",
    "snapshot",
    {
      ...{ replicaZones: ["asia-southeast2-a", "asia-southeast2-b"], region: "asia-southeast2" },
      snapshot: "projects/acme-tools/global/snapshots/s",
    },
  ),
  data(
    "a stranger's machine as a whole",
    "staging",
    "compute/instanceFromMachineImage:InstanceFromMachineImage",
    "sourceMachineImage",
    {
      ...{ zone: MACHINE.zone },
      sourceMachineImage: "projects/acme-tools/global/machineImages/s",
    },
  ),
  data(
    "a stranger's backup of AlloyDB",
    "staging",
    "alloydb/cluster:Cluster",
    "restoreBackupSource.backupName",
    {
      ...{ clusterId: "main", location: "asia-southeast2" },
      restoreBackupSource: { backupName: "projects/acme-tools/locations/x/backups/b" },
    },
  ),
  data(
    "a replica of a stranger's AlloyDB",
    "staging",
    "alloydb/cluster:Cluster",
    "secondaryConfig.primaryClusterName",
    {
      ...{ clusterId: "main", location: "asia-southeast2" },
      secondaryConfig: { primaryClusterName: "projects/acme-tools/locations/x/clusters/b" },
    },
  ),
  data(
    "a stranger's file share",
    "staging",
    "filestore/instance:Instance",
    "fileShares.sourceBackup",
    {
      ...{ tier: "BASIC_HDD", location: MACHINE.zone },
      networks: [{ network: "n", modes: ["MODE_IPV4"] }],
      fileShares: {
        ...{ capacityGb: 1024, name: "x" },
        sourceBackup: "projects/acme-tools/locations/x/backups/b",
      },
    },
  ),
];

/** Images that run in prod without being in a container of Cloud Run. */
export const IMAGES: readonly Row[] = [
  [
    "an image of App Engine by its tag",
    "prod",
    make("gcp:appengine/flexibleAppVersion:FlexibleAppVersion", {
      ...{ runtime: "custom", service: "default", livenessCheck: { path: "/" } },
      readinessCheck: { path: "/" },
      manualScaling: { instances: 1 },
      deployment: { container: { image: "gcr.io/acme-shop-prod/api:v1" } },
    }),
    ["image-digest", "deployment.container.image"],
  ],
  [
    "an image of a machine by its tag",
    "prod",
    make("gcp:compute/instance:Instance", {
      ...{ ...MACHINE, networkInterfaces: [{ network: "n" }] },
      metadata: { "gce-container-declaration": "spec: {containers: [{image: 'api:v1'}]}" },
    }),
    ["image-digest", "metadata.gce-container-declaration"],
  ],
  [
    "an image of a reasoning engine by its tag",
    "prod",
    make("gcp:vertex/aiReasoningEngine:AiReasoningEngine", {
      ...{ displayName: "x", spec: { containerSpec: { imageUri: "gcr.io/acme-shop-prod/a:v1" } } },
    }),
    ["image-digest", "spec.containerSpec.imageUri"],
  ],
];

/** A service whose first API says in an annotation that it asks nobody. */
export const UNASKED: readonly Row[] = [
  [
    "a service that asks nobody, as text",
    "staging",
    make(SERVICE, {
      ...{ ...HERE, invokerIamDisabled: "true" },
      template: { containers: [{ image: "nginx" }] },
    }),
    ["public-principal", "invokerIamDisabled"],
  ],
  [
    "a service of the first API that asks nobody",
    "staging",
    make("gcp:cloudrun/service:Service", {
      ...HERE,
      metadata: { annotations: { "run.googleapis.com/invoker-iam-disabled": "true" } },
    }),
    ["public-principal", "metadata.annotations.run.googleapis.com/invoker-iam-disabled"],
  ],
];
