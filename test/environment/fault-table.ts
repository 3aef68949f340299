/** The ways in which a field can be wrong. */
export const FAULT_CLASSES = [
  "absent",
  "wrong type",
  "out of range",
  "malformed",
  "conflicting",
] as const;

export type FaultClass = (typeof FAULT_CLASSES)[number];

/** A value that must be refused. */
export interface Fault {
  /** The faulty value of the field; `undefined` leaves it out. */
  readonly value: unknown;
  /** What the error must say is wrong. */
  readonly reason: string;
  /** Changes to other fields, so that this fault stands alone. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** The path that is blamed, where it is not the field's own. */
  readonly at?: string;
  /** The start of the cure, where it is not the field's own. */
  readonly cure?: string;
}

/** A fault, or the reason why there can be none of its class. */
export type Cell = Fault | string;

/** The cells of one field, in the order of {@link FAULT_CLASSES}. */
export type Row = readonly [Cell, Cell, Cell, Cell, Cell];

/** The other stack of the table's project, whose claims the conflicting cells repeat. */
export const OTHER = {
  project: "acme-shop-prod",
  projectNumber: "100000000003",
  region: "asia-southeast2",
  network: { cidr: "10.30.0.0/20" },
  state: "gs://acme-shop-prod-state",
  kmsKey: "projects/acme-shop-prod/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi",
  domain: "shop.acme.example",
};

const MAY_BE_LEFT_OUT = "it may be left out";
const NO_ENTRY = "an entry that is absent is no entry";
const OWN_BUSINESS = "other environments have no say in it";
const NO_SIZE = "it has one size or none";
const IN_ITS_FIELDS = "its fields are judged, not itself";

const missing: Fault = { value: undefined, reason: "is missing" };
const notText: Fault = { value: ["text"], reason: "is not text" };
const notMap: Fault = { value: "text", reason: "is not a map of keys and values" };
const fault = (value: unknown, reason: string, more: Partial<Fault> = {}): Fault => ({
  value,
  reason,
  ...more,
});
const many = (entry: (at: number) => unknown, count: number) =>
  Array.from({ length: count }, (_, at) => entry(at));

const PROJECT_ID =
  "is not a project id (6 to 30 lower-case letters, digits and hyphens, first a letter)";
const STATE = "is not a state location (gs://bucket or https://service/organisation)";
const KEY = "is not the full name of a Cloud KMS key";
const TAKEN_PROJECT = { kmsKey: OTHER.kmsKey.replace("/pulumi", "/another") };
const PROD_HAS_NO_TEST_MAIL = { kind: "prod", mail: undefined };
const USE_KIND = "Use one of dev, qa, integration, uat, staging, prod";

/** Every field of a standing stack: absent, wrong type, out of range, malformed, conflicting. */
export const STANDING_FAULTS: Readonly<Record<string, Row>> = {
  project: [
    missing,
    notText,
    fault("acme", PROJECT_ID),
    fault("Acme_Shop", PROJECT_ID),
    fault(OTHER.project, "is also prod's", { beside: TAKEN_PROJECT, cure: "Give this" }),
  ],
  projectNumber: [
    missing,
    notText,
    fault("12", "is not a project number"),
    fault("12ab56cd", "is not a project number"),
    fault(OTHER.projectNumber, "is also prod's", { cure: "Take the number of this" }),
  ],
  region: [
    missing,
    notText,
    NO_SIZE,
    fault("Jakarta", "is not a Google Cloud region"),
    "environments may share a region",
  ],
  network: [missing, notMap, IN_ITS_FIELDS, IN_ITS_FIELDS, IN_ITS_FIELDS],
  "network.cidr": [
    missing,
    fault(10, "is not text"),
    fault("10.40.0.0/15", "has a prefix length of 15, outside /16 to /22"),
    fault("10.40.0.1/20", "has host bits set; the range it lies in is 10.40.0.0/20"),
    fault("10.30.4.0/22", "overlaps prod's 10.30.0.0/20", { cure: "Use a range of its own." }),
  ],
  state: [
    missing,
    notText,
    fault("gs://ab", STATE),
    fault("s3://acme-shop-state", STATE),
    fault(`${OTHER.state}/shop`, "is also prod's", { cure: "Give this environment a state" }),
  ],
  kmsKey: [
    missing,
    notText,
    fault(`${OTHER.kmsKey}${"y".repeat(60)}`, KEY),
    fault("bulkhead/pulumi", KEY),
    fault(OTHER.kmsKey, "is also prod's", { cure: "Give this environment a key of its own." }),
  ],
  kind: [
    fault(undefined, "is missing, and the stack's name does not say it either", { cure: USE_KIND }),
    fault(["prod"], "is not a kind that a stack of this name can have", { cure: USE_KIND }),
    NO_SIZE,
    fault("prd", "is not a kind that a stack of this name can have", { cure: USE_KIND }),
    "environments may be of one kind",
  ],
  generation: [
    MAY_BE_LEFT_OUT,
    fault(["1"], "is not a whole number"),
    fault(1000, "is more than 999"),
    fault("1.5", "is not a whole number"),
    OWN_BUSINESS,
  ],
  image: [
    MAY_BE_LEFT_OUT,
    notText,
    NO_SIZE,
    fault("latest", "is not an image digest"),
    OWN_BUSINESS,
  ],
  domain: [
    MAY_BE_LEFT_OUT,
    notText,
    fault(`${"a".repeat(64)}.example`, "is not a domain name"),
    fault("https://acme.example", "is not a domain name"),
    fault(OTHER.domain, "is also prod's", { beside: PROD_HAS_NO_TEST_MAIL, cure: "Give this" }),
  ],
  egress: [MAY_BE_LEFT_OUT, notMap, IN_ITS_FIELDS, IN_ITS_FIELDS, OWN_BUSINESS],
  "egress.<name>": [
    NO_ENTRY,
    notText,
    fault("203.0.0.0/8", "has a prefix length of 8, outside /16 to /32"),
    fault("acme.example", "is not an IPv4 range in CIDR notation"),
    fault(OTHER.network.cidr, "is not public: it overlaps 10.0.0.0/8"),
  ],
  secrets: [MAY_BE_LEFT_OUT, notMap, IN_ITS_FIELDS, IN_ITS_FIELDS, OWN_BUSINESS],
  "secrets.<name>.shape": [
    missing,
    notText,
    fault(`{24}${"x".repeat(120)}`, "is longer than 120 characters"),
    fault("sk_test", "has no {n} in it"),
    OWN_BUSINESS,
  ],
  "secrets.<name>.rotateFrom": [
    MAY_BE_LEFT_OUT,
    fault(["2027-02-01T00:00:00Z"], "is not a moment in UTC"),
    fault("2027-02-30T00:00:00Z", "is not a moment in UTC"),
    fault("tomorrow", "is not a moment in UTC"),
    OWN_BUSINESS,
  ],
  secretValues: [
    fault(undefined, "is missing", {
      at: "secretValues.sample-entry",
      cure: "Set it with: npx bulkhead secrets set",
    }),
    notMap,
    fault({ "sample-entry": "" }, "is empty", { at: "secretValues.sample-entry" }),
    fault({ "sample-entry": ["text"] }, "is not text", { at: "secretValues.sample-entry" }),
    "equal secrets are the policy's to find",
  ],
  mail: [
    MAY_BE_LEFT_OUT,
    notMap,
    fault(
      { testRecipients: many((at) => `qa${at}@acme.example`, 21) },
      "has more than 20 entries or characters",
      { at: "mail.testRecipients" },
    ),
    IN_ITS_FIELDS,
    OWN_BUSINESS,
  ],
  "mail.testRecipients[]": [
    NO_ENTRY,
    fault(1, "is not an e-mail address"),
    NO_SIZE,
    fault("qa", "is not an e-mail address"),
    OWN_BUSINESS,
  ],
  notifications: [
    MAY_BE_LEFT_OUT,
    notMap,
    fault({ on: many((at) => `hook-${at}`, 21) }, "has more than 20 entries or characters", {
      at: "notifications.on",
    }),
    fault({ on: ["Hook!"] }, "is not a name (2 to 32 of a-z, 0-9 and hyphen)", {
      at: "notifications.on[0]",
    }),
    OWN_BUSINESS,
  ],
  access: [
    MAY_BE_LEFT_OUT,
    notMap,
    fault(
      { operators: many((at) => `ops-${at}@acme.example`, 11) },
      "has more than 10 entries or characters",
      { at: "access.operators" },
    ),
    fault(
      { operators: ["ops@acme.example", "ops@acme.example"] },
      "has the same name before the @ as another group of the list",
      { at: "access.operators", cure: "List each group once" },
    ),
    OWN_BUSINESS,
  ],
  "access.operators[]": [
    NO_ENTRY,
    fault(1, "is not the e-mail address of a group"),
    NO_SIZE,
    fault("operators", "is not the e-mail address of a group"),
    OWN_BUSINESS,
  ],
  "access.developers[]": [
    NO_ENTRY,
    fault(1, "is not the e-mail address of a group"),
    NO_SIZE,
    fault("developers", "is not the e-mail address of a group"),
    OWN_BUSINESS,
  ],
  deployment: [MAY_BE_LEFT_OUT, notMap, IN_ITS_FIELDS, IN_ITS_FIELDS, OWN_BUSINESS],
  "deployment.repositoryId": [
    missing,
    fault(12, "is not text"),
    fault("0", "is not a repository id"),
    fault("acme/shop", "is not a repository id"),
    "one repository may deploy several environments",
  ],
  "deployment.ref": [
    missing,
    notText,
    fault(`refs/heads/${"x".repeat(201)}`, "is not a full git ref"),
    fault("main", "is not a full git ref"),
    "one branch may deploy several environments",
  ],
  "deployment.environment": [
    missing,
    notText,
    fault("x".repeat(256), "is not an environment's name"),
    fault("the shop", "is not an environment's name"),
    "GitHub's reviewers decide, not the stack files",
  ],
  "deployment.workflow": [
    missing,
    notText,
    fault(`${"x".repeat(201)}.yml`, "is not a workflow's file name"),
    fault(".github/workflows/deploy.yml", "is not a workflow's file name"),
    "one workflow may deploy several environments",
  ],
};

/** Every field of the sandbox, in the same order; it conflicts with a standing stack there. */
export const SANDBOX_FAULTS: Readonly<Record<string, Row>> = {
  project: [missing, notText, fault("acme", PROJECT_ID), fault("Acme", PROJECT_ID), "seen by prod"],
  projectNumber: [
    missing,
    notText,
    fault("12", "is not a project number"),
    fault("12ab56cd", "is not a project number"),
    "seen by prod",
  ],
  region: [
    missing,
    notText,
    NO_SIZE,
    fault("Jakarta", "is not a Google Cloud region"),
    "environments may share a region",
  ],
  pool: [
    missing,
    fault(10, "is not text"),
    fault("10.128.0.0/20", "has a prefix length of 20, outside /8 to /19"),
    fault("10.128.0.1/9", "has host bits set; the range it lies in is 10.128.0.0/9"),
    "seen by prod",
  ],
  state: [missing, notText, fault("gs://ab", STATE), fault("s3://acme", STATE), "seen by prod"],
  kmsKey: [
    missing,
    notText,
    fault("projects/p", KEY),
    fault("bulkhead/pulumi", KEY),
    "seen by prod",
  ],
};
