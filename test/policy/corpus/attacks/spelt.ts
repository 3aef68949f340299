import { FIREWALL, HERE, SERVICE, make, bucket, type Row } from "./rows.ts";

const LABEL = "labels.for";
const NAMED: [string, string, string] = ["foreign-reference", LABEL, "prod"];
const sources = (range: string) =>
  make(FIREWALL, { network: "main", allows: [{ protocol: "tcp" }], sourceRanges: [range] });
const told = (text: string) => bucket({ labels: { for: text } });

/** What names look like to somebody who has read the matcher. */
export const SPELT: readonly Row[] = (
  [
    ["the name of a bucket with no host", "gs:///acme-prod-ledger/a"],
    ["a scheme in upper case", "HTTPS://storage.googleapis.com/acme-prod-ledger"],
    ["a host with a trailing dot", "https://shop.acme.example./pay"],
    ["a wildcard domain", "*.shop.acme.example"],
    ["a subdomain", "api.shop.acme.example:443"],
    ["any project", "projects/-/serviceAccounts/api@acme-shop-prod.iam.gserviceaccount.com"],
    ["a project of App Engine's own", "https://api-dot-acme-shop-prod.et.r.appspot.com"],
    ["an internal name of a machine", "vm-1.asia-southeast2-a.c.acme-shop-prod.internal"],
    ["a bucket of Cloud Build", "gs://acme-shop-prod_cloudbuild/source"],
    ["a bucket of Cloud Run's sources", "gs://run-sources-acme-shop-prod-asia-southeast2/a"],
    ["a database of Firebase", "https://acme-shop-prod-default-rtdb.firebaseio.com"],
    ["a site of Firebase", "acme-shop-prod.web.app"],
    ["a table of BigQuery", "acme-shop-prod.orders.items"],
    ["an old table of BigQuery", "acme-shop-prod:orders.items"],
    ["the beginning of all its names", "gs://acme-shop-prod-*/x"],
    ["the beginning of all its buckets", "projects/_/buckets/acme-shop-prod-prod-"],
    ["a bucket of Dataproc", "dataproc-staging-asia-southeast2-100000000003-abcdefgh"],
    ["an account of a database", "p100000000003-a1b2c3@gcp-sa-cloud-sql.iam.gserviceaccount.com"],
    ["a project's number in words", "project number 100000000003."],
    ["names that touch", "acme-shop-staging,acme-shop-prod"],
    ["a name in a regular expression", "acme\\-shop\\-prod"],
    ["a name in quotes of quotes", '{\\"p\\":\\"acme-shop-prod\\"}'],
    ["JSON that is escaped twice", '"\\\\u0061cme-shop-prod"'],
    [
      "a key version",
      "projects/acme-shop-prod/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi/cryptoKeyVersions/1",
    ],
    ["a preview channel of Firebase", "https://acme-shop-prod--pr5-abc123.web.app"],
    ["letters of full width in a host", "https://\uff53\uff48\uff4f\uff50.acme.example/pay"],
    ["ideographic dots in a host", "https://shop\u3002acme\u3002example/pay"],
    ["a soft hyphen in a host", "https://shop.ac\u00adme.example/pay"],
    ["full width, percent-encoded, in a host", "https://%EF%BD%93hop.acme.example/pay"],
    ["a tab in a URL, which drops it", "https://shop.ac\tme.example/pay"],
    ["a host and a port behind a user", "deploy@shop.acme.example:22"],
    ["a name that it had", "https://acme-shop-live.appspot.com"],
  ] as const
).map(([name, text]): Row => [name, "staging", told(text), NAMED]);

/** Foreign addresses beside blocks and versions that are none of anybody's. */
export const BESIDE_BLOCKS: readonly Row[] = (
  [
    ["no proxy", { image: "x", envs: [{ name: "NO_PROXY", value: "10.0.0.0/8,a 10.30.0.5" }] }],
    ["an image", { image: "10.30.0.7:5000/agent:10.150.1.3", envs: [{ name: "A", value: "b" }] }],
  ] as const
).map(([name, container]): Row => [
  `range: an address for ${name} beside what is none`,
  "staging",
  make(SERVICE, { ...HERE, template: { containers: [container] } }),
  [
    "foreign-range",
    `template.containers[0].${container.image === "x" ? "envs[0].value" : "image"}`,
    "prod",
  ],
]);

/** Addresses in every notation that somebody takes. */
export const RANGES: readonly Row[] = (
  [
    ["half of everything", "0.0.0.0/1", "sandbox"],
    ["all private addresses of a class", "10.0.0.0/8", "sandbox"],
    ["one address", "10.30.15.255"],
    ["host bits", "10.30.7.9/20"],
    ["from one to another", "10.29.0.0-10.31.0.0"],
    ["from one to another, spaced", "10.29.0.0 - 10.31.0.0"],
    ["a mask", "10.30.0.0/255.255.0.0"],
    ["a mapped address", "::ffff:10.30.0.5"],
    ["a mapped range", "::ffff:10.16.0.0/108"],
    ["a mapped address in hexadecimal", "::ffff:a1e:5"],
    ["an address behind NAT64", "64:ff9b::0a1e:0005/128"],
    ["an address as a number in a URL", "http://169738245:8080/"],
    ["an address as a hexadecimal number", "http://user@0x0a1e0005/"],
    ["an octal address in a URL", "http://012.036.0.05/"],
    ["an address of two parts in a URL", "http://10.1966085/"],
    ["an address of hexadecimal parts in a URL", "http://0xa.0x1e.0.5/"],
    ["a mapped address at full length", "0:0:0:0:0:ffff:a1e:5"],
    ["a mapped address at full length, dotted", "0:0:0:0:0:ffff:10.30.0.5"],
    ["an address by 6to4", "2002:0a1e:0005::1"],
    ["an address in a name that resolves to it", "10-30-0-5.nip.io"],
    ["an address the other way round", "5.0.30.10.in-addr.arpa."],
    ["a zone of addresses the other way round", "30.10.in-addr.arpa."],
    ["addresses that it had", "10.40.0.0/16"],
  ] as const
).map(([name, text, owner = "prod"]): Row => [
  ...([`range: ${name}`, "staging", sources(text)] as const),
  ["foreign-range", "sourceRanges[0]", owner],
]);
