import { createHash } from "node:crypto";

import type { Rule, Subject } from "../../policy/rule.ts";
import { spellings } from "../../policy/spellings.ts";

/** Where a secret is planted: in a text that a rule finds, or in a key on the way to one. */
export interface Place {
  readonly type: string;
  readonly props: (secret: string) => Readonly<Record<string, unknown>>;
  /** Default `staging`. */
  readonly stack?: string;
  /** A second resource with the same properties, for rules that compare two. */
  readonly twice?: true;
}

const BUCKET = "gcp:storage/bucket:Bucket";
const TOPIC = "gcp:pubsub/topic:Topic";
const SERVICE = "gcp:cloudrunv2/service:Service";
const MEMBER = "gcp:projects/iAMMember:IAMMember";
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Every kind of property, and every way in which a secret stands beside what is found. */
export const PLACES: Readonly<Record<string, Place>> = {
  "before a name": {
    type: TOPIC,
    props: (secret) => ({ name: `postgres://app:${secret}@acme-shop-prod/main` }),
  },
  "after a name": { type: BUCKET, props: (secret) => ({ name: `gs://acme-shop-prod/${secret}` }) },
  "a label": { type: BUCKET, props: (secret) => ({ labels: { key: `acme-shop-prod ${secret}` } }) },
  "a key with a name": {
    type: BUCKET,
    props: (secret) => ({ labels: { [`acme-shop-prod/${secret}`]: "x" } }),
  },
  "a key above a name": {
    type: TOPIC,
    props: (secret) => ({ labels: { [secret]: "acme-shop-prod" } }),
  },
  "an environment variable": {
    type: SERVICE,
    props: (secret) => ({
      template: { containers: [{ envs: [{ name: "DB", value: `${secret}@acme-shop-prod` }] }] },
    }),
  },
  JSON: {
    type: BUCKET,
    props: (secret) => ({ website: { mainPageSuffix: json("acme-shop-prod", secret) } }),
  },
  "JSON in base64": {
    type: BUCKET,
    props: (secret) => ({ website: { notFoundPage: base64(json("acme-shop-prod", secret)) } }),
  },
  "an encoded address": {
    type: TOPIC,
    props: (secret) => ({ kmsKeyName: encodeURIComponent(`projects/acme-shop-prod/${secret}`) }),
  },
  "beside a range": {
    type: "gcp:compute/firewall:Firewall",
    props: (secret) => ({ network: "staging-network", description: `10.30.0.0/24 ${secret}` }),
  },
  "a principal": {
    type: MEMBER,
    props: (secret) => ({ member: `serviceAccount:${secret}@acme-tools.iam.gserviceaccount.com` }),
  },
  "a policy as text": {
    type: "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
    props: (secret) => ({
      bucket: "files",
      policyData: JSON.stringify({ bindings: [{ role: secret, members: ["allUsers"] }] }),
    }),
  },
  "a group": {
    type: MEMBER,
    stack: "prod",
    props: (secret) => ({ role: "roles/viewer", member: `group:${secret}@acme.example` }),
  },
  "a project": { type: BUCKET, props: (secret) => ({ project: secret }) },
  "an image": {
    type: SERVICE,
    stack: "prod",
    props: (secret) => ({ template: { containers: [{ image: `registry/app:${secret}` }] } }),
  },
  "a network": {
    type: "gcp:compute/networkPeering:NetworkPeering",
    props: (secret) => ({ network: "n", peerNetwork: `projects/${secret}/global/networks/n` }),
  },
  "a sink": {
    type: "gcp:logging/projectSink:ProjectSink",
    stack: "prod",
    props: (secret) => ({ destination: `storage.googleapis.com/${secret}` }),
  },
  "a sibling's name": {
    type: TOPIC,
    stack: "pr-7",
    props: (secret) => ({ name: `dev-${secret.replace(/[^a-z0-9]/gi, "")}-topic ${secret}` }),
  },
  credentials: { type: "pulumi:providers:gcp", props: (secret) => ({ credentials: secret }) },
  "a password of two": {
    type: "gcp:sql/user:User",
    twice: true,
    props: (secret) => ({ name: "app", instance: "main", password: secret }),
  },
  "where a rule crashes": {
    type: BUCKET,
    props: (secret) => ({ crash: { [secret]: { value: secret } } }),
  },
};

/** Fails at whatever stands below `crash`, with an error that repeats it. */
export const CRASHING: Rule = {
  ...{ id: "crashing", forbids: "Nothing.", why: "It is wrong.", cure: "Mend it." },
  check: ({ props }) => {
    for (const [key, value] of Object.entries(props["crash"] ?? {})) {
      throw new Error(`${key} ${JSON.stringify(value)}`);
    }
    return [];
  },
  fails: { props: {} },
  passes: { props: {} },
};

/** The resources of a place with a secret. */
export function subjectsAt(place: Place, secret: string, name: string): readonly Subject[] {
  const { type, props, stack = "staging", twice } = place;
  return (twice ? [name, `${name}-2`] : [name]).map((each) => {
    const urn = `urn:pulumi:${stack}::bulkhead::${type}::${each}`;
    return { urn, type, name: each, props: props(secret), protect: false };
  });
}

/** A secret in the shape that some service gives its own, the same in every run. */
export function secretOf(number: number): string {
  const random = (length: number, alphabet: string, part = "") =>
    [...createHash("sha512").update(`canary ${number} ${part}`).digest()]
      .slice(0, length)
      .map((byte) => alphabet[byte % alphabet.length])
      .join("");
  const text = (length: number, part?: string) => `7${random(length - 1, LETTERS, part)}`;
  const shapes = [
    () => `sk_live_${text(24)}`,
    () => `4${random(31, "0123456789abcdef")}`,
    () => `SG.${text(22)}.${text(43, "second")}`,
    () => `${text(6)}-p4ss+w0rd!${text(12, "second")}`,
    () => `eyJ${text(30)}.${text(40, "second")}`,
    () => `ghp_${text(36)}`,
    () => `xoxb-${random(12, "0123456789")}-${text(24, "second")}`,
  ];
  return shapes[number % shapes.length]?.() ?? "";
}

/** What `random.RandomPassword` draws from, unless it is told otherwise. */
const DRAWN_FROM =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%&*()-_=+[]{}<>:?";

/** A password of so many characters as `random.RandomPassword` makes one, the same in every run. */
export function passwordOf(number: number, length: number): string {
  return [...bytesOf(`password ${number}`, 256)]
    .filter((byte) => byte < 256 - (256 % DRAWN_FROM.length))
    .slice(0, length)
    .map((byte) => DRAWN_FROM[byte % DRAWN_FROM.length])
    .join("");
}

/** A key of so many bytes in base64, as `openssl rand -base64` makes one, the same in every run. */
export function base64Of(number: number, bytes: number): string {
  return bytesOf(`base64 ${number}`, bytes).toString("base64");
}

/** A password that somebody made up, which by itself looks like a name. */
export function madeUpOf(number: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(`made up ${number}`, 4);
  const parts = [a, b, c, d].map((byte) => `${"bdlmnrst"[byte % 8]}${"aeio"[(byte >> 3) % 4]}`);
  return `${parts.join("")}n${number}`;
}

function bytesOf(seed: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, block) =>
    createHash("sha512").update(`${seed} ${block}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Those of the secrets of which a text holds a telling part, in any spelling. */
export function foundIn(text: string, secrets: readonly string[]): readonly string[] {
  const readable = [...new Set(spellings(text).map((each) => each.text.toLowerCase()))].join("\n");
  return secrets.filter((secret) =>
    telling(secret).some((part) => readable.includes(part.toLowerCase())),
  );
}

/** The same by the spellings of the secrets, for files that are too large to be read in every one. */
export function hiddenIn(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) =>
    [...telling(secret), base64(secret).slice(4, 20), encodeURIComponent(secret)].some((part) =>
      text.includes(part),
    ),
  );
}

/** Beginnings, such as `sk_live_`, are no secret; ten characters of what follows are. */
function telling(secret: string): readonly string[] {
  const from = Math.max(0, Math.min(8, secret.length - 18));
  return [secret.slice(from, from + 10), secret.slice(-10)];
}

function json(name: string, secret: string): string {
  return JSON.stringify({ url: `gs://${name}-prod-files`, "api-key": secret });
}
