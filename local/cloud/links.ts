import { type Json, type JsonObject, textAt, valuesAt } from "./json.ts";
import type { Kind, Kinds, Link, Resource } from "./kind.ts";

/** Fills the `{placeholders}` of an id template from properties. @throws when one is missing */
export function fill(template: string, properties: JsonObject): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = textAt(properties, name);
    if (value !== "") return value;
    throw new Error(`${name}: required field is not set. Set it on the resource or its provider.`);
  });
}

/** The id of the resource of a kind that a text means: its path, its URL, or its name beside `properties`. */
function resolve(kind: Kind, text: string, properties: JsonObject): string | undefined {
  if (kind.resolve) return kind.resolve(text);
  if (text.includes("/")) return text.slice(Math.max(text.indexOf("projects/"), 0));
  const template = typeof kind.id === "string" ? kind.id : "";
  const name = /\{(\w+)\}$/.exec(template)?.[1] ?? "name";
  return fill(template, { ...properties, [name]: text });
}

/** The ids that a link of a resource leads to, each with the text that names it. */
export function targets(kinds: Kinds, link: Link, resource: Resource) {
  const kind = kinds[link.to];
  if (kind === undefined) return [];
  const properties = { project: resource.project, ...resource.properties };
  return valuesAt(properties, link.at)
    .filter((name: Json): name is string => typeof name === "string" && name !== "")
    .map((name) => ({ name, id: resolve(kind, name, properties) }));
}

/** The class name at the end of a type token: `Network` of `gcp:compute/network:Network`. */
export function className(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}
