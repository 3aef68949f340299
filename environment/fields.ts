import { z } from "zod";

import { parseCidr, parsePublicCidr, prefixLength, type Cidr, type ParsedCidr } from "./cidr.ts";

/** What is said about a configuration field wherever it is named: in the docs and in errors. */
export interface About {
  /** What it is, with units and range, one sentence. */
  readonly meaning: string;
  /** A valid value. */
  readonly example: unknown;
  /** What to do when it is missing or wrong, one sentence. */
  readonly cure: string;
}

declare module "zod" {
  interface GlobalMeta {
    meaning?: About["meaning"];
    example?: About["example"];
    cure?: About["cure"];
  }
}

/** A field of text that must match a pattern; `reason` says what is wrong when it does not. */
function text(pattern: RegExp, reason: string, about: About) {
  return z
    .string()
    .regex(pattern, reason)
    .meta({ ...about });
}

/** Google Cloud project id. Rules: Resource Manager API, `Project.projectId`. */
export const projectId = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    "is not a project id (6 to 30 lower-case letters, digits and hyphens, first a letter)",
  )
  .refine((id) => !/google|null|undefined|ssl/.test(id), "holds a word that Google reserves")
  .meta({
    meaning: "Google Cloud project that belongs to this environment alone, 6 to 30 characters.",
    example: "acme-shop-dev",
    cure: "Use the id of a project made for this environment, such as acme-shop-dev.",
  });

/** Google Cloud project number, as text since it identifies and is never counted with. */
export const projectNumber = text(/^[1-9][0-9]{5,18}$/, "is not a project number", {
  meaning: "Number of the project; Google's service agents carry it in their names.",
  example: "100000000001",
  cure: "Take it from `gcloud projects describe <id> --format='value(projectNumber)'`, in quotes.",
});

/** Google Cloud region. */
export const region = text(/^[a-z]+-[a-z]+[1-9][0-9]?$/, "is not a Google Cloud region", {
  meaning: "Region of everything in this environment.",
  example: "asia-southeast2",
  cure: "Use a name from `gcloud compute regions list`, such as asia-southeast2.",
});

/** Smallest and largest prefix length of an environment's range: 65,536 to 1,024 addresses. */
export const CIDR_LENGTHS = { from: 16, to: 22 } as const;

/** An IPv4 range whose prefix length lies in `lengths`; `read` says which ranges there are. */
function range(
  read: (text: string) => ParsedCidr,
  lengths: { from: number; to: number },
  about: About,
) {
  return z
    .string()
    .transform((text, context): Cidr => {
      const parsed = read(text);
      const reason =
        "reason" in parsed ? reasonOf(parsed) : lengthReason(prefixLength(parsed.cidr), lengths);
      if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
      return "cidr" in parsed ? parsed.cidr : "0.0.0.0/0";
    })
    .meta({ ...about });
}

function reasonOf({ reason, suggestion }: { reason: string; suggestion?: string }): string {
  return suggestion === undefined ? reason : `${reason}; the range it lies in is ${suggestion}`;
}

function lengthReason(length: number, { from, to }: { from: number; to: number }) {
  if (length >= from && length <= to) return undefined;
  return `has a prefix length of ${length}, outside /${from} to /${to}`;
}

/** The environment's own range. */
export const cidr = range(parseCidr, CIDR_LENGTHS, {
  meaning: "Addresses of this environment alone: a private range, /16 to /22, without host bits.",
  example: "10.20.0.0/20",
  cure: "Use a private range that no other environment uses, such as 10.20.0.0/20.",
});

/** The pool that ephemeral environments take their ranges from. */
export const pool = range(
  parseCidr,
  { from: 8, to: 19 },
  {
    meaning: "Pool that sandbox environments take a /20 each from: a private range, /8 to /19.",
    example: "10.128.0.0/9",
    cure: "Use a private range that no standing environment overlaps, such as 10.128.0.0/9.",
  },
);

/** A public range that workloads may open connections to. */
export const egressRange = range(
  parsePublicCidr,
  { from: 16, to: 32 },
  {
    meaning: "Public range that workloads may reach over TCP port 443, /16 to /32.",
    example: "203.0.113.10/32",
    cure: "Name the endpoint's own addresses, such as 203.0.113.10/32.",
  },
);

/** Where the engine keeps this environment's state. */
export const state = text(
  /^(gs:\/\/[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](\/[A-Za-z0-9._/-]+)?|https:\/\/[a-z0-9.-]+(\/[A-Za-z0-9._-]+)?)$/,
  "is not a state location (gs://bucket or https://service/organisation)",
  {
    meaning: "Pulumi backend of this environment: a bucket of its own, or Pulumi Cloud.",
    example: "gs://acme-shop-dev-state",
    cure: "Name a bucket that only this environment's deployer can read, such as gs://acme-shop-dev-state.",
  },
);

/** Cloud KMS key, full name. */
export const kmsKey = text(
  /^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/locations\/[a-z0-9-]+\/keyRings\/[A-Za-z0-9_-]{1,63}\/cryptoKeys\/[A-Za-z0-9_-]{1,63}$/,
  "is not the full name of a Cloud KMS key",
  {
    meaning: "Cloud KMS key that encrypts this environment's secrets in its stack file and state.",
    example: "projects/acme-shop-dev/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi",
    cure: "Write it as projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>.",
  },
);

/** Raised when names that Google reserves after deletion must change; a number or its text. */
export const generation = z
  .preprocess(
    (value) => (typeof value === "string" && /^-?[0-9]{1,9}$/.test(value) ? Number(value) : value),
    z.int("is not a whole number").min(1, "is less than 1").max(999, "is more than 999"),
  )
  .meta({
    meaning: "Counter in names that Google reserves after deletion, 1 to 999, default 1.",
    example: 2,
    cure: "Leave it out for 1; raise it by one to rebuild what Google still reserves the name of.",
  });

/** Image digest. */
export const digest = text(/^sha256:[0-9a-f]{64}$/, "is not an image digest", {
  meaning: "Image that runs here, by digest; only kinds that do not build have one.",
  example: `sha256:${"0".repeat(63)}1`,
  cure: "Use the digest that was verified one stage before: sha256: and 64 hexadecimal digits.",
});

/** DNS name. */
export const domain = text(
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "is not a domain name",
  {
    meaning: "Public domain of this environment; only prod has one.",
    example: "shop.example.com",
    cure: "Use a domain in lower case without scheme or path, or leave it out.",
  },
);

/** Name of a secret, and of other entries of maps: part of names of cloud resources. */
export const entryName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/, "is not a name (2 to 32 of a-z, 0-9 and hyphen)");

/**
 * What a third-party secret looks like: literal text, `{n}` standing for n letters, digits, - or _,
 * which is what base64url has.
 */
export const shape = z
  .string()
  .max(120, "is longer than 120 characters")
  .regex(/^[^{}]*(\{[1-9][0-9]{0,2}\}[^{}]*)+$/, "has no {n} in it")
  .meta({
    meaning: "What its value looks like; {24} stands for 24 letters, digits, - or _.",
    example: "sk_test_{24}",
    cure: "Write the fixed part as it is and {n} for n letters, digits, - or _, such as sk_test_{24}.",
  });

/** A moment in UTC. */
export const moment = z.iso.datetime({ error: "is not a moment in UTC" }).meta({
  meaning:
    "Moment in UTC from which rotation notices are sent, one every 90 days; a future one with each new value.",
  example: "2027-02-01T00:00:00Z",
  cure: "Write it as 2027-02-01T00:00:00Z.",
});

/** E-mail address of a test recipient. */
export const recipient = z.email("is not an e-mail address").meta({
  meaning: "Test recipient of this environment's mail.",
  example: "qa@acme.example",
  cure: "Name a mailbox of your own team, such as qa@acme.example.",
});

/** Group of people, as IAM knows them. */
export const group = z.email("is not the e-mail address of a group").meta({
  meaning: "Google group of people.",
  example: "shop-operators@acme.example",
  cure: "Name a group by its address, such as shop-operators@acme.example; never a single person.",
});

/** Numeric id of a GitHub repository: unlike its name, it cannot be taken over after a rename. */
export const repositoryId = text(/^[1-9][0-9]{0,15}$/, "is not a repository id", {
  meaning: "Numeric id of the repository whose workflow deploys here.",
  example: "123456789",
  cure: "Take it from `gh api repos/<owner>/<name> --jq .id`, in quotes.",
});

/** Git ref that a deployment runs from. */
export const ref = text(/^refs\/(heads|tags)\/[A-Za-z0-9._/-]{1,200}$/, "is not a full git ref", {
  meaning: "Branch or tag that deployments run from.",
  example: "refs/heads/main",
  cure: "Write it in full, such as refs/heads/main.",
});

/** GitHub environment that a deployment runs in. */
export const githubEnvironment = text(/^[A-Za-z0-9._-]{1,255}$/, "is not an environment's name", {
  meaning: "GitHub environment that deployments run in, with its reviewers.",
  example: "prod",
  cure: "Name the environment as in the repository's settings, such as prod.",
});

/** File of the GitHub workflow that deploys. */
export const workflow = text(/^[A-Za-z0-9._-]{1,200}\.ya?ml$/, "is not a workflow's file name", {
  meaning: "Workflow in .github/workflows that deploys here, and no other.",
  example: "deploy.yml",
  cure: "Name the file without its folder, such as deploy.yml.",
});

/** Id of a policy rule, as docs/policies.md lists it. */
export const ruleId = text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "is not a rule's id", {
  meaning: "A rule's id.",
  example: "sql-public-address",
  cure: "Use an id from docs/policies.md.",
});

/** One resource, by its URN or the end of it. */
export const resource = text(/^(?=.{3,500}$)[^*\s]+::[^*\s]+$/, "is not one resource", {
  meaning: "URN of exactly one resource, or its end from the type on: type::name.",
  example: "gcp:compute/firewall:Firewall::network-egress-payment",
  cure: "Write the resource's URN, or type::name as it ends, without wildcards.",
});

/** Why an exception is made. */
export const reason = text(/^.{10,300}$/, "is not a reason of 10 to 300 characters", {
  meaning: "Why, in a sentence.",
  example: "The partner moves to fixed addresses in March",
  cure: "Say in a sentence why the exception is needed.",
});

/** The last day of something. */
export const day = z.iso.date("is not a day such as 2027-03-31").meta({
  meaning: "The last day on which it holds, in UTC.",
  example: "2027-03-31",
  cure: "Write year, month and day, in quotes.",
});

/** A name that identifies an environment to Google. */
export const identifier = text(
  /^[a-z0-9][a-z0-9./:_-]{3,200}$/,
  "is not a name of an environment",
  {
    meaning: "A project id, project number, bucket, domain or range.",
    example: "acme-shop-old",
    cure: "Write the name as Google knows it, in lower case.",
  },
);
