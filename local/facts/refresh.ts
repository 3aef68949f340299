import { readFileSync, writeFileSync } from "node:fs";
import { DATA, factsOf, resourceTypes, type Field, type Fields } from "./facts.ts";
import type { ResourceFacts } from "./facts.ts";

/** The part of Pulumi's public provider schema that is read here. */
interface Schema {
  readonly name: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, SchemaResource>>;
  readonly types: Readonly<Record<string, SchemaObject>>;
}

interface SchemaObject {
  readonly properties?: Readonly<Record<string, SchemaProperty>>;
  readonly required?: readonly string[];
}

interface SchemaResource extends SchemaObject {
  readonly inputProperties?: Readonly<Record<string, SchemaProperty>>;
  readonly requiredInputs?: readonly string[];
}

interface SchemaProperty {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: SchemaProperty;
  readonly additionalProperties?: SchemaProperty;
  readonly default?: string | number | boolean;
  readonly secret?: boolean;
  readonly willReplaceOnChanges?: boolean;
  readonly deprecationMessage?: string;
}

const path = process.argv[2];
if (path === undefined)
  throw new Error("usage: node --import tsx local/facts/refresh.ts SCHEMA.json");
const schema = JSON.parse(readFileSync(path, "utf8")) as Schema;
const lines = Object.entries(schema.resources)
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([type, resource]) => [type, refresh(resource, factsOf(type))] as const);
report(lines);
const body = lines.map(([type, facts]) => `${JSON.stringify(type)}:${JSON.stringify(facts)}`);
const head = JSON.stringify({ provider: schema.name, version: schema.version }).slice(0, -1);
writeFileSync(DATA, `${head},"resources":{\n${body.join(",\n")}\n}}\n`);

/** Facts of a type: its fields follow the schema, what was measured of them stays. */
function refresh(resource: SchemaResource, known: ResourceFacts | undefined): ResourceFacts {
  const inputs = resource.inputProperties ?? {};
  const all = { ...resource.properties, ...inputs };
  const fields = Object.fromEntries(
    Object.entries(all).map(([name, property]) => [
      name,
      refreshField(property, known?.fields[name], {
        required: resource.requiredInputs?.includes(name) ?? false,
        // An optional input that is always there afterwards is filled in by the cloud.
        computed: name in inputs && (resource.required?.includes(name) ?? false),
        readOnly: !(name in inputs),
      }),
    ]),
  );
  return { terraform: "", ...known, fields };
}

/** How Pulumi's schemas write that a file or an archive is taken. */
const ASSET = "pulumi.json#/Asset";

interface Presence {
  readonly required: boolean;
  readonly computed: boolean;
  readonly readOnly: boolean;
}

function refreshField(
  property: SchemaProperty,
  known: Field | undefined,
  { required, computed, readOnly }: Presence,
): Field {
  // The schema cannot tell a set from a list, nor a generated name from an optional one.
  if (known !== undefined) return { ...known, ...nested(property, known) };
  const { type, items } = shape(property);
  const flags = {
    required,
    computed: computed && !required && property.default === undefined,
    readOnly,
    replaces: property.willReplaceOnChanges ?? false,
    secret: property.secret ?? false,
    asset: property.$ref === ASSET,
    deprecated: property.deprecationMessage !== undefined,
  };
  const set = Object.entries(flags).filter(([, on]) => on);
  return {
    type,
    ...(items === undefined ? {} : { items }),
    ...(Object.fromEntries(set) as Partial<Field>),
    ...(property.default === undefined ? {} : { default: property.default }),
    ...nested(property, undefined),
  };
}

function nested(property: SchemaProperty, known: Field | undefined): { fields?: Fields } {
  const ref = property.$ref ?? property.items?.$ref;
  const object = ref === undefined ? undefined : schema.types[ref.replace("#/types/", "")];
  if (object?.properties === undefined) return known?.fields ? { fields: known.fields } : {};
  const fields = Object.entries(object.properties).map(([name, inner]) => {
    const required = object.required?.includes(name) ?? false;
    const presence = { required, computed: false, readOnly: false };
    return [name, refreshField(inner, known?.fields?.[name], presence)] as const;
  });
  return { fields: Object.fromEntries(fields) };
}

function shape(property: SchemaProperty): Pick<Field, "type" | "items"> {
  const scalar = (inner: SchemaProperty | undefined) =>
    inner?.type === "integer" || inner?.type === "number" ? inner.type : "string";
  if (property.$ref === ASSET) return { type: "string" };
  if (property.$ref !== undefined) return { type: "object" };
  switch (property.type) {
    case "array":
      return property.items?.$ref
        ? { type: "list" }
        : { type: "list", items: scalar(property.items) };
    case "object":
      return { type: "map", items: scalar(property.additionalProperties) };
    case "boolean":
    case "integer":
    case "number":
      return { type: property.type };
    default:
      return { type: "string" };
  }
}

function report(refreshed: readonly (readonly [string, ResourceFacts])[]): void {
  const now = new Map(refreshed);
  for (const type of resourceTypes()) if (!now.has(type)) console.log(`- ${type}`);
  for (const [type, { fields }] of refreshed) {
    const before = factsOf(type)?.fields;
    if (before === undefined) console.log(`+ ${type}`);
    else {
      const added = Object.keys(fields).filter((name) => !(name in before));
      const removed = Object.keys(before).filter((name) => !(name in fields));
      const changes = [...added.map((name) => `+${name}`), ...removed.map((name) => `-${name}`)];
      if (changes.length > 0) console.log(`~ ${type}: ${changes.join(" ")}`);
    }
  }
}
