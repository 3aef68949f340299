import type { Stack } from "./case.ts";

/** What a name is, which decides how it can be spelled. */
export type Noun =
  | "project"
  | "number"
  | "bucket"
  | "key"
  | "domain"
  | "range"
  /** Holds addresses of others beside the foreign ones. */
  | "wide range"
  | "sibling"
  | "stack";

/** Something that belongs to another environment than the one that names it. */
export interface Identifier {
  readonly name: string;
  readonly noun: Noun;
  /** What the matcher calls it. */
  readonly what: string;
  readonly text: string;
  readonly owner: string;
  /** Who names it. */
  readonly stack: Stack;
}

type Row = [name: string, noun: Noun, what: string, text: string, owner: string, stack: Stack];

const PROD_KEY =
  "projects/acme-shop-prod/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi";

const ROWS: readonly Row[] = [
  ["project", "project", "project", "acme-shop-prod", "prod", "staging"],
  ["former project", "project", "project", "acme-shop-live", "prod", "dev"],
  ["sandbox's project", "project", "project", "acme-shop-sandbox", "sandbox", "dev"],
  ["lower project", "project", "project", "acme-shop-dev", "dev", "prod"],
  ["number", "number", "project number", "100000000003", "prod", "staging"],
  ["state bucket", "bucket", "bucket", "acme-prod-ledger", "prod", "staging"],
  ["bucket by prefix", "bucket", "bucket", "acme-shop-prod-prod-uploads", "prod", "dev"],
  ["KMS key", "key", "key", PROD_KEY, "prod", "staging"],
  ["domain", "domain", "domain", "shop.acme.example", "prod", "staging"],
  ["range, equal", "range", "range", "10.30.0.0/20", "prod", "staging"],
  ["range, inside", "range", "range", "10.30.4.0/24", "prod", "staging"],
  ["range, containing", "wide range", "range", "10.24.0.0/13", "prod", "dev"],
  ["range, former", "range", "range", "10.40.1.0/24", "prod", "staging"],
  ["sandbox sibling", "sibling", "name", "pr-2-main-g1", "pr-2", "pr-1"],
  ["sibling's range", "range", "range", "10.128.32.0/20", "sandbox", "pr-1"],
  ["stack", "stack", "stack", "organization/bulkhead/prod", "prod", "staging"],
  ["sibling's stack", "stack", "stack", "organization/bulkhead/pr-2", "pr-2", "pr-1"],
];

/** Every kind of name that an environment has, in the hands of another. */
export const IDENTIFIERS: readonly Identifier[] = ROWS.map(
  ([name, noun, what, text, owner, stack]) => ({ name, noun, what, text, owner, stack }),
);
