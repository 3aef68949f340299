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

export const MAY_BE_LEFT_OUT = "it may be left out";
export const NO_ENTRY = "an entry that is absent is no entry";
export const OWN_BUSINESS = "other environments have no say in it";
export const NO_SIZE = "it has one size or none";
export const IN_ITS_FIELDS = "its fields are judged, not itself";

export const missing: Fault = { value: undefined, reason: "is missing" };
export const notText: Fault = { value: ["text"], reason: "is not text" };
export const notMap: Fault = { value: "text", reason: "is not a map of keys and values" };
export const fault = (value: unknown, reason: string, more: Partial<Fault> = {}): Fault => ({
  value,
  reason,
  ...more,
});
export const many = (entry: (at: number) => unknown, count: number) =>
  Array.from({ length: count }, (_, at) => entry(at));

export const PROJECT_ID =
  "is not a project id (6 to 30 lower-case letters, digits and hyphens, first a letter)";
export const STATE = "is not a state location (gs://bucket or https://service/organisation)";
export const KEY = "is not the full name of a Cloud KMS key";
export const TAKEN_PROJECT = { kmsKey: OTHER.kmsKey.replace("/pulumi", "/another") };
export const PROD_HAS_NO_TEST_MAIL = { kind: "prod", mail: undefined };
export const USE_KIND = "Use one of dev, qa, integration, uat, staging, prod";

export const allowance = () => ({
  ...{
    rule: "sql-backups",
    resource: "gcp:sql/databaseInstance:DatabaseInstance::database",
    reason: "it is a test, no more",
  },
  ...{ owner: "alice@acme.example", expires: "2027-03-31" },
});
