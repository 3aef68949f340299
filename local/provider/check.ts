import { createHash } from "node:crypto";
import { factsOf, type Field, type Fields, type ResourceFacts } from "../facts/facts.ts";
import { isList, isObject, isReserved, mapValues, plain, Secret, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { parseBoolean, validate, type Failure } from "./validate.ts";

/** What the settings of a provider instance mean for its resources. */
export interface ProviderSettings {
  readonly project?: string | undefined;
  readonly region?: string | undefined;
  readonly zone?: string | undefined;
  readonly defaultLabels?: Readonly<Record<string, string>> | undefined;
  /** Adds `goog-pulumi-provisioned=true` to every labelled resource. Default: true. */
  readonly addPulumiAttributionLabel?: boolean | undefined;
  /** What a resource that does not say it does on deletion. Default: DELETE. */
  readonly deletionPolicy?: string | undefined;
}

/** One resource as the engine wants it checked. */
export interface CheckRequest {
  readonly type: string;
  readonly urn: string;
  readonly news: Properties;
  /** Inputs of the last update, whose generated values stay. */
  readonly olds?: Properties | undefined;
  readonly provider: ProviderSettings;
  /** The engine's random seed; a generated name follows from it. Default: the URN's bytes. */
  readonly seed?: Uint8Array | undefined;
}

/** The inputs with every default filled in, and what is wrong with them. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

/** The facts of a type; throws on a type that the provider does not have. */
export function requireFacts(type: string): ResourceFacts {
  const facts = factsOf(type);
  if (facts !== undefined) return facts;
  throw new Error(`Resource type '${type}' not found: the gcp provider has no such type.`);
}

/** Checks inputs as the real provider does: fills defaults and names, refuses what it refuses. */
export function check(request: CheckRequest): CheckResult {
  const { fields } = requireFacts(request.type);
  const news = withoutNulls(request.news);
  const names = generateNames(fields, news, request);
  const failures = validate(fields, withoutNulls(plain({ ...news, ...names }) as Properties));
  const inputs = fill(fields, { ...news, ...names }, request.olds, Object.keys(names));
  return { inputs, failures };
}

function generateNames(fields: Fields, news: Properties, request: CheckRequest): Properties {
  const names: Record<string, string> = {};
  for (const [property, { autoName }] of Object.entries(fields)) {
    if (autoName === undefined || property in news) continue;
    const old = request.olds?.[property];
    // A name that the program no longer gives stays, whoever gave it.
    if (typeof old === "string") names[property] = old;
    else {
      const logical = request.urn.slice(request.urn.lastIndexOf("::") + 2);
      const prefix = autoName.lower ? logical.toLowerCase() : logical;
      const suffix = createHash("sha256")
        .update(request.seed ?? request.urn)
        .digest("hex");
      const name = `${prefix}${autoName.separator ?? "-"}${suffix.slice(0, 7)}`;
      if (name.length > autoName.max) {
        throw new Error(
          `${property}: the generated name '${name}' has ${name.length} characters, at most ` +
            `${autoName.max} fit; give the resource a shorter name, or set ${property}.`,
        );
      }
      names[property] = name;
    }
  }
  return names;
}

/** Adds defaults to an object and every object in it, and lists them under `__defaults`. */
function fill(
  fields: Fields,
  news: Properties,
  olds: Properties | undefined,
  generated: readonly string[] = [],
): Properties {
  const filled: Record<string, Property> = {};
  for (const [name, value] of Object.entries(news)) {
    if (!isReserved(name)) filled[name] = convert(fields[name], value, olds?.[name]);
  }
  const defaults = [...generated];
  for (const [name, field] of Object.entries(fields)) {
    if (name in filled || field.deprecated || excluded(fields, name, news)) continue;
    const old = olds?.[name];
    const reused = old !== undefined && isDefault(olds, name) ? old : undefined;
    // The real provider leaves a default that is false, zero or empty to the cloud.
    const value =
      field.default === undefined ? undefined : (reused ?? (field.default || undefined));
    if (value === undefined) continue;
    filled[name] = value;
    defaults.push(name);
  }
  filled["__defaults"] = defaults.sort();
  return filled;
}

/** Whether a default would collide with what the program chose instead. */
function excluded(fields: Fields, name: string, news: Properties): boolean {
  const rivals = (of: Field | undefined) => [
    ...(of?.conflictsWith ?? []),
    ...(of?.exactlyOneOf ?? []),
  ];
  const collides = (rival: string) =>
    rival !== name && (rival in news || fields[rival]?.default !== undefined);
  return (
    rivals(fields[name]).some(collides) ||
    Object.keys(news).some((given) => given !== name && rivals(fields[given]).includes(name))
  );
}

function isDefault(olds: Properties | undefined, name: string): boolean {
  const list = olds?.["__defaults"];
  return !isList(list) || list.includes(name);
}

/** Gives a value the form of its field: numbers as text, one item as a list, and the reverse. */
function convert(field: Field | undefined, value: Property, old: Property | undefined): Property {
  if (value instanceof Secret) return new Secret(convert(field, value.reveal(), old));
  const converted = convertPlain(field, value, old);
  return field?.secret ? new Secret(converted) : converted;
}

function convertPlain(
  field: Field | undefined,
  value: Property,
  old: Property | undefined,
): Property {
  if (field === undefined || value === UNKNOWN || value === null) return value;
  const fields = field.fields;
  switch (field.type) {
    case "object": {
      const only = isList(value) && value.length === 1 ? (value[0] ?? null) : value;
      return isObject(only) && fields ? fill(fields, only, isObject(old) ? old : undefined) : only;
    }
    case "list":
    case "set":
      return (isList(value) ? value : [value]).map((item, index) => {
        const before = isList(old) ? old[index] : undefined;
        return isObject(item) && fields
          ? fill(fields, item, isObject(before) ? before : undefined)
          : scalar(field.items, item);
      });
    case "map":
      return isObject(value) ? mapValues(value, (item) => scalar(field.items, item)) : value;
    default:
      return scalar(field.type, value);
  }
}

function scalar(type: string | undefined, value: Property): Property {
  if (value instanceof Secret) return new Secret(scalar(type, value.reveal()));
  switch (type) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    case "boolean":
      return typeof value === "string" ? (parseBoolean(value) ?? value) : value;
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : parseNumber(value);
    case "number":
      return parseNumber(value);
    default:
      return value;
  }
}

function parseNumber(value: Property): Property {
  if (typeof value !== "string" || Number.isNaN(Number(value))) return value;
  return Number(value);
}

function withoutNulls(object: Properties): Properties {
  return mapValues(object, clean);
}

function clean(value: Property): Property | undefined {
  if (value instanceof Secret) {
    const inner = clean(value.reveal());
    return inner === undefined ? undefined : new Secret(inner);
  }
  if (isList(value)) return value.map((item) => clean(item) ?? null);
  if (isObject(value)) return withoutNulls(value);
  return value ?? undefined;
}
