import type { Props } from "./case.ts";
import {
  by,
  place,
  principal,
  range,
  references,
  siblings,
  taking,
  type Channel,
} from "./channel.ts";
import type { Shape } from "./forms.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
const BUCKET = "gcp:storage/bucket:Bucket";
const IAM = "gcp:secretmanager/secretIamMember:SecretIamMember";
const AT = { location: "asia-southeast2" };

/** Shapes that some reader takes as they stand, without decoding anything. */
const WRITTEN: readonly Shape[] = [
  ...(["name", "path", "link", "full name", "url", "email"] as const),
  ...(["connection", "bucket url", "image", "text"] as const),
];
const ANY: readonly Shape[] = [...WRITTEN, "workload", "encoded"];
const CEL = WRITTEN.filter((shape) => shape !== "text");
const IDS: readonly Shape[] = ["name", "path", "link", "connection"];

const service = (value: string): Props => ({
  ...AT,
  template: { containers: [{ image: "nginx", envs: [{ name: "TARGET", value }] }] },
});
const VALUE = "template.containers[0].envs[0].value";

/** Every place of the corpus: each property takes the shapes that its reader understands. */
export const CHANNELS: readonly Channel[] = [
  place("variable of a service", ANY, SERVICE, VALUE, service),
  {
    ...place("variable of a component's service", ANY, SERVICE, VALUE, service),
    act: taking(ANY, (value) => ({
      ...{ does: "make", type: SERVICE, props: service(value), within: "my:shop:Api" },
    })),
  },
  place("annotation", ["name"], SERVICE, "annotations.target", (target) => ({
    ...{ ...service("x"), annotations: { target } },
  })),
  {
    name: "key of a map",
    act: taking(["map key"], (key) => {
      const props = { ...service("x"), annotations: { [key]: "x" } };
      return { does: "make", type: SERVICE, props };
    }),
    finds: references(""),
  },
  place(
    "start-up script",
    ANY,
    "gcp:compute/instance:Instance",
    "metadataStartupScript",
    (text) => ({
      ...{ machineType: "e2-small", zone: "asia-southeast2-a" },
      bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } },
      networkInterfaces: [{ network: "staging-network" }],
      metadataStartupScript: `#!/bin/sh\nexport TARGET='${text}'\n`,
    }),
  ),
  {
    name: "text of an asset",
    act: taking(ANY, (source) => ({
      ...{ does: "make", type: "gcp:storage/bucketObject:BucketObject", asset: "source" },
      props: { bucket: "staging-assets", name: "config", source },
    })),
    finds: references("source.text"),
  },
  place("rights' condition", CEL, IAM, "condition.expression", (text) => ({
    ...{ secretId: "pay", role: "roles/viewer", member: "user:a@acme.example" },
    condition: {
      title: "one",
      expression: `resource.name.startsWith(${JSON.stringify(text)})`,
    },
  })),
  principal("member", "member", ({ member }) => ({
    type: IAM,
    props: { secretId: "pay", role: "roles/viewer", member },
  })),
  principal("members of a policy in text", "policyData", ({ member }) => ({
    type: "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
    props: {
      bucket: "uploads",
      policyData: JSON.stringify({ bindings: [{ role: "roles/viewer", members: [member] }] }),
    },
  })),
  place(
    "peering",
    ["path", "link"],
    "gcp:compute/networkPeering:NetworkPeering",
    "peerNetwork",
    (peerNetwork) => ({ network: "global/networks/main", peerNetwork }),
    { nouns: ["project", "number", "sibling"], besides: siblings("network-path") },
  ),
  range("firewall", "gcp:compute/firewall:Firewall", "sourceRanges[1]", (cidr) => ({
    ...{ network: "staging-network", allows: [{ protocol: "tcp", ports: ["22"] }] },
    sourceRanges: ["35.235.240.0/20", cidr],
  })),
  range("route", "gcp:compute/route:Route", "destRange", (destRange) => ({
    ...{ network: "staging-network", destRange, nextHopGateway: "default-internet-gateway" },
  })),
  range(
    "authorised network",
    "gcp:sql/databaseInstance:DatabaseInstance",
    "settings.ipConfiguration.authorizedNetworks[0].value",
    (value) => ({
      databaseVersion: "POSTGRES_17",
      settings: {
        tier: "db-f1-micro",
        ipConfiguration: { authorizedNetworks: [{ name: "office", value }] },
      },
    }),
  ),
  place(
    "destination of a log sink",
    ["path"],
    "gcp:logging/projectSink:ProjectSink",
    "destination",
    (path) => ({ destination: `bigquery.googleapis.com/${path}` }),
    { nouns: ["project", "number", "bucket", "sibling"], besides: siblings("data-path") },
  ),
  place(
    "bucket of a transfer",
    ["name"],
    "gcp:storage/transferJob:TransferJob",
    "transferSpec.gcsDataSource.bucketName",
    (bucketName) => ({
      ...{ description: "copy" },
      transferSpec: { gcsDataSource: { bucketName }, gcsDataSink: { bucketName: "mine" } },
    }),
    { nouns: ["bucket", "domain", "sibling"] },
  ),
  place("image of a service", ["image"], SERVICE, "template.containers[0].image", (image) => ({
    ...{ ...AT, template: { containers: [{ image }] } },
  })),
  place(
    "push endpoint",
    ["url"],
    "gcp:pubsub/subscription:Subscription",
    "pushConfig.pushEndpoint",
    (pushEndpoint) => ({ topic: "orders", pushConfig: { pushEndpoint } }),
  ),
  {
    name: "provider input",
    act: (text, form) => {
      const key = PROVIDER_INPUTS[form.shape];
      if (key === undefined) return { impossible: "no input of a provider takes it" };
      return { does: "make", type: "pulumi:providers:gcp", props: { [key]: text } };
    },
    finds: (identifier, { shape }) => [
      { rule: "foreign-provider", path: PROVIDER_INPUTS[shape] ?? "" },
      ...references(PROVIDER_INPUTS[shape] ?? "")(identifier),
    ],
  },
  {
    name: "read",
    act: taking(IDS, (id) => ({ does: "read", type: BUCKET, id })),
    finds: by("foreign-read"),
  },
  {
    name: "read by an output",
    act: taking(["name"], (id) => ({ does: "read", type: BUCKET, id, late: true })),
    finds: by("foreign-read"),
  },
  {
    name: "import",
    act: taking(IDS, (id) => ({ does: "import", type: BUCKET, id, props: { name: "x", ...AT } })),
    finds: by("foreign-read"),
  },
  {
    name: "function call",
    act: taking(WRITTEN, (filter) => ({ ...call(filter) })),
    finds: by("foreign-call"),
  },
  {
    name: "function call with an output",
    act: taking(["name"], (filter) => ({ ...call(filter), how: "output" })),
    finds: by("foreign-call"),
  },
  {
    name: "function call with a secret",
    act: taking(["name"], (filter) => ({ ...call(filter), how: "secret" })),
    finds: by("foreign-call"),
  },
  {
    name: "StackReference",
    act: (text, form, { noun }) => {
      if (noun !== "stack") return { impossible: "a StackReference names a stack" };
      return form.shape === "name"
        ? { does: "refer", to: text }
        : { impossible: "a stack has one name, organisation/project/stack" };
    },
    finds: ({ owner }) => [{ rule: "stack-reference", path: "", foreign: owner }],
  },
  {
    name: "literal where a secret belongs",
    act: taking(["name"], (password) => ({
      ...{ does: "hand over", type: "gcp:sql/user:User", key: "password", as: "literal" },
      props: { instance: "main", name: "app", password },
    })),
    finds: () => [{ rule: "literal-secret", path: "" }],
  },
  {
    name: "secret as a plain variable",
    act: taking(["name"], (value) => ({
      ...{ does: "hand over", type: SERVICE, key: "template", as: "secret" },
      props: service(value),
    })),
    finds: () => [{ rule: "secret-in-plain-sight", path: "" }],
  },
];

const PROVIDER_INPUTS: Readonly<Partial<Record<Shape, string>>> = {
  name: "project",
  email: "impersonateServiceAccount",
  url: "storageCustomEndpoint",
  text: "credentials",
};

function call(filter: string) {
  return { does: "call", token: "gcp:projects/getProject:getProject", args: { filter } } as const;
}
