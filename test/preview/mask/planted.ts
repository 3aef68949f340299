import type { Masking } from "../../../preview/mask/masking.ts";
import { masked } from "../../../preview/document/masked.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { documentOf, plan, policySays, SECRET, warns, type Said } from "../planned.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const TOPIC = "gcp:pubsub/topic:Topic";
const SERVICE = "gcp:cloudrunv2/service:Service";

/** What a plan says with a text planted in it, and what is said beside the plan. */
export type Planted = Said & { readonly beside?: Partial<PlanDocument> };

const update = (old: object, now: object, rest: object = {}): Planted => ({
  steps: [{ op: "update", type: BUCKET, name: "a", old: { ...old }, new: { ...now }, ...rest }],
});
const container = (env: object) => ({ template: { containers: [{ envs: [env] }] } });
const started = (container: object) => ({ template: { containers: [container] } });
const advisory = { level: "advisory" };

/** Every place of a plan in which a text can stand, whoever has written it. */
export const PLACES: Readonly<Record<string, (text: string) => Planted>> = {
  "a new value": (text) => update({ a: "x" }, { a: text }),
  "an old value": (text) => update({ a: text }, { a: "x" }),
  "a value in a list": (text) => update({ a: [{ b: ["x"] }] }, { a: [{ b: ["x", text] }] }),
  "a value that is drift": (text) => ({
    steps: [
      {
        ...{ op: "update", type: TOPIC, name: "a", old: {}, new: {}, outputs: {} },
        ...{ detailedDiff: { "labels.a": { diffKind: "update" } } },
      },
    ].map((step) => ({ ...step, new: { labels: { a: text } } })),
  }),
  "a map's key": (text) => update({ labels: {} }, { labels: { [text]: "x" } }),
  "a key above a value": (text) => update({}, { a: { [text]: { b: [1] } } }),
  "a key that replaces": (text) => ({
    steps: [
      {
        ...{ op: "replace", type: BUCKET, name: "a", old: {}, new: { labels: { [text]: "x" } } },
        detailedDiff: { [`labels[${JSON.stringify(text)}]`]: { diffKind: "add-replace" } },
      },
    ],
  }),
  "a resource's name": (text) => ({
    steps: [{ op: "delete", type: BUCKET, name: `files ${text}`, old: {} }],
  }),
  "a name that others follow": (text) => ({
    steps: [
      { op: "replace", type: TOPIC, name: `net ${text}`, id: "net-1", old: {}, new: {} },
      { op: "replace", type: BUCKET, name: "b", old: { net: "net-1" }, new: { net: "net-1" } },
    ],
  }),
  "a resource of one stack only": (text) => ({
    stack: "staging",
    steps: [{ op: "create", type: BUCKET, name: text, new: { [text]: text } }],
  }),
  "a URL's password": (text) => update({}, { a: `postgres://app:${encoded(text)}@10.0.0.3/main` }),
  "a URL's query": (text) => update({}, { a: `https://x.example/in?sig=${text}&n=1` }),
  "a path": (text) => update({}, { a: `gs://acme-shop-prod/${text}/file.json` }),
  "JSON in a value": (text) => update({}, { a: JSON.stringify({ user: "app", b: [text] }) }),
  "JSON in JSON": (text) =>
    update({}, { a: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify([text]) }) }) }),
  "an environment variable": (text) => ({
    steps: [{ op: "create", type: SERVICE, name: "a", new: container({ name: "A", value: text }) }],
  }),
  "a value that becomes secret": (text) => update({ a: text }, { a: SECRET }, { diffs: ["a"] }),
  "a value that is secret no more": (text) => update({ a: SECRET }, { a: text }),
  "a map that becomes secret": (text) => update({ a: { b: text } }, { a: SECRET }),
  "what an item shifts": (text) => update({ a: [{ v: text }] }, { a: [{ v: "x" }, { v: SECRET }] }),
  "a property that says what it is": (text) => update({}, { adminPassword: text }),
  "an error": (text) => ({ ok: false, errors: [`cannot open ${text}: it is not there`] }),
  "an error over lines": (text) => ({ ok: false, errors: [`failed:\n  token: ${text}\n  at 3:1`] }),
  "a refusal": (text) => ({ ok: false, events: [policySays("r", `It holds "${text}".`)] }),
  "a refused resource": (text) => ({
    ...{ ok: false, events: [policySays("r", "No.", { resource: `x ${text}` })] },
  }),
  "a rule": (text) => ({ ok: false, events: [policySays(text, "No.")] }),
  "a note": (text) => ({ events: [policySays("r", `Until then ${text}`, advisory)] }),
  "what was not checked": (text) => ({
    events: [policySays("not-yet-checked", `a.${text}.b`, advisory)],
  }),
  "a warning": (text) => ({ events: [warns(`Use ${text} no more`)] }),
  "a guard's path": (text) => ({
    beside: { guards: { changed: [{ path: `policy/${text}.ts`, kind: "added" }] } },
  }),
  "the guards' revision": (text) => ({ beside: { guards: { ref: text, changed: [] } } }),
  "a version": (text) => ({ beside: { versions: { pulumi: text } } }),
};

/** How a text can be spelled where it stands. */
export const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "among words": (text) => `the key is ${text}, of course`,
  "within a name": (text) => `acme-shop-prod-${text}-x`,
  "in base64": base64,
  "in base64, with its user": (text) => base64(`app:${text}`),
  "in base64, as JSON": (text) => base64(JSON.stringify({ url: "gs://a", b: text })),
  "in base64, over lines": (text) => base64(`app:${text}:x`).replace(/(.{20})/g, "$1\n"),
  "in base64 twice": (text) => base64(base64(text)),
  "percent-encoded": (text) => encoded(`${text}/é`),
  "percent-encoded throughout": (text) => text.replace(/./g, (sign) => `%${hex(sign)}`),
  "escaped throughout": (text) => text.replace(/./g, (sign) => `\\u00${hex(sign)}`),
  "escaped in part": (text) => text.replace(/[aeiou7]/g, (sign) => `\\x${hex(sign)}`),
  "as a header": (text) => `Authorization: Bearer ${text}`,
  "as an assignment": (text) => `export API_TOKEN='${text}'; run`,
  "as an argument": (text) => `run --client-secret ${text} --verbose`,
};

/**
 * The same where a name says what it is: here a secret is masked whatever it looks like. Quotes,
 * spaces and signs that end an assignment are left to the tests of single texts.
 */
export const NAMED_SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  "in quotes, over lines": (text) => `password = 'first\n${text}'`,
  "in a query": (text) => `https://x.example/in?password=Ab1,${text}&x=1`,
  "with a quote": (text) => `postgres://app:pa'${text}@db`,
  "in a sentence": (text) => `invalid password: ${text} for user`,
  "in a list": (text) => JSON.stringify({ password: [text] }),
  "in a map": (text) => JSON.stringify({ password: { value: text } }),
  "beside its name": (text) => JSON.stringify({ name: "DB_PASSWORD", value: text }),
  "before its name": (text) => JSON.stringify({ value: text, name: "DB_PASSWORD" }),
  "as pass": (text) => `pass=${text}`,
  "as PGPASS": (text) => `PGPASS=${text}`,
  "as db_pass": (text) => JSON.stringify({ db_pass: text }),
  "as jwt": (text) => `jwt: ${text}`,
  "percent-encoded": (text) => `password%3D${encoded(text)}`,
  "assigned with :=": (text) => `password := ${text}`,
  "assigned with =>": (text) => `password => ${text}`,
  "in XML": (text) => `<password>${text}</password>`,
  "as a short header": (text) => `Authorization: Bearer ${text}`,
  "as a PGP key": (text) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${text}\n=aB3d`,
};

/** Places that say what stands there, or that the engine does. */
export const NAMED_PLACES: Readonly<Record<string, (text: string) => Planted>> = {
  "an argument": (text) => ({
    steps: [{ op: "create", type: SERVICE, name: "a", new: started({ args: ["-x", text] }) }],
  }),
  "a command": (text) => ({
    steps: [{ op: "create", type: SERVICE, name: "a", new: started({ commands: [text] }) }],
  }),
  "a substitution": (text) => update({}, { substitutions: { _A: text } }),
  "a variable of a workflow": (text) => update({}, { userEnvVars: { A: text } }),
  "a header": (text) => update({}, { headerOverrides: [{ header: { key: "X-A", value: text } }] }),
  "a key of a peer": (text) => update({}, { md5AuthenticationKey: { name: "a", key: text } }),
  "a property pass": (text) => update({}, { pass: text }),
  "a property jwt": (text) => update({}, { jwt: text }),
  "a value beside its name": (text) => update({}, { a: [{ name: "DB_PASS", value: text }] }),
  "a value that moves to a secret": (text) =>
    update({ labels: { a: text } }, { labels: { b: SECRET } }, { diffs: ["labels"] }),
  "an environment variable, named": (text) => PLACES["an environment variable"]?.(text) ?? {},
  "a secret property": (text) => PLACES["a property that says what it is"]?.(text) ?? {},
};

/** The document on plans with planted texts. */
export function plantedDocument(all: readonly Planted[], masking?: Masking): PlanDocument {
  const plans = all.map((said) => plan(said, masking));
  const guards = all.flatMap(({ beside }) => beside?.guards ?? []);
  const versions = all.map(({ beside }) => beside?.versions ?? {});
  const ref = guards.find((each) => each.ref !== undefined)?.ref;
  return masked(
    documentOf([...plans, plan({ stack: "prod" }, masking)], {
      versions: Object.fromEntries(versions.flatMap((each) => Object.entries(each))),
      guards: {
        ...(ref !== undefined && { ref }),
        changed: guards.flatMap(({ changed }) => changed),
      },
    }),
    masking,
  );
}

/** Half a character has no encoding. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(2, "0");
}
