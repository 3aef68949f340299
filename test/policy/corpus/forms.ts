import { gzipSync } from "node:zlib";

import type { Impossible } from "./case.ts";
import type { Identifier, Noun } from "./identifiers.ts";

/** What a spelled name looks like, which decides where it can stand. */
export type Shape =
  | ("name" | "path" | "link" | "full name" | "url" | "email" | "workload" | "connection")
  | ("bucket url" | "image" | "text" | "encoded" | "map key");

/** One way to write a name. */
export interface Form {
  readonly name: string;
  readonly shape: Shape;
  readonly write: (identifier: Identifier) => string | Impossible;
}

/** How a text is made from a name, or why there is no such text. */
type Table = Readonly<Record<Exclude<Noun, "stack">, ((text: string) => string) | string>>;

const SANDBOX = "acme-shop-sandbox";
const REGION = "asia-southeast2";
const NO_RANGE = "an address range is no part of such a name";
const NO_STACK = "a stack is named by StackReferences alone";

const ONE_ADDRESS = "it names one address and no range";

const PATHS: Table = {
  project: (id) => `projects/${id}/global/networks/main`,
  number: (id) => `projects/${id}/global/networks/main`,
  bucket: (name) => `projects/_/buckets/${name}/objects/a`,
  key: (key) => key,
  domain: (domain) => `namespaces/acme-shop-staging/domainmappings/${domain}`,
  range: NO_RANGE,
  "wide range": NO_RANGE,
  sibling: (name) => `projects/${SANDBOX}/global/networks/${name}`,
};

const URLS: Table = {
  project: (id) => `https://${REGION}-${id}.cloudfunctions.net/pay`,
  number: (id) => `https://api-${id}.${REGION}.run.app/pay`,
  bucket: (name) => `https://storage.googleapis.com/${name}/a`,
  key: (key) => `https://cloudkms.googleapis.com/v1/${key}:decrypt`,
  domain: (domain) => `https://user:word@${domain}:8443/pay`,
  range: (cidr) => `http://${cidr.replace(/\.\d+\/\d+$/, ".7")}:8080/pay`,
  "wide range": ONE_ADDRESS,
  sibling: (name) => `https://${name}-as.a.run.app/pay`,
};

const EMAILS: Table = {
  project: (id) => `api@${id}.iam.gserviceaccount.com`,
  number: (id) => `${id}-compute@developer.gserviceaccount.com`,
  sibling: (name) => `${name}@${SANDBOX}.iam.gserviceaccount.com`,
  ...refuse("no account carries it", "bucket", "key", "domain", "range", "wide range"),
};

const BARE: Table = {
  ...same("project", "number", "bucket", "key", "domain", "range", "wide range", "sibling"),
};

const TABLES: readonly (readonly [name: string, shape: Shape, table: Table])[] = [
  ["as it is", "name", BARE],
  ["resource path", "path", PATHS],
  [
    "self link",
    "link",
    {
      ...map(PATHS, (path) => `https://www.googleapis.com/compute/v1/${path}`),
      domain: "a domain has no self link",
    },
  ],
  ["full resource name", "full name", map(PATHS, (path) => `//compute.googleapis.com/${path}`)],
  ["URL", "url", URLS],
  ["service account", "email", EMAILS],
  ["deleted service account", "email", map(EMAILS, (email) => `deleted:${email}?uid=12345678`)],
  [
    "workload identity",
    "workload",
    {
      project: (id) => `serviceAccount:${id}.svc.id.goog[default/api]`,
      number: (id) =>
        `principalSet://iam.googleapis.com/projects/${id}/locations/global/workloadIdentityPools/ci/*`,
      sibling: (name) => `serviceAccount:${SANDBOX}.svc.id.goog[${name}/api]`,
      ...refuse("no pool carries it", "bucket", "key", "domain", "range", "wide range"),
    },
  ],
  [
    "SQL connection name",
    "connection",
    {
      project: (id) => `${id}:${REGION}:main-g1`,
      sibling: (name) => `${SANDBOX}:${REGION}:${name}`,
      ...refuse("a connection name carries a project's id", "number", "bucket", "key"),
      ...refuse("a connection name carries a project's id", "domain", "range", "wide range"),
    },
  ],
  [
    "bucket URL",
    "bucket url",
    {
      project: (id) => `gs://staging.${id}.appspot.com/a`,
      number: (id) => `gs://gcf-v2-sources-${id}-${REGION}/a`,
      bucket: (name) => `gs://${name}/a`,
      domain: (domain) => `gs://${domain}/a`,
      sibling: (name) => `gs://${SANDBOX}-${name}/a`,
      ...refuse("no bucket is called so", "key", "range", "wide range"),
    },
  ],
  [
    "image path",
    "image",
    {
      project: (id) => `${REGION}-docker.pkg.dev/${id}/app/api@sha256:${"0".repeat(64)}`,
      domain: (domain) => `registry.${domain}/app/api:v1`,
      sibling: (name) => `${REGION}-docker.pkg.dev/${SANDBOX}/${name}/api:v1`,
      range: (cidr) => `${cidr.replace(/\.\d+\/\d+$/, ".7")}:5000/api:v1`,
      "wide range": ONE_ADDRESS,
      ...refuse("no registry is called so", "number", "bucket", "key"),
    },
  ],
  [
    "project number",
    "name",
    {
      number: (id) => `project-${id}`,
      ...refuse("its number is a name of its own", "project", "bucket", "key"),
      ...refuse("it has no number", "domain", "range", "wide range", "sibling"),
    },
  ],
  ["upper case e-mail", "email", map(EMAILS, upper)],
  [
    "upper case URL",
    "url",
    {
      ...map(URLS, upper),
      ...refuse("its letters are told apart", "bucket", "key"),
      ...refuse("it has no letters", "range", "wide range"),
    },
  ],
];

const DERIVED: readonly (readonly [string, Shape, (text: string) => string])[] = [
  ["JSON in a string", "text", json],
  ["JSON in JSON", "text", (text) => json(json(text))],
  ["YAML in a string", "text", (text) => `target:\n  name: "${text}"\n  # end\n`],
  ["YAML over two lines", "text", folded],
  ["JSON escapes", "text", (text) => `{"a":"${hex(text, (code) => `\\u00${code}`)}"}`],
  ["percent-encoded", "encoded", percent],
  ["percent-encoded twice", "encoded", (text) => percent(percent(text))],
  ["percent-encoded in part", "encoded", (text) => text.replace(/[-.]/g, percent)],
  ["base64", "encoded", base64],
  ["base64 without padding", "encoded", (text) => base64(`a ${text}`).replace(/=+$/, "")],
  ["base64 for URLs", "encoded", (text) => Buffer.from(`?>~ ${text}`).toString("base64url")],
  ["base64 in lines of 76", "encoded", (text) => lines(base64(`${"x".repeat(46)} ${text} y`), 76)],
  ["base64 in lines of 10", "encoded", (text) => lines(base64(`key is ${text} now`), 10)],
  ["base64 within a path", "encoded", (text) => `https://a.example/in/x/${base64(text)}`],
  ["base64 after a letter", "encoded", (text) => `v${base64(text)}`],
  ["base64 of UTF-16", "encoded", (text) => Buffer.from(text, "utf16le").toString("base64")],
  ["base64 beside bytes", "encoded", (text) => base64(`\u00ff\u0000${text}\u0007`)],
  ["base64 of JSON", "encoded", (text) => base64(json(text))],
  ["base64 of base64", "encoded", (text) => base64(base64(text))],
  ["base64 of percent-encoded", "encoded", (text) => base64(percent(text))],
  ["percent-encoded five times", "encoded", (text) => times(5, percentSigns, text)],
  ["letters of full width", "encoded", fullWidth],
  ["characters that nobody sees", "encoded", (text) => text.replace(/.{3}/g, "$&\u00ad\u200b")],
  ["JavaScript escapes", "encoded", (text) => hex(text, (code) => `\\u{${code}}`)],
  ["octal escapes", "encoded", octal],
  ["entities of HTML", "encoded", (text) => hex(text, (code) => `&#x${code};`)],
  ["decimal entities of XML", "encoded", (text) => text.replace(/[-.]/g, entity)],
  ["hexadecimal", "encoded", (text) => hex(text, (code) => code)],
  ["hexadecimal after a digit", "encoded", (text) => `1${hex(`: ${text}`, (code) => code)}`],
  ["gzip in base64", "encoded", (text) => gzipSync(`#cloud-config ${text}`).toString("base64")],
  ["nested in a map key", "map key", (text) => text],
];

/** Every spelling of the corpus. */
export const FORMS: readonly Form[] = [
  ...TABLES.map(([name, shape, table]): Form => ({ name, shape, write: from(table) })),
  ...DERIVED.map(([name, shape, wrap]): Form => ({ name, shape, write: from(map(BARE, wrap)) })),
];

function from(table: Table): Form["write"] {
  return ({ noun, text }) => {
    if (noun === "stack") return { impossible: NO_STACK };
    const write = table[noun];
    return typeof write === "string" ? { impossible: write } : write(text);
  };
}

function map(table: Table, change: (text: string) => string): Table {
  const entries = Object.entries(table).map(([noun, write]) => [
    noun,
    typeof write === "string" ? write : (text: string) => change(write(text)),
  ]);
  return Object.fromEntries(entries) as Table;
}

function refuse<N extends Noun>(reason: string, ...nouns: readonly N[]) {
  return Object.fromEntries(nouns.map((noun) => [noun, reason])) as Record<N, string>;
}

function same<N extends Noun>(...nouns: readonly N[]) {
  return Object.fromEntries(nouns.map((noun) => [noun, (text: string) => text])) as Record<
    N,
    (text: string) => string
  >;
}

function upper(text: string): string {
  return text.toUpperCase();
}

function json(text: string): string {
  return JSON.stringify({ to: [{ name: text }], n: 1 });
}

/** A line break within the name, after its first hyphen or dot. */
function folded(text: string): string {
  const cut = text.search(/[-.]/) + 2;
  return `target: "${text.slice(0, cut)}\\\n  ${text.slice(cut)}"`;
}

function hex(text: string, write: (code: string) => string): string {
  return [...Buffer.from(text)].map((byte) => write(byte.toString(16).padStart(2, "0"))).join("");
}

function percent(text: string): string {
  return hex(text, (code) => `%${code.toUpperCase()}`);
}

function percentSigns(text: string): string {
  return text.replace(/[-.%]/g, percent);
}

function times(count: number, change: (text: string) => string, text: string): string {
  return Array.from({ length: count }).reduce<string>(change, text);
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
}

function octal(text: string): string {
  return text.replace(/[-.]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

function base64(text: string): string {
  return Buffer.from(text, /[\u0080-\u00ff]/.test(text) ? "latin1" : "utf8").toString("base64");
}

function lines(text: string, width: number): string {
  return text.replace(new RegExp(`.{${width}}`, "g"), "$&\n  ");
}
