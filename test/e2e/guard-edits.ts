import { createHash } from "node:crypto";

import { digestOf, emptyLedger, LEDGER_FILE, withEntry, writeLedger } from "../../policy/ledger.ts";

/** A way to take the guards away, what is then done, and which rule must find it all the same. */
export interface GuardEdit {
  readonly title: string;
  /** Edits by file: a text and what stands in its place; an empty list takes the file away. */
  readonly edits: Readonly<Record<string, readonly [RegExp, string][]>>;
  /** Lines of the program. */
  readonly program: string;
  readonly finds: RegExp;
}

const BUCKET = (name: string, props: string) =>
  `new gcp.storage.Bucket("${name}", { location: "asia-southeast2", ${props} }, { provider });`;
const MEMBER = (name: string, member: string) =>
  `new gcp.projects.IAMMember("${name}", { project, role: "roles/viewer", member: "${member}" }, { provider });`;

/** By stack and key: a made-up ciphertext, and what its value is for the ledger. */
type Entries = Readonly<Record<string, readonly [ciphertext: string, value: string]>>;

export const BASE: Entries = {
  "dev mail-key": ["two", "of dev"],
  "dev payment-key": ["one", "of dev, too"],
  "prod mail-key": ["three", "of prod"],
};

/** A ledger with these entries. */
export function ledgerOf(entries: Entries): string {
  const empty = emptyLedger(Buffer.alloc(16));
  const ledger = Object.entries(entries).reduce((all, [name, [ciphertext, value]]) => {
    const [stack = "", key = ""] = name.split(" ");
    const digest = createHash("sha256").update(value).digest("hex");
    const entry = { stack, key, ciphertext: digestOf(`v1:${ciphertext}`), fingerprint: digest };
    return withEntry(all, entry);
  }, empty);
  return writeLedger(ledger);
}

/** What one preview can show: each has its own resource. */
export const BY_THE_PACK: readonly GuardEdit[] = [
  {
    title: "delete a rule",
    edits: { "policy/rules/isolation.ts": [[/\.\.\.\[FOREIGN_REFERENCE, FOREIGN_RANGE\],/, ""]] },
    program: BUCKET("deleted", 'labels: { from: "acme-shop-staging" }'),
    finds: /^foreign-reference: deleted: .* belongs to staging/,
  },
  {
    title: "rename prod's project in its stack file",
    edits: { "Pulumi.prod.yaml": [[/acme-shop-prod/g, "acme-shop-live"]] },
    program: BUCKET("renamed", 'labels: { from: "acme-shop-prod" }'),
    finds: /^foreign-reference: renamed: .* belongs to prod/,
  },
  {
    title: "move prod's addresses in its stack file",
    edits: { "Pulumi.prod.yaml": [[/10\.30\.0\.0/, "10.90.0.0"]] },
    program: `new gcp.compute.Firewall("moved", { network: "x", allows: [{ protocol: "tcp" }], sourceRanges: ["10.30.0.0/24"] }, { provider });`,
    finds: /^foreign-range: moved: .* belongs to prod/,
  },
  {
    title: "add an allowance",
    edits: {
      "Pulumi.dev.yaml": [
        [
          /^config:/m,
          `config:\n  bulkhead:allowances: [{ rule: foreign-reference, resource: "gcp:storage/bucket:Bucket::allowed", reason: "because I say so", owner: me@acme.example, expires: "2099-01-01" }]`,
        ],
      ],
    },
    program: BUCKET("allowed", 'labels: { from: "acme-shop-prod" }'),
    finds: /^foreign-reference: allowed: .* belongs to prod/,
  },
  {
    title: "take a name off the list of what is foreign",
    edits: { "policy/ownership.ts": [[/\["project number", projectNumber\],/, ""]] },
    program: BUCKET("number", 'labels: { from: "100000000003" }'),
    finds: /^foreign-reference: number: .* belongs to prod/,
  },
  {
    title: "let the matcher find nothing",
    edits: { "policy/references.ts": [[/const known = this\.#known\.get\(text\);/, "return [];"]] },
    program: BUCKET("blind", 'labels: { from: "acme-shop-prod" }'),
    finds: /^foreign-reference: blind: .* belongs to prod/,
  },
  {
    title: "make everybody a friend",
    edits: { "policy/rules/isolation/principals.ts": [[/allUsers\|/, ""]] },
    program: MEMBER("public", "allUsers"),
    finds: /^public-principal: public: /,
  },
  {
    title: "put prod's group into the matrix of dev",
    edits: { "Pulumi.dev.yaml": [[/shop-developers@acme\.example/, "everybody@acme.example"]] },
    program: MEMBER("domain", "domain:acme.example"),
    finds: /^group-outside-matrix: domain: /,
  },
  {
    title: "make the judge merciful",
    edits: { "policy/judge.ts": [[/level: "mandatory"/g, 'level: "advisory"']] },
    program: `new gcp.compute.NetworkPeering("merciful", { network: "projects/acme-shop-dev/global/networks/x", peerNetwork: "projects/acme-hub/global/networks/y" }, { provider });`,
    finds: /^network-path: merciful: /,
  },
  {
    title: "serve a pack without rules",
    edits: { "policy/packs.ts": [[/\[ISOLATION_GROUP, BASELINE_GROUP\]/, "[]"]] },
    program: `new gcp.Provider("elsewhere", { project: "acme-shop-dev", credentials: "{}" });`,
    finds: /^foreign-provider: elsewhere: /,
  },
  {
    title: "write another fingerprint into the ledger, beside the same value",
    edits: {
      [LEDGER_FILE]: [[/[^]*/, ledgerOf({ ...BASE, "dev payment-key": ["one", "forged"] })]],
    },
    program: "",
    finds: /^secrets-ledger: bulkhead-dev: .*payment-key/,
  },
];

/** What the ledger tells without any key. */
export const BY_THE_LEDGER: GuardEdit = {
  title: "give dev and prod one key in one change",
  edits: {
    [LEDGER_FILE]: [[/[^]*/, ledgerOf({ ...BASE, "dev mail-key": ["new", "of prod"] })]],
    "Pulumi.dev.yaml": [[/v1:two/, "v1:new"]],
  },
  program: "",
  finds: /^shared-secret: bulkhead-dev: .*mail-key.* belongs to prod/,
};

const READS = 'gcp.storage.Bucket.get("read", "acme-shop-prod-prod-uploads", {}, { provider });';
const FINDS_READ = /^foreign-read: read: .* belongs to prod/;

const NO_GUARD: GuardEdit["edits"] = { "index.ts": [[/^import "\.\/policy\/guard\.ts";/, ""]] };

/** Makes the guard take itself for there already, and then its mark. */
const MARK =
  'if ("blind" in globalThis) new pulumi.ComponentResource("bulkhead:policy:Guard", "guard");';
const BLIND = `globalThis.blind = true;
const isMark = (key) => key === Symbol.for("bulkhead.guarded");
Object.hasOwn = ((own) => (object, key) => isMark(key) || own(object, key))(Object.hasOwn);
`;

/** What the guard itself finds ends the program: one at a time. */
export const BY_THE_GUARD: readonly GuardEdit[] = [
  {
    title: "drop the guard's import",
    edits: NO_GUARD,
    program: 'new pulumi.StackReference("organization/bulkhead/prod");',
    finds: /^stack-reference: .* belongs to prod/,
  },
  {
    title: "empty the guard",
    edits: { "policy/guard.ts": [[/if \(!stack \|\| /, "if (stack || "]] },
    program: 'gcp.storage.Bucket.get("read", "acme-shop-prod-prod-uploads", {}, { provider });',
    finds: /^foreign-read: read: .* belongs to prod/,
  },
  {
    title: "blind the guard before it starts, by an argument of node's",
    edits: {
      ...NO_GUARD,
      "Pulumi.yaml": [[/--import tsx/, "--import tsx --import ../../early.mjs"]],
      "early.mjs": [[/[^]*/, BLIND]],
    },
    program: MARK + READS,
    // The stack has no configuration by which it could be judged: nothing of it can be made.
    finds: /^environment-unknown: [^]*runtime\.options\.nodeargs: loads a module before the guard/,
  },
  {
    title: "put another module in the place of one that the guard imports",
    edits: {
      ...NO_GUARD,
      "tsconfig.json": [
        [/[^]*/, '{ "compilerOptions": { "baseUrl": ".", "paths": { "zod": ["./early.mjs"] } } }'],
      ],
      "early.mjs": [[/[^]*/, `${BLIND}export * from "./node_modules/zod/index.js";`]],
    },
    program: MARK + READS,
    finds: FINDS_READ,
  },
  {
    title: "take prod out of the catalogue",
    edits: { "Pulumi.prod.yaml": [] },
    program: 'gcp.storage.Bucket.get("gone", "acme-shop-prod-prod-uploads", {}, { provider });',
    finds: /^foreign-read: gone: .* belongs to prod/,
  },
];
