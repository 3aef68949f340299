import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";

import { ControlPlane } from "../../../local/cloud/control-plane.ts";
import type { Field, Fields } from "../../../local/facts/facts.ts";
import { requireFacts } from "../../../local/provider/check.ts";
import { settingsOf } from "../../../local/provider/config.ts";
import type { DiffResult } from "../../../local/provider/diff.ts";
import { gcp } from "../../../local/provider/gcp.ts";
import {
  isList,
  isObject,
  mapValues,
  marshal,
  plain,
  Secret,
  UNKNOWN,
  unmarshal,
  type Properties,
  type Property,
} from "../../../local/provider/properties.ts";
import { planBaseOf } from "../../../preview/bases/export.ts";
import { isSecret, wired, type Json } from "../../../preview/bases/encoding.ts";
import { settle } from "../../../preview/bases/settle.ts";
import type { StateResource } from "../../../preview/bases/state.ts";
import { draw, type Class } from "../../conformance/cases.ts";
import { BASES } from "../../conformance/bases.ts";
import type { Random } from "../../conformance/random.ts";
import { get, put, sites, type Path } from "../../conformance/sites.ts";
import { requestOf } from "../../local/provider/request.ts";

/** The local provider; what plans asks its cloud nothing. */
export const PROVIDER = gcp(Object.create(ControlPlane.prototype) as ControlPlane, "9.35.0");
const SETTINGS = settingsOf({ project: "acme-dev-1a2b", region: "asia-southeast2" });

/** One resource before and after a change, with secrets in it. */
export interface Change {
  readonly type: string;
  readonly kind: Class;
  readonly olds: Properties;
  readonly news: Properties;
  /** Where something secret stands before and after: no plan base can tell whether it differs. */
  readonly secrets: readonly Path[];
  /** Whether one of those differs, which can make the provider tell of others that would not count. */
  readonly differs: boolean;
}

const KINDS = ["no-op", "update", "replace", "secret", "nested list"] as const;

/** A change of a resource that the program could make; `undefined` where this draw found none. */
export function drawChange(random: Random, next: () => string): Change | undefined {
  const type = random.pick(Object.keys(BASES)) ?? "";
  const kind = random.pick(KINDS) ?? "no-op";
  const facts = requireFacts(type);
  const drawn = draw(random, type, facts, kind);
  if (!drawn) return undefined;
  const places = sites(facts.fields, plain(drawn.olds) as Properties).filter(
    ({ field, value }) => typeof value === "string" && !isBound(field),
  );
  const chosen = random.shuffle(places).slice(0, random.integer(1, 2));
  let change: Change = {
    ...{ type, kind, secrets: [], differs: false },
    olds: plain(drawn.olds) as Properties,
    news: plain(drawn.news) as Properties,
  };
  for (const { path } of chosen) change = withSecret(random, change, path, next);
  return [change.olds, change.news].every((inputs) => isValid(type, inputs)) ? change : undefined;
}

function isValid(type: string, news: Properties): boolean {
  return PROVIDER.check({ ...requestOf(type), settings: SETTINGS, news }).failures.length === 0;
}

/** A field in which not every text is a value, or in which two texts are the same. */
function isBound({ valid, suppress, upper, planned }: Field): boolean {
  return [valid, suppress, upper, planned].some((each) => each !== undefined);
}

/** What may happen to a secret; most often nothing. */
function withSecret(random: Random, change: Change, path: Path, next: () => string): Change {
  const value = textWith(random, next());
  const { olds, news, secrets } = change;
  const isThere = get(news, path) !== undefined;
  const fate = random.integer(0, 9);
  const [before, after] = [new Secret(value), new Secret(fate === 0 ? next() : value)];
  const differing = { ...change, secrets: [...secrets, path], differs: true };
  // It has just become secret, or is no more: what is secret on one side cannot be compared either.
  if (fate === 1) return isThere ? { ...differing, news: put(news, path, after) } : change;
  if (fate === 2) return isThere ? { ...differing, olds: put(olds, path, before) } : change;
  // It is gone.
  if (fate === 3) {
    return { ...change, olds: put(olds, path, before), news: put(news, path, undefined) };
  }
  if (!isThere) return { ...change, olds: put(olds, path, before) };
  const both = { olds: put(olds, path, before), news: put(news, path, after) };
  if (fate === 0) return { ...differing, ...both };
  return { ...change, ...both, secrets: [...secrets, path] };
}

/** A secret as programs hand them on: by itself, in a template, in JSON, in base64. */
function textWith(random: Random, secret: string): string {
  const json = JSON.stringify({ user: "app", password: secret });
  const forms = [
    secret,
    `postgres://app:${secret}@10.0.0.5/main`,
    json,
    base64(json),
    base64(secret),
  ];
  return random.pick(forms) ?? secret;
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A resource as the state has it after an update. */
export async function deployed(type: string, inputs: Properties): Promise<StateResource> {
  const urn = `urn:pulumi:prod::acme::${type}::changed`;
  const checked = PROVIDER.check({ ...requestOf(type), settings: SETTINGS, news: inputs, urn });
  const request = { ...requestOf(type), settings: SETTINGS, news: checked.inputs, preview: true };
  const { outputs } = await PROVIDER.create(request);
  return {
    ...{ urn, type, id: "id-of-changed", custom: true },
    inputs: inState(checked.inputs),
    outputs: inState(filled(requireFacts(type).fields, outputs)),
  };
}

function filled(fields: Fields, outputs: Properties): Properties {
  return mapValues(outputs, (value, name) => fill(fields[name], value));
}

const KNOWN: Readonly<Record<string, Property>> = {
  ...{ boolean: false, integer: 0, number: 0, list: [], set: [], map: {} },
};

function fill(field: Field | undefined, value: Property): Property {
  if (value instanceof Secret) return new Secret(fill(field, value.reveal()));
  if (value === UNKNOWN) return KNOWN[field?.type ?? "string"] ?? "";
  if (isList(value)) return value.map((item) => fill(field, item));
  if (isObject(value)) return filled(field?.fields ?? {}, value);
  return value;
}

/** Properties as a state has them. */
function inState(properties: Properties): Json {
  const write = (value: unknown): unknown => {
    if (isSecret(value)) {
      const { value: inner, ...rest } = value;
      return { ...rest, plaintext: JSON.stringify(write(inner)) };
    }
    if (Array.isArray(value)) return value.map(write);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, write(item)]));
  };
  return write(marshal(properties).toJavaScript()) as Json;
}

/** The same with nothing left of any secret. */
export function inPlanBase(resource: StateResource): StateResource {
  const deployment = { manifest: { time: "2026-11-21T00:00:00Z" }, resources: [resource] };
  const parts = { project: "acme", stack: "prod", commit: undefined, encrypted: [], names: NAMES };
  const [kept] = planBaseOf({ ...parts, deployment }).state.resources;
  if (!kept) throw new Error("The plan base has lost its resource.");
  return kept;
}

const NAMES = ["acme-dev-1a2b", "asia-southeast2"];

/**
 * What the provider says of a change.
 *
 * @param settles Whether the resource stands in a plan base, and the relay between the two.
 */
export function planned(resource: StateResource, wanted: Properties, settles: boolean): DiffResult {
  const { type, urn, id = "" } = resource;
  const [oldInputs, oldState] = [onWire(resource.inputs), onWire(resource.outputs)];
  const request = { ...requestOf(type), settings: SETTINGS, urn, id, oldInputs, oldState };
  const { inputs } = PROVIDER.check({ ...request, news: wanted });
  const news = settles
    ? fromWire(settle(wired(resource.inputs), marshal(inputs).toJavaScript()))
    : inputs;
  return PROVIDER.diff({ ...request, news });
}

function onWire(properties: Json | undefined): Properties {
  return fromWire(wired(properties ?? {}));
}

function fromWire(value: unknown): Properties {
  return unmarshal(structs.Struct.fromJavaScript(value as Record<string, JavaScriptValue>));
}

/** The head's inputs as a job without any secret runs its program: others stand for them. */
export function asInPullRequest(value: Property, other: (text: string) => string): Property {
  if (value instanceof Secret) {
    const inner = value.reveal();
    return new Secret(typeof inner === "string" ? other(inner) : inner);
  }
  if (isList(value)) return value.map((item) => asInPullRequest(item, other));
  return isObject(value) ? mapValues(value, (item) => asInPullRequest(item, other)) : value;
}
