import type { Field, Fields, Rule } from "../../local/facts/facts.ts";
import type { Properties, Property } from "../../local/provider/properties.ts";
import type { Random } from "./random.ts";

/** A value that the field takes, other than `not`; undefined where the schema cannot tell one. */
export function goodValue(random: Random, field: Field, not?: Property): Property | undefined {
  const candidates = Array.from({ length: 4 }, () => candidate(random, field));
  return candidates.find((value) => value !== undefined && value !== not);
}

function candidate(random: Random, field: Field): Property | undefined {
  switch (field.type) {
    case "object":
      return objectOf(random, field.fields ?? {});
    case "list":
    case "set": {
      const count = Math.max(
        field.minItems ?? 1,
        random.integer(1, Math.min(field.maxItems ?? 3, 3)),
      );
      const items = Array.from({ length: count }, () =>
        field.fields ? objectOf(random, field.fields) : scalar(random, field.items ?? "string", []),
      );
      return items.some((item) => item === undefined) ? undefined : (items as Property[]);
    }
    case "map":
      return { [`key${random.integer(1, 9)}`]: scalar(random, "string", []) ?? "value" };
    default:
      return field.suppress === "selfLinkOrName"
        ? `projects/acme-dev-1a2b/global/networks/text-${random.integer(100, 999)}`
        : scalar(random, field.type, field.valid ?? []);
  }
}

function objectOf(random: Random, fields: Fields): Properties | undefined {
  const object: Record<string, Property> = {};
  for (const [name, field] of Object.entries(fields)) {
    const grouped = field.conflictsWith ?? field.exactlyOneOf;
    if (field.readOnly || (!field.required && (grouped !== undefined || random.chance(0.6))))
      continue;
    const value = candidate(random, field);
    if (value !== undefined) object[name] = value;
    else if (field.required) return undefined;
  }
  return object;
}

function scalar(random: Random, type: string, rules: readonly Rule[]): Property | undefined {
  if (type === "boolean") return random.chance(0.5);
  for (const rule of rules) {
    if ("enum" in rule) return random.pick(rule.enum.filter((value) => value !== ""));
    if ("min" in rule) return random.integer(rule.min, Math.min(rule.max ?? 1000, rule.min + 1000));
    if ("format" in rule && rule.format === "cidr") return `10.${random.integer(0, 255)}.0.0/20`;
    if ("match" in rule || "format" in rule) return undefined;
  }
  if (type === "integer") return random.integer(1, 100);
  if (type === "number") return random.integer(1, 9) / 10;
  return `text-${random.integer(100, 999)}`;
}

/** A value that the field refuses. */
export function badValue(random: Random, field: Field): Property {
  const wrong = field.valid?.flatMap((rule) => breaking(rule)) ?? [];
  if (wrong.length > 0 && random.chance(0.7)) return random.pick(wrong) ?? "";
  switch (field.type) {
    case "boolean":
      return random.pick<Property>(["maybe", ["true"], { value: true }]) ?? null;
    case "integer":
    case "number":
      return random.pick<Property>([[1], { value: 1 }, true]) ?? null;
    case "string":
      return random.pick<Property>([["text"], { value: "text" }]) ?? null;
    case "map":
      return (
        random.pick<Property>(["text", 7, { key: ["nested"] }, { key: { inner: "x" } }]) ?? null
      );
    case "object":
      return random.pick<Property>(["text", 7, { noSuchProperty: "x" }]) ?? null;
    default:
      return field.fields
        ? (random.pick<Property>([["text"], "text", [{ noSuchProperty: 1 }]]) ?? null)
        : (random.pick<Property>([[{ a: 1 }], [["nested"]], { a: 1 }]) ?? null);
  }
}

function breaking(rule: Rule): Property[] {
  if ("enum" in rule) return ["NOT_A_VALUE", `${rule.enum[0] ?? ""}x`];
  if ("match" in rule) return ["!! no !!", "-"];
  if ("reject" in rule) return [rule.reject.replace(/[\\^$]/g, "") + "x"];
  if ("keys" in rule) return [{ "Not A Key": "x" }];
  if ("length" in rule) return ["x".repeat(Math.min(rule.length[1], 4000) + 1)];
  if ("min" in rule) return [rule.min - 1, ...(rule.max === undefined ? [] : [rule.max + 1])];
  return rule.format === "privateAsn" ? [1, 64511] : ["10.0.0.0", "12x", "10.0.0.0/99"];
}
