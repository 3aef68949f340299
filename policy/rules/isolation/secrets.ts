import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, valuesAt, type Path } from "../../values.ts";

const KEY = { stack: "staging", key: "payment-key" };
const NO_ENTRY = { reason: "has a value and no entry in the ledger", cure: "Set it again." };
const USER = "gcp:sql/user:User";

/** Where users of databases get their passwords; who signs in with one may have the same. */
const PASSWORDS: Readonly<Record<string, readonly string[]>> = {
  [USER]: ["password", "passwordWo"],
  "gcp:sql/databaseInstance:DatabaseInstance": ["rootPassword", "rootPasswordWo"],
  "gcp:alloydb/user:User": ["password", "passwordWo"],
  "gcp:alloydb/cluster:Cluster": ["initialUser.password", "initialUser.passwordWo"],
};

function* passwordsOf({ type, props }: Subject): Generator<{ path: Path; value: string }> {
  for (const at of PASSWORDS[type] ?? []) {
    for (const { path, value } of valuesAt(props, at)) {
      if (typeof value === "string" && value !== "" && !isUnknown(value)) yield { path, value };
    }
  }
}

/** One password that opens two doors. */
export const ONE_PASSWORD: Rule = {
  id: "one-password",
  forbids: "One password for two database users, the superuser included.",
  why: "Whoever learns the one has the other, and neither can be changed alone.",
  cure: "Generate a password for each, or let workloads sign in by IAM without any.",
  checkStack: function* (subjects: readonly Subject[]): Generator<Finding & { urn: string }> {
    const holders = new Map<string, Subject>();
    for (const subject of subjects) {
      for (const { path, value } of passwordsOf(subject)) {
        const other = holders.get(value) ?? subject;
        holders.set(value, other);
        if (other.urn === subject.urn) continue;
        yield { urn: subject.urn, path, reason: `is also the password of ${other.name}` };
      }
    }
  },
  fails: {
    type: USER,
    props: { name: "app", password: "hunter2" },
    beside: [{ type: USER, name: "migrate", props: { name: "migrate", password: "hunter2" } }],
  },
  passes: {
    type: USER,
    props: { name: "app", password: "hunter2" },
    beside: [{ type: USER, name: "migrate", props: { name: "migrate", password: "hunter3" } }],
  },
};

/** One value that opens two environments, by the ledger alone. */
export const SHARED_SECRET: Rule = {
  id: "shared-secret",
  forbids: "One third-party secret in two environments, by its fingerprint in the ledger.",
  why: "A key that leaks from dev then opens prod, and neither can be revoked without the other.",
  cure: "Get a key of its own for one of them: npx bulkhead secrets set <stack> <key>.",
  checkStack: function* (_, { environment: { stack }, ledger }: Context): Generator<Finding> {
    for (const group of ledger.shared) {
      for (const own of group.filter((one) => one.stack === stack)) {
        for (const other of group.filter((one) => one.stack !== stack)) {
          const reason = `the value of ${own.key} is that of ${other.key}`;
          yield { path: ["bulkhead:secretValues", own.key], reason, foreign: other.stack };
        }
      }
    }
  },
  fails: { props: {}, ledger: { problems: [], shared: [[KEY, { ...KEY, stack: "prod" }]] } },
  passes: {
    props: {},
    ledger: { problems: [], shared: [["dev", "prod"].map((stack) => ({ ...KEY, stack }))] },
  },
};

/** A ledger that has been changed by hand, or does not speak of the values that there are. */
export const SECRETS_LEDGER: Rule = {
  id: "secrets-ledger",
  noAllowance: true,
  forbids:
    "A ledger of secrets that is damaged, edited by hand, or does not match the stack files.",
  why: "Whether two environments share a secret is decided on the ledger alone.",
  cure: "Run npx bulkhead secrets verify, and set again what it names.",
  checkStack: function* (_, { environment: { stack }, ledger }: Context): Generator<Finding> {
    if (ledger.damage !== undefined) {
      yield { path: ["secrets.ledger.jsonl"], reason: `cannot be trusted: ${ledger.damage}` };
    }
    for (const { stack: owner, key, reason, cure } of ledger.problems) {
      if (owner !== stack) continue;
      yield { path: ["bulkhead:secretValues", ...(key === undefined ? [] : [key])], reason, cure };
    }
  },
  fails: { props: {}, ledger: { problems: [{ ...KEY, ...NO_ENTRY }], shared: [] } },
  passes: { props: {}, ledger: { problems: [{ ...KEY, ...NO_ENTRY, stack: "dev" }], shared: [] } },
};
