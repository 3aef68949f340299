import { mayBeSecret } from "../../secret-inputs.ts";
import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, leaves, valuesAt, type Path } from "../../values.ts";

const KEY = { stack: "staging", key: "payment-key" };
const NO_ENTRY = { reason: "has a value and no entry in the ledger", cure: "Set it again." };
const USER = "gcp:sql/user:User";
const SERVICE = "gcp:cloudrunv2/service:Service";
const SHORTEST = 8;
const runs = (env: object) => ({ template: { containers: [{ image: "api", envs: [env] }] } });

/** A declared secret, by what it looks like, in code or in the open part of a stack's file. */
export const SECRET_SHAPE: Rule = {
  id: "secret-shape",
  forbids: "A text of the shape of a declared secret, anywhere but where a secret belongs.",
  why: "Whoever may look at the resource, its preview or its code can use it.",
  cure: "Set it with npx bulkhead secrets set, and refer to its version in Secret Manager.",
  check: function* ({ type, props }, { shapes }): Generator<Finding> {
    if (shapes.length === 0 || !/^(gcp|docker):/.test(type)) return;
    for (const { path, value } of leaves(props)) {
      if (typeof value !== "string" || value.length < SHORTEST || isUnknown(value)) continue;
      const found = shapes.find(({ pattern }) => pattern.test(value));
      if (found && !mayBeSecret(type, path)) yield { path, reason: `looks like ${found.key}` };
    }
  },
  fails: {
    type: SERVICE,
    props: runs({ name: "KEY", value: "sk_test_000000000000000000000000" }),
  },
  passes: {
    type: SERVICE,
    props: runs({ name: "SHAPE", value: "sk_test_ and 24 more" }),
  },
};

/** Where users of databases get their passwords; who signs in with one may have the same. */
const PASSWORDS: Readonly<Record<string, readonly string[]>> = {
  [USER]: ["password", "passwordWo"],
  "gcp:sql/databaseInstance:DatabaseInstance": ["rootPassword", "rootPasswordWo"],
  "gcp:alloydb/user:User": ["password", "passwordWo"],
  "gcp:alloydb/cluster:Cluster": ["initialUser.password", "initialUser.passwordWo"],
};

interface Password {
  readonly urn: string;
  readonly name: string;
  readonly path: Path;
  readonly value: string;
}

function passwordsOf({ urn, type, name, props }: Subject): readonly Password[] {
  return (PASSWORDS[type] ?? [])
    .flatMap((at) => [...valuesAt(props, at)])
    .flatMap(({ path, value }) =>
      typeof value === "string" && value !== "" && !isUnknown(value)
        ? [{ urn, name, path, value }]
        : [],
    );
}

/** One password that opens two doors. */
export const ONE_PASSWORD: Rule = {
  id: "one-password",
  forbids: "One password for two database users, the superuser included.",
  why: "Whoever learns the one has the other, and neither can be changed alone.",
  cure: "Generate a password for each, or let workloads sign in by IAM without any.",
  checkStack: function* (subjects: readonly Subject[]): Generator<Finding & { urn: string }> {
    const all = subjects.flatMap(passwordsOf);
    const last = new Map(all.map((one) => [one.value, one]));
    const first = new Map(all.toReversed().map((one) => [one.value, one]));
    // Of each holder, since nobody can tell which of them was there first.
    for (const { urn, path, value } of all) {
      const other = [first, last].map((one) => one.get(value)).find((one) => one?.urn !== urn);
      if (other) yield { urn, path, reason: `is also the password of ${other.name}` };
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
