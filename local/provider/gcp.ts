import type { ControlPlane, Desired } from "../cloud/control-plane.ts";
import { ApiError, OperationError } from "../cloud/errors.ts";
import { type Json, type JsonObject, type Path, replaceAt } from "../cloud/json.ts";
import type { Resource } from "../cloud/kind.ts";
import { className } from "../cloud/links.ts";
import type { Field, Fields } from "../facts/facts.ts";
import { check, type ProviderSettings, requireFacts } from "./check.ts";
import { checkConfig, settingsOf } from "./config.ts";
import { diff } from "./diff.ts";
import { plan } from "./plan.ts";
import {
  isList,
  isObject,
  mapValues,
  plain,
  type Properties,
  type Property,
  Secret,
  UNKNOWN,
} from "./properties.ts";
import { type Answer, InitError, type Provider, type Request } from "./provider.ts";
import { equal } from "./sets.ts";

const USER = "gcp:sql/user:User";
/** Where the provider says labels again. */
const LABELS = ["effectiveLabels", "pulumiLabels"];
const LABEL_PATHS: readonly Path[] = LABELS.map((name) => [name]);

/** Tries of one call that Google asks to repeat; the waits between them take no time here. */
const ATTEMPTS = 10;

/** What the provider itself refuses to delete while `deletionProtection` is on. */
const PROTECTED: Readonly<Record<string, string>> = {
  "gcp:sql/databaseInstance:DatabaseInstance":
    "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion",
  "gcp:secretmanager/secret:Secret":
    "cannot destroy secret manager secret without setting deletion_protection=false and running `terraform apply`",
  "gcp:redis/instance:Instance":
    "cannot destroy redis instance without setting deletion_protection=false and running `terraform apply`",
};

/** What the state holds where nobody has a value, by type of field; an object is then absent. */
const EMPTY: Readonly<Record<string, Json>> = {
  ...{ string: "", boolean: false, integer: 0, number: 0 },
  ...{ list: [], set: [], map: {} },
};

type GcpRequest = Request<ProviderSettings>;

/** The Google Cloud provider over a simulated control plane. */
export function gcp(cloud: ControlPlane, version: string): Provider<ProviderSettings> {
  return {
    name: "gcp",
    version,
    checkSettings: (inputs) => checkConfig(inputs).failures,
    configure: settingsOf,
    check: (request) =>
      check({
        ...request,
        olds: request.oldInputs,
        provider: request.settings,
        seed: request.seed.length > 0 ? request.seed : undefined,
      }),
    diff: (request) => diff({ ...request, provider: request.settings }),
    create: async (request) => {
      const planned = plan({ ...request, provider: request.settings });
      if (request.preview) return { id: "", outputs: hide(planned, shownSecret(request)) };
      const desired = desiredOf(request, planned);
      const created = await attempt(request, "creating", () => cloud.create(request.type, desired));
      return answerOf(created);
    },
    read: async (request) => {
      const { type } = request;
      const found = await attempt(request, "reading", () => cloud.read(type, cloudId(request)));
      if (!found) return undefined;
      const { id, outputs } = answerOf(found);
      return { id, outputs, inputs: inputsOf(request, outputs) };
    },
    update: async (request) => {
      const planned = plan({ ...request, olds: request.oldState, provider: request.settings });
      if (request.preview) return hide(planned, shownSecret(request));
      const desired = desiredOf(request, planned);
      const id = cloudId(request);
      return answerOf(
        await attempt(request, "updating", () => cloud.update(request.type, id, desired)),
      ).outputs;
    },
    delete: async (request) => {
      refuseProtected(request);
      if (plain(request.oldState["deletionPolicy"] ?? null) === "ABANDON") return;
      await attempt(request, "deleting", () => cloud.delete(request.type, cloudId(request)));
    },
  };
}

/** Repeats what Google asks to repeat, and puts errors in the provider's words. */
async function attempt<T>(request: GcpRequest, doing: string, call: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ApiError && error.retryable && tried < ATTEMPTS) continue;
      throw inWords(request, doing, error);
    }
  }
}

function inWords(request: GcpRequest, doing: string, error: unknown): unknown {
  const noun = className(request.type);
  if (error instanceof ApiError) {
    return new Error(`Error ${doing} ${noun}: ${error.message}`, { cause: error });
  }
  if (!(error instanceof OperationError)) return error;
  const message = `Error waiting for ${doing} ${noun}: ${error.message}`;
  return error.left ? new InitError(message, answerOf(error.left)) : new Error(message);
}

function refuseProtected({ type, oldState }: GcpRequest): void {
  const refusal = PROTECTED[type];
  if (refusal !== undefined && plain(oldState["deletionProtection"] ?? null) === true) {
    throw new Error(refusal);
  }
  if (plain(oldState["deletionPolicy"] ?? null) !== "PREVENT") return;
  const words = requireFacts(type).terraform.split("_").slice(1);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  throw new Error(
    `cannot destroy ${name} without setting deletion_policy="DELETE" and running \`terraform apply\``,
  );
}

/** The provider's id of a database user does not name the project; the cloud's does. */
function answerOf(resource: Resource): Answer {
  const { type, properties } = resource;
  const { name = "", host = "", instance = "" } = properties as Record<string, string>;
  const id = type === USER ? `${name}/${host}/${instance}` : resource.id;
  const secrets = [...resource.secrets, ...LABEL_PATHS];
  return { id, outputs: hide({ ...properties, id }, secrets) };
}

/** Where a request has no state, as on import, a user is asked for as `project/instance/name`. */
function cloudId({ type, id, oldState }: GcpRequest): string {
  if (type !== USER) return id;
  const { project, instance, name } = plain(oldState) as Record<string, string>;
  const [first = "", second = "", third = ""] = id.split("/");
  return `projects/${project ?? first}/instances/${instance ?? second}/users/${name ?? third}`;
}

function desiredOf(request: GcpRequest, planned: Properties): Desired {
  const { fields } = requireFacts(request.type);
  const { project = UNKNOWN, region = UNKNOWN, zone = UNKNOWN } = request.settings;
  const fallbacks: Properties = { project, region, zone, location: region };
  const settled = mapValues(planned, (value, name) =>
    value === UNKNOWN ? (fallbacks[name] ?? value) : value,
  );
  const [properties, blanks] = split(fields, { ...settled, id: null });
  const secrets = secretsOf(request, request.news);
  const labelled = secrets.some(([first]) => first === "labels") ? LABEL_PATHS : [];
  return { properties, blanks, secrets: [...secrets, ...labelled] };
}

/** Where a resource holds secrets: where the program says so, and where the provider always does. */
function secretsOf({ type }: GcpRequest, news: Properties): Path[] {
  const always = (requireFacts(type).secretOutputs ?? []).filter((name) => !LABELS.includes(name));
  return [...always.map((name) => [name]), ...secretPaths(news)];
}

/** What of a plan is secret: its labels too, which the provider says again and calls secret. */
function shownSecret(request: GcpRequest): Path[] {
  return [...secretsOf(request, request.news), ...LABEL_PATHS];
}

function secretPaths(value: Property, path: Path = []): Path[] {
  if (value instanceof Secret) return [path];
  if (!isObject(value) && !isList(value)) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, Property]) =>
    secretPaths(inner, [...path, isList(value) ? Number(key) : key]),
  );
}

function hide(outputs: Properties, secrets: readonly Path[]): Properties {
  const wrap = (value: Property) => (value instanceof Secret ? value : new Secret(value));
  return secrets.reduce<Property>(
    (hidden, path) => replaceAt(hidden, path, wrap),
    outputs,
  ) as Properties;
}

/** Parts a plan into what is known, and empty values for what is not. */
function split(fields: Fields, planned: Properties): [known: JsonObject, blanks: JsonObject] {
  const parts = Object.entries(planned).map(
    ([name, value]) => [name, splitValue(fields[name], value)] as const,
  );
  const pick = (part: 0 | 1) =>
    Object.fromEntries(
      parts.map(([name, pair]) => [name, pair[part]]).filter(([, value]) => value !== null),
    ) as JsonObject;
  return [pick(0), pick(1)];
}

function splitValue(field: Field | undefined, value: Property): [Json, Json] {
  const fields = field?.fields ?? {};
  if (value instanceof Secret) return splitValue(field, value.reveal());
  if (isObject(value)) return split(fields, value);
  if (isList(value)) {
    const items = value.map((item) => splitValue({ type: "object", fields }, item));
    return [items.map(([known]) => known), items.map(([, blank]) => blank)];
  }
  if (typeof value !== "object" || value === null) return [value, null];
  return [null, EMPTY[field?.type ?? "string"] ?? null];
}

/** On refresh, the old inputs with what has changed in the cloud; on import, all that a program may set. */
function inputsOf({ type, oldInputs, oldState }: GcpRequest, outputs: Properties): Properties {
  if (Object.keys(oldState).length === 0) {
    return { ...settable(requireFacts(type).fields, outputs), __defaults: [] };
  }
  const changed = Object.entries(outputs).filter(
    ([name, value]) => name in oldInputs && !equal(plain(value), plain(oldState[name] ?? null)),
  );
  return { ...oldInputs, ...Object.fromEntries(changed) };
}

function settable(fields: Fields, outputs: Properties): Properties {
  return mapValues(outputs, (value, name) => {
    const field = fields[name];
    if (!field || field.readOnly) return undefined;
    if (!field.required && isBlank(plain(value))) return undefined;
    const inner = field.fields;
    if (!inner) return value;
    if (isList(value)) return value.map((item) => (isObject(item) ? settable(inner, item) : item));
    return isObject(value) ? settable(inner, value) : value;
  });
}

function isBlank(value: Property): boolean {
  return value === "" || value === false || value === 0 || equal(value, []) || equal(value, {});
}
