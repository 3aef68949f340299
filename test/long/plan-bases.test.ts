import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { elsewhere, pulumi, type Engine } from "../../engine/engine.ts";
import { operate } from "../../engine/update.ts";
import { exportBase } from "../../preview/bases/export.ts";
import { openPlanBases } from "../../preview/bases/ground.ts";
import type { StackPlan } from "../../preview/document/plan.ts";
import { planStacks, sortOut, type Ground } from "../../preview/plan-stacks.ts";
import { placeholder } from "../../local/stacks/placeholder.ts";
import { Scratch } from "../e2e/scratch.ts";
import { foundIn } from "../preview/bases/encodings.ts";

const COUNT = 240;
const KEYS = 20;

/** Every kind of character that some way of writing a text escapes, between those that none does. */
const SHAPE = "{12}&<\"'!/+%\\>~{12}";

/**
 * One resource: its properties as JSON, in which what begins with `$` is made of a secret: by itself,
 * in a template, in JSON, in base64, or from a generated password.
 */
interface Spec {
  readonly name: string;
  readonly kind: "bucket" | "topic" | "component" | "version";
  readonly props: Readonly<Record<string, unknown>>;
}

const PROGRAM = `import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { readFileSync } from "node:fs";

const values = new pulumi.Config("bulkhead").requireSecretObject("secretValues");
const project = "acme-shop-dev";
const provider = new gcp.Provider("google", { project, region: "asia-southeast2" });
const apis = ["secretmanager", "pubsub", "storage"].map((api) => new gcp.projects.Service(api,
  { service: api + ".googleapis.com" }, { provider }));
const opts = { provider, dependsOn: apis };
const password = new random.RandomPassword("generated", { length: 40 }).result;
const base64 = (text) => Buffer.from(text).toString("base64");
const made = (text) => {
  const [, form, key] = /^\\$(\\w+) (\\d+)(.*)$/s.exec(text) ?? [];
  const rest = text.replace(/^\\S+ \\d+ ?/, "");
  const secret = form === "generated" ? password : values.apply((all) => all["key-" + key]);
  if (form === "template") return pulumi.interpolate\`postgres://app:\${secret}@\${rest}/main\`;
  if (form === "json") return secret.apply((password) => JSON.stringify({ host: rest, password }));
  if (form === "base64") return secret.apply((password) => base64(JSON.stringify({ password })));
  return secret;
};
const read = (value) => typeof value === "string" && value.startsWith("$") ? made(value)
  : Array.isArray(value) ? value.map(read)
  : typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)])) : value;
class Holder extends pulumi.ComponentResource {
  constructor(name, props) { super("test:index:Holder", name, props); }
}
const store = new gcp.secretmanager.Secret("store", { secretId: "store", replication: { auto: {} } }, opts);
for (const { name, kind, props } of JSON.parse(readFileSync(new URL("./specs.json", import.meta.url)))) {
  const args = read(props);
  if (kind === "bucket") new gcp.storage.Bucket(name, args, opts);
  if (kind === "topic") new gcp.pubsub.Topic(name, args, opts);
  if (kind === "version") new gcp.secretmanager.SecretVersion(name, { secret: store.id, ...args }, opts);
  if (kind === "component") new Holder(name, args);
}
`;

/** What is deployed, and what may be done to it. */
function specOf(index: number): Spec {
  const name = `number-${index}`;
  const key = index % KEYS;
  // Every secret in every form.
  const turn = index + Math.floor(index / KEYS);
  const form = ["plain", "template", "json", "base64", "generated"][turn % 5] ?? "plain";
  const secret = `$${form} ${key} 10.0.0.${index % 250}`;
  // A bucket's name, which everybody may know, and what nobody says anywhere else.
  const env = { BUCKET: `acme-number-${index - 3}`, API_URL: `https://api-${index}.acme.example` };
  const location = "ASIA-SOUTHEAST2";
  switch (index % 4) {
    case 0: {
      const website = { mainPageSuffix: secret, notFoundPage: "404.html" };
      return { name, kind: "bucket", props: { name: `acme-${name}`, location, website } };
    }
    case 1:
      return { name, kind: "topic", props: { name, labels: { team: "web", key: secret } } };
    case 2:
      return { name, kind: "version", props: { secretData: secret } };
    default:
      return { name, kind: "component", props: { level: "info", nested: { key: secret }, env } };
  }
}

type Alter = (spec: Spec) => readonly Spec[];
const withProps = (spec: Spec, props: Spec["props"]) => [
  { ...spec, props: { ...spec.props, ...props } },
];

const withEnv = (spec: Spec, env: Readonly<Record<string, string>>) =>
  withProps(
    spec,
    spec.kind === "component" ? { env: { ...(spec.props["env"] as object), ...env } } : {},
  );

/** Each kind of change; the same one for many resources. */
const CHANGES: readonly Alter[] = [
  (spec) => [spec],
  (spec) => withProps(spec, spec.kind === "bucket" ? { storageClass: "NEARLINE" } : {}),
  (spec) =>
    withProps(spec, spec.kind === "bucket" ? { location: "US" } : { labels: { team: "api" } }),
  () => [],
  (spec) => [{ ...spec, name: `${spec.name}-renamed` }],
  (spec) => withProps(spec, spec.kind === "topic" ? { labels: { team: "web" } } : {}),
  (spec) =>
    withProps(spec, spec.kind === "topic" ? { labels: { team: "$plain 1", key: "open" } } : {}),
  (spec) =>
    withProps(
      spec,
      spec.kind === "bucket"
        ? { website: { ...(spec.props["website"] as object), notFoundPage: "$plain 2" } }
        : {},
    ),
  (spec) => withProps(spec, spec.kind === "topic" ? { messageRetentionDuration: "86400s" } : {}),
  (spec) => [
    spec,
    { ...spec, name: `${spec.name}-second`, props: { ...spec.props, name: `${spec.name}-2` } },
  ],
  (spec) => withProps(spec, spec.kind === "component" ? { level: "debug" } : {}),
  (spec) => withEnv(spec, { BUCKET: "acme-number-1" }),
  (spec) => withEnv(spec, { API_URL: "https://evil.example" }),
  (spec) => withProps(spec, spec.kind === "version" ? { enabled: false } : {}),
];

describe(`${COUNT} changes through the engine`, () => {
  let scratch: Scratch;
  let bases: string;

  before(async () => {
    scratch = await Scratch.make();
    bases = await mkdtemp(join(tmpdir(), "bulkhead-bases-"));
  });

  after(async () => {
    await scratch.remove();
    await rm(bases, { recursive: true, force: true });
  });

  it("are the same against a plan base as against the state, but for secret values", async () => {
    const values = Object.fromEntries(
      Array.from({ length: KEYS }, (_, index) => [`key-${index}`, { secure: `v1:${index}` }]),
    );
    const shapes = Object.keys(values).map((key) => [key, { shape: SHAPE }]);
    await scratch.configure("dev", "bulkhead:secrets", Object.fromEntries(shapes));
    await scratch.configure("dev", "bulkhead:secretValues", values);
    const specs = Array.from({ length: COUNT }, (_, index) => specOf(index));
    await scratch.program(PROGRAM);
    await writeSpecs(specs);
    const engine = unjudged(await scratch.engine());
    await engine.prepare("dev", () => undefined);
    const up = await operate(engine, "up", "dev");
    assert.ok(up.ok, up.errors.join("\n"));
    await exportBase(engine, { stack: "dev", folder: bases, commit: undefined });

    await writeSpecs(
      specs.flatMap((spec, index) => CHANGES[(index >> 2) % CHANGES.length]?.(spec) ?? []),
    );
    const truth = await plan({ engine, against: () => ({ kind: "deployed" }) });
    assert.equal(truth.outcome, "planned", truth.errors.join("\n"));
    const root = scratch.folders.root;
    const open = { root, folder: bases, stacks: ["dev"], report: () => undefined };
    const ground = await openPlanBases({ ...open, find: () => Promise.resolve(undefined) });
    const other = await plan({ ...ground, engine: unjudged(ground.engine) }).finally(ground.close);

    assert.equal(other.outcome, "planned", other.errors.join("\n"));
    assert.deepEqual(butForUncompared(other, other), butForUncompared(truth, other));
    const changed = other.operations.flatMap(({ changes }) =>
      changes.flatMap(({ path, differs }) => (differs === true ? [path] : [])),
    );
    assert.ok(changed.includes("env.BUCKET"));
    assert.ok(!changed.includes("env.API_URL"));
    assert.match(JSON.stringify(other.notYetChecked), /env\.API_URL: could be a secret/);
    assert.ok(truth.operations.length > 100, `${truth.operations.length} operations`);
    const text = await readFile(join(bases, "dev.plan-base.json"), "utf8");
    const secrets = Object.keys(values).map((key) =>
      placeholder("dev", `bulkhead:secretValues.${key}`, SHAPE),
    );
    const all = [...secrets, await generatedIn(engine)];
    const { stdout: state } = await pulumi(engine, EXPORT);
    for (const secret of all) assert.notDeepEqual(foundIn(state, [secret]), []);
    assert.deepEqual(foundIn(text, all), []);
  });

  function writeSpecs(specs: readonly Spec[]): Promise<void> {
    return writeFile(join(scratch.folders.root, "specs.json"), JSON.stringify(specs));
  }

  async function plan(ground: Ground): Promise<StackPlan> {
    const { environments, invalid } = sortOut(scratch.folders.root, ["dev"]);
    assert.deepEqual(
      invalid.map(({ error }) => error.message),
      [],
    );
    const quiet = { report: () => undefined, watch: () => undefined };
    const [planned] = await planStacks(ground, environments, quiet);
    if (!planned) throw new Error("There is no plan.");
    return planned;
  }
});

/** The engine without policies, which would find much in such a program. */
function unjudged(engine: Engine): Engine {
  return elsewhere(engine, { env: { PULUMI_OPTION_POLICY_PACK: "" } });
}

const EXPORT = ["stack", "export", "--show-secrets", "--stack", "dev"];

/** The password that the stack has drawn for itself. */
async function generatedIn(engine: Engine): Promise<string> {
  const { stdout } = await pulumi(engine, EXPORT);
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources: { type: string; outputs?: { result?: { plaintext?: string } } }[] };
  };
  const type = "random:index/randomPassword:RandomPassword";
  const { outputs } = deployment.resources.find((each) => each.type === type) ?? {};
  return JSON.parse(outputs?.result?.plaintext ?? '""') as string;
}

/** What a plan does, without what only the value of a secret does, or of what was not compared. */
function butForUncompared({ operations }: StackPlan, { notYetChecked }: StackPlan) {
  const open = new Set(
    notYetChecked.map(({ resource, message }) => `${resource ?? ""} ${message}`),
  );
  return operations.flatMap((operation) => {
    const changes = operation.changes.filter(({ path, old, new: now, differs }) => {
      const isHidden = [old, now].every((side) => side && "secret" in side);
      const place = `${operation.name} ${path}: could be a secret: not compared`;
      return !isHidden || (differs === true && !open.has(place));
    });
    const isOnlySecret = operation.operation === "update" && changes.length === 0;
    return isOnlySecret ? [] : [{ ...operation, changes }];
  });
}
