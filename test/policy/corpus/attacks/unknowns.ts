import { UNKNOWN, type Props } from "../case.ts";
import {
  HERE,
  SERVICE,
  PROVIDER,
  FIREWALL,
  TRANSFER,
  HUB,
  make,
  bucket,
  type Row,
} from "./rows.ts";

const LABEL = "labels.for";
const ENV = "template.containers[0].envs[0].value";
const NAMED: [string, string, string] = ["foreign-reference", LABEL, "prod"];
const runs = (value: unknown, more: Props = {}) =>
  make(SERVICE, {
    ...HERE,
    template: { containers: [{ image: "nginx", envs: [{ name: "A", value }], ...more }] },
  });

/** A violation is found whatever stands beside it that nobody knows yet. */
export const BESIDE_UNKNOWN: readonly Row[] = [
  [
    "in a list, before",
    "staging",
    runs("acme-shop-prod", { args: [UNKNOWN] }),
    ["foreign-reference", ENV, "prod"],
  ],
  [
    "in a list",
    "staging",
    make(SERVICE, {
      ...HERE,
      template: {
        containers: [
          UNKNOWN,
          { image: "x", envs: [UNKNOWN, { name: "A", value: "acme-prod-ledger" }] },
        ],
      },
    }),
    ["foreign-reference", "template.containers[1].envs[1].value", "prod"],
  ],
  ["in a map", "staging", bucket({ labels: { a: UNKNOWN, for: "acme-shop-prod" } }), NAMED],
  [
    "as its key",
    "staging",
    bucket({ name: UNKNOWN, labels: { "acme-shop-prod": UNKNOWN } }),
    ["foreign-reference", "", "prod"],
  ],
  [
    "among ranges",
    "staging",
    make(FIREWALL, { network: UNKNOWN, allows: UNKNOWN, sourceRanges: [UNKNOWN, "10.30.0.0/24"] }),
    ["foreign-range", "sourceRanges[1]", "prod"],
  ],
  [
    "among members",
    "staging",
    make("gcp:projects/iAMBinding:IAMBinding", {
      project: "acme-shop-staging",
      role: UNKNOWN,
      members: [UNKNOWN, "serviceAccount:ci@acme-tools.iam.gserviceaccount.com"],
    }),
    ["foreign-principal", "members[1]"],
  ],
  [
    "of a network",
    "staging",
    make("gcp:compute/networkPeering:NetworkPeering", { network: UNKNOWN, peerNetwork: HUB }),
    ["network-path", "peerNetwork"],
  ],
  [
    "of a transfer",
    "prod",
    make(TRANSFER, {
      description: "copy",
      transferSpec: {
        gcsDataSource: { bucketName: UNKNOWN },
        gcsDataSink: { bucketName: "acme-archive" },
      },
    }),
    ["data-path", "transferSpec.gcsDataSink.bucketName"],
  ],
  [
    "of a provider",
    "staging",
    make(PROVIDER, { region: UNKNOWN, project: "acme-tools" }),
    ["foreign-provider", "project"],
  ],
  [
    "of an image",
    "prod",
    make(SERVICE, {
      ...HERE,
      template: { containers: [{ image: UNKNOWN }, { image: "proxy:v1" }] },
    }),
    ["image-digest", "template.containers[1].image"],
  ],
];
