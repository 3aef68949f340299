import { CONFIGURED, type Act, type Make, type Props } from "./case.ts";
import type { Row } from "./innocents.ts";

const HERE = { location: "asia-southeast2" };
const OWN = "projects/acme-shop-staging";
const make = (type: string, props: Props): Make => ({ does: "make", type: `gcp:${type}`, props });
const runs = (container: Props, more: Props = {}): Act =>
  make("cloudrunv2/service:Service", {
    ...{ ...HERE, ...more, template: { containers: [{ image: "nginx", ...container }] } },
  });
const MACHINE = {
  ...{ machineType: "e2-small", zone: "asia-southeast2-a" },
  networkInterfaces: [{ network: `${OWN}/global/networks/main` }],
};
const PR = {
  project: "acme-shop-sandbox",
  ...{ role: "roles/cloudsql.client", member: "user:someone@acme.example" },
};
const IAM = "projects/iAMMember:IAMMember";

/** What names places, people and things in the ways that the rules look for, and all of it its own. */
export const ELSEWHERE_INNOCENTS: readonly Row[] = [
  [
    "a disk of a public image",
    make("compute/instance:Instance", {
      ...MACHINE,
      bootDisk: {
        initializeParams: { image: "projects/debian-cloud/global/images/family/debian-12" },
      },
    }),
  ],
  [
    "its own network by self link",
    make("compute/subnetwork:Subnetwork", {
      ...{ ipCidrRange: "10.20.1.0/24", region: "asia-southeast2" },
      network: `https://www.googleapis.com/compute/v1/${OWN}/global/networks/main`,
    }),
  ],
  [
    "its own connector in an annotation",
    make("cloudrun/service:Service", {
      ...HERE,
      template: {
        metadata: {
          annotations: {
            "run.googleapis.com/vpc-access-connector": `${OWN}/locations/asia-southeast2/connectors/c`,
          },
        },
      },
    }),
  ],
  [
    "Private Service Connect for its own project, by id and by number",
    make("compute/networkAttachment:NetworkAttachment", {
      ...{ connectionPreference: "ACCEPT_MANUAL", region: "asia-southeast2", subnetworks: ["s"] },
      producerAcceptLists: ["acme-shop-staging", "100000000002"],
    }),
  ],
  [
    "messages of a partner's topic",
    make("pubsub/subscription:Subscription", { topic: "projects/partner-tools/topics/orders" }),
  ],
  [
    "a partner's topic in a variable",
    runs({ envs: [{ name: "TOPIC", value: "projects/partner-tools/topics/orders" }] }),
  ],
  [
    "messages into its own table",
    make("pubsub/subscription:Subscription", {
      ...{ topic: "t", bigqueryConfig: { table: "acme-shop-staging.orders.items" } },
    }),
  ],
  [
    "public data in a query's view",
    make("bigquery/datasetAccess:DatasetAccess", {
      ...{ datasetId: "d", view: { projectId: "acme-shop-staging", datasetId: "x", tableId: "v" } },
    }),
  ],
  [
    "a copy of public data",
    make("bigquery/job:Job", {
      jobId: "j",
      copy: {
        sourceTables: [{ projectId: "bigquery-public-data", tableId: "t", datasetId: "d" }],
        destinationTable: { projectId: "acme-shop-staging", tableId: "t", datasetId: "d" },
      },
    }),
  ],
  [
    "an environment of Apigee, whose organisation is the project",
    make("apigee/environment:Environment", { orgId: "organizations/acme-shop-staging" }),
  ],
  [
    "a budget of its own",
    make("billing/budget:Budget", {
      billingAccount: "000000-AAAAAA-BBBBBB",
      budgetFilter: { projects: ["projects/100000000002"] },
      ...{ amount: { lastPeriodAmount: true }, thresholdRules: [{ thresholdPercent: 0.9 }] },
    }),
  ],
  [
    "a role of the organisation",
    make(IAM, {
      project: "acme-shop-staging",
      ...{ role: "organizations/1234/roles/viewer", member: "user:a@acme.example" },
    }),
  ],
  [
    "a tag of its own, before its number is known",
    {
      does: "make all",
      all: [
        make("tags/tagKey:TagKey", { parent: OWN, shortName: "tier" }),
        make("tags/tagValue:TagValue", { parent: "tagKeys/281480000000000", shortName: "web" }),
      ],
    },
  ],
  [
    "to take a right away from everybody",
    make("projects/iamMemberRemove:IamMemberRemove", {
      ...{ project: "acme-shop-staging", role: "roles/editor", member: "allUsers" },
    }),
  ],
  [
    "to take a right away from a stranger",
    make("projects/iamMemberRemove:IamMemberRemove", {
      project: "acme-shop-staging",
      ...{ role: "roles/editor", member: "serviceAccount:ci@acme-tools.iam.gserviceaccount.com" },
    }),
  ],
  [
    "one person of the workforce",
    make(IAM, {
      ...{ project: "acme-shop-staging", role: "roles/viewer" },
      member: "principal://iam.googleapis.com/locations/global/workforcePools/acme/subject/alice",
    }),
  ],
  [
    "its own owners in an access list",
    make("storage/bucketACL:BucketACL", {
      ...{ bucket: "b", roleEntities: ["OWNER:project-owners-100000000002"] },
    }),
  ],
  ["a service that asks everybody, as text", runs({}, { invokerIamDisabled: "false" })],
  [
    "foreign ranges that a policy with its rules denies",
    make("compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules", {
      rules: [
        {
          ...{ action: "deny", priority: 1, direction: "EGRESS" },
          match: { destIpRanges: ["10.30.0.0/20"], layer4Configs: [{ ipProtocol: "all" }] },
        },
      ],
    }),
  ],
  ["an image whose version has four numbers", runs({ image: "mcr.example/agent:10.150.1.3" })],
  [
    "private ranges that take no proxy",
    runs({ envs: [{ name: "NO_PROXY", value: "169.254.169.254,10.0.0.0/8" }] }),
  ],
  [
    "an image of a machine in staging by its tag",
    make("compute/instance:Instance", {
      ...{ ...MACHINE, bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } } },
      metadata: { "gce-container-declaration": "spec: {containers: [{image: 'api:v1'}]}" },
    }),
  ],
  [
    "a machine of containers in prod, by digest",
    make("compute/instance:Instance", {
      ...{ ...MACHINE, networkInterfaces: [{ network: "main" }] },
      bootDisk: { initializeParams: { image: "cos-cloud/cos-stable" } },
      metadata: {
        "gce-container-declaration": `spec:\n  containers:\n    - image: a@sha256:${"0".repeat(64)}`,
      },
    }),
    "prod",
  ],
  [
    "a right in the sandbox on its own instance",
    make(IAM, {
      ...PR,
      condition: {
        title: "only pr-1-main",
        expression: 'resource.name == "projects/acme-shop-sandbox/instances/pr-1-main-g1"',
      },
    }),
    "pr-1",
  ],
  [
    "two users, one of whom has a password",
    {
      does: "make all",
      all: [
        make("sql/user:User", { instance: "i", name: "a", password: CONFIGURED }),
        make("sql/user:User", { instance: "i", name: "b", type: "CLOUD_IAM_USER" }),
      ],
    },
  ],
];
