import { gzipSync } from "node:zlib";

import { ELSEWHERE_INNOCENTS } from "./innocents-elsewhere.ts";
import { GUARD_INNOCENTS } from "./innocents-guard.ts";
import type { Act, Case, Props, Stack } from "./case.ts";

/** An innocent in one line. */
export type Row = [name: string, act: Act, stack?: Stack];

const BUCKET = "gcp:storage/bucket:Bucket";
const FIREWALL = "gcp:compute/firewall:Firewall";
const IAM = "gcp:projects/iAMMember:IAMMember";
const SERVICE = "gcp:cloudrunv2/service:Service";
const NUMBER = "100000000002";

const make = (type: string, props: Props): Act => ({ does: "make", type, props });
const told = (text: string) => make(BUCKET, { location: "asia-southeast2", labels: { for: text } });
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Texts that look like a foreign name and are none; all are said in staging. */
const TEXTS: readonly string[] = [
  // Names that hold a foreign one, or a part of it.
  ...["product-images", "prod-like", "prod", "production", "acme-shop", "acme", "shop.acme"],
  ...["acme-shop-production", "my-acme-shop-prod", "acme-shop-prod2", "acme-shop-products"],
  ...["xacme-shop-prod", "acme-shop-prod-like", "acme-shop-prod_like", "acme_shop_prod"],
  ...["gs://acme-shop-production/a", "projects/acme-shop-prod-tools/topics/a"],
  ...["gs://run-sources-acme-shop-production-asia-southeast2", "non-acme-shop-prod-x"],
  ...["acme-prod-ledger-copy", "old-acme-prod-ledger", "acme-shop-lively", "acme-shop-sandboxes"],
  ...["prod-main-g1", "prod-network", "pr-2-main-g1", "dev-alice-main"],
  ...["https://acme-shop-production.web.app", "acme-shop-prod-x.firebaseapp.com"],
  ...["shop.acme.example.com", "shop.acme.example.evil.org", "myshop.acme.example", "acme.example"],
  ...["ops@acme.example", "shop-acme-example", "workshop.acme.examples"],
  // Numbers.
  ...["1000000000031", "9100000000003", "a100000000003", "100000000003b", "10000000000", "0"],
  ...[
    "1.0.0",
    "10.30.0",
    "v10.30.0",
    "10.30",
    "2027-10-30",
    "10.30.0.256",
    "10.30.1.2.3",
    "1.10.30",
  ],
  // Its own, and everybody's.
  ...["acme-shop-staging", NUMBER, "acme-staging-ledger", "gs://acme-shop-staging-staging-uploads"],
  ...["projects/acme-shop-staging/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi"],
  ...[
    "10.20.0.0/20",
    "10.20.15.255",
    "10.20.0.0-10.20.15.255",
    "::ffff:10.20.0.5",
    "172.16.0.0/12",
  ],
  ...["0.0.0.0/0", "::/0", "::ffff:0:0/96", "127.0.0.1", "169.254.169.254", "8.8.8.8/32"],
  ...["35.191.0.0/16", "130.211.0.0/22", "35.235.240.0/20", "199.36.153.8/30", "203.0.113.16/28"],
  ...["192.168.0.0/16", "10.31.0.0/16", "10.29.255.255", "10.30.16.0/20", "10.41.0.0/16"],
  ...["debian-cloud/debian-12", "projects/debian-cloud/global/images/family/debian-12"],
  ...[
    "gcr.io/cloudrun/hello",
    "us-docker.pkg.dev/cloudrun/container/hello",
    "docker.io/nginx:1.27",
  ],
  ...["https://www.googleapis.com/auth/cloud-platform", "roles/run.invoker"],
  ...[`service-${NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com`, "storage.googleapis.com"],
  // Spellings that say nothing of others.
  ...[
    "朝ごはん。お店の画像",
    "ｐｒｏｄｕｃｔ－ｉｍａｇｅｓ",
    "caf\u00e9\u00ad",
    "&#39;prod&#39; &amp; more",
    "\\033[1mprod",
  ],
  ...[
    "https://acme-shop-production--pr5-abc.web.app",
    "http://010.0.0.1/",
    "http://12.7/",
    "http://0x7f.1/",
  ],
  ...[
    "5.0.20.10.in-addr.arpa.",
    "10.in-addr.arpa.",
    "10-20-0-5.nip.io",
    "2001:db8::a1e:5",
    "aa:bb:cc:dd:ee:ff",
  ],
  ...[
    "12:34:56",
    "::1",
    "fe80::1",
    "fd20:0:1:2::/64",
    "ops@shop.acme.example",
    "Ops <a@mail.shop.acme.example>",
  ],
  Buffer.from("acme-shop-production is no name").toString("hex"),
  gzipSync("acme-shop-production").toString("base64"),
  // What nobody means.
  ...["2f1c9a52-0a7e-4e0d-9f5c-3f6f0a3bb001", "9e107d9d372bb6826bd81d3542a419d6"],
  ...[`sha256:${"0123456789abcdef".repeat(4)}`, "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
  ...["Serves the shop's products in production-like quality.", "100% of all orders", "50%20off"],
  ...["C:\\prod\\shop", "^/prod/.*$", "line one\nline two", '{"a":[1,2,{"b":"c"}]}', "", " ", "%"],
  ...["%zz%4", "%41", "\\u00zz", "\\", "=====", "////////", "AAAAAAAAAAAA", "-----BEGIN KEY-----"],
  base64("The quick brown fox jumps over the lazy dog."),
  base64("acme-shop-production is no name of prod's"),
  base64(JSON.stringify({ bucket: "product-images", tier: "prod-like" })),
  base64(base64("my-acme-shop-prod")),
  encodeURIComponent("projects/acme-shop-production/topics/orders?x=1"),
  encodeURIComponent("https://shop.acme.example.com/a b"),
  "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@host",
];

/** Google's own accounts of the own project, and the project's own. */
const MEMBERS: readonly string[] = [
  ...[
    "gcp-sa-pubsub.iam",
    ...["gcp-sa-cloudbuild.iam", "gcp-sa-iap.iam", "gcp-sa-logging.iam", "gcp-sa-eventarc.iam"],
    ...["container-engine-robot.iam", "serverless-robot-prod.iam", "compute-system.iam"],
    ...["gs-project-accounts.iam", "gcf-admin-robot.iam", "cloud-redis.iam", "cloud-cdn-fill.iam"],
    ...["service-networking.iam", "containerregistry.iam", "dataflow-service-producer-prod.iam"],
    ...["bigquery-encryption.iam", "cloudcomposer-accounts.iam", "firebase-rules.iam"],
    ...["gae-api-prod.google.com.iam", "cloud-ml.google.com.iam", "genomics-api.google.com.iam"],
    ...["dlp-api.iam", "service-consumer-management.iam"],
  ].map((service) => `serviceAccount:service-${NUMBER}@${service}.gserviceaccount.com`),
  `serviceAccount:${NUMBER}-compute@developer.gserviceaccount.com`,
  `serviceAccount:${NUMBER}@cloudservices.gserviceaccount.com`,
  `serviceAccount:${NUMBER}@cloudbuild.gserviceaccount.com`,
  `serviceAccount:bq-${NUMBER}@bigquery-encryption.iam.gserviceaccount.com`,
  `serviceAccount:p${NUMBER}-a1b2c3@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
  `serviceAccount:project-${NUMBER}@storage-transfer-service.iam.gserviceaccount.com`,
  "serviceAccount:gmail-api-push@system.gserviceaccount.com",
  "serviceAccount:acme-shop-staging@appspot.gserviceaccount.com",
  "serviceAccount:staging-api@acme-shop-staging.iam.gserviceaccount.com",
  "serviceAccount:acme-shop-staging.svc.id.goog[default/api]",
  "deleted:serviceAccount:api@acme-shop-staging.iam.gserviceaccount.com?uid=123",
  `principalSet://iam.googleapis.com/projects/${NUMBER}/locations/global/workloadIdentityPools/ci/*`,
  "projectOwner:acme-shop-staging",
  "group:shop-operators@acme.example",
  "user:someone@acme.example",
];

const firewall = (props: Props) => make(FIREWALL, { network: "staging-network", ...props });
const ALLOW = { allows: [{ protocol: "tcp", ports: ["443"] }] };
const DENY = { denies: [{ protocol: "all" }] };

const SETTINGS: readonly Row[] = [
  ["public ranges", firewall({ ...ALLOW, sourceRanges: ["0.0.0.0/0"] })],
  ["own range", firewall({ ...ALLOW, sourceRanges: ["10.20.0.0/22"] })],
  ["foreign ranges denied", firewall({ ...DENY, sourceRanges: ["10.30.0.0/20", "10.0.0.0/8"] })],
  [
    "foreign ranges denied, as read back",
    firewall({
      ...{ ...DENY, allows: [], destinationRanges: ["10.30.0.0/20"], direction: "EGRESS" },
    }),
  ],
  [
    "foreign ranges denied by a policy",
    make("gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule", {
      action: "deny",
      ...{ firewallPolicy: "main", priority: 1000 },
      direction: "EGRESS",
      match: { destIpRanges: ["10.30.0.0/20"], layer4Configs: [{ ipProtocol: "all" }] },
    }),
  ],
  [
    "prod's domain in prod",
    make(SERVICE, {
      location: "asia-southeast2",
      template: {},
      annotations: { a: "https://api.shop.acme.example" },
    }),
    "prod",
  ],
  [
    "prod's logs in its own bucket",
    make("gcp:logging/projectSink:ProjectSink", {
      destination: "storage.googleapis.com/acme-shop-prod-prod-audit",
    }),
    "prod",
  ],
  [
    "prod's messages to its own domain",
    make("gcp:pubsub/subscription:Subscription", {
      topic: "orders",
      pushConfig: { pushEndpoint: "https://shop.acme.example/hooks" },
    }),
    "prod",
  ],
  [
    "prod's messages to its own service",
    make("gcp:pubsub/subscription:Subscription", {
      topic: "o",
      pushConfig: { pushEndpoint: "https://api-100000000003.asia-southeast2.run.app" },
    }),
    "prod",
  ],
  [
    "a replica of its own",
    make("gcp:sql/databaseInstance:DatabaseInstance", {
      databaseVersion: "POSTGRES_17",
      masterInstanceName: "staging-main-g1",
      settings: { tier: "db-f1-micro" },
    }),
  ],
  [
    "a service behind the load balancer",
    make(SERVICE, {
      location: "asia-southeast2",
      ...{ template: { containers: [{ image: "nginx" }] }, invokerIamDisabled: true },
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    }),
  ],
  [
    "a right denied to everybody",
    make("gcp:iam/denyPolicy:DenyPolicy", {
      parent: "cloudresourcemanager.googleapis.com%2Fprojects%2Facme-shop-staging",
      name: "nobody",
      rules: [
        {
          denyRule: {
            deniedPrincipals: ["principalSet://goog/public:all"],
            deniedPermissions: ["cloudresourcemanager.googleapis.com/projects.delete"],
          },
        },
      ],
    }),
  ],
  [
    "its own subnetwork by its project",
    make("gcp:compute/instance:Instance", {
      ...{ machineType: "e2-small", zone: "asia-southeast2-a" },
      bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } },
      networkInterfaces: [{ subnetwork: "a", subnetworkProject: "acme-shop-staging" }],
    }),
  ],
  [
    "a network by its number",
    make("gcp:redis/instance:Instance", {
      authorizedNetwork: `projects/${NUMBER}/global/networks/staging-network`,
      memorySizeGb: 1,
    }),
  ],
  ["a sibling's name in a longer one", told("expr-2-x"), "pr-1"],
  ["its own name", told("pr-1-main-g1"), "pr-1"],
  ["its own range", told("10.128.16.0/20"), "pr-1"],
  ["the sandbox's project", told("projects/acme-shop-sandbox/topics/pr-1-orders"), "pr-1"],
  ["its own bucket", told("gs://acme-shop-sandbox-pr-1-uploads"), "pr-1"],
  ["a hotfix of a pull request", told("hotfix-pr-2-x"), "pr-1"],
];

/** What no program on the local cloud can show, and why. */
const WHY_NOT: readonly [which: (name: string, act: Act) => boolean, why: string][] = [
  [(name) => name.endsWith("as read back"), "the provider says it and takes it from nobody"],
  [(name) => name.startsWith("member: deleted"), "the provider takes no deleted account"],
  [(_, { does }) => does === "call", "the local cloud answers no function calls"],
  [(_, { does }) => does === "read" || does === "import", "the local cloud has no such resource"],
];

/** What looks like an evasion and is none. */
export const INNOCENTS: readonly Case[] = [
  ...TEXTS.map((text): Row => [`text: ${JSON.stringify(text).slice(0, 60)}`, told(text)]),
  ...MEMBERS.map((name): Row => [
    `member: ${name}`,
    make(IAM, { project: "acme-shop-staging", role: "roles/run.invoker", member: name }),
  ]),
  ...[...SETTINGS, ...ELSEWHERE_INNOCENTS, ...GUARD_INNOCENTS],
].map(([name, act, stack = "staging"]) => {
  const refusedByEngine = WHY_NOT.find(([which]) => which(name, act))?.[1];
  return { name, stack, act, ...(refusedByEngine !== undefined && { refusedByEngine }) };
});
