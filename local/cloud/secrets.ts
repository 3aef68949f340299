import { type Json, type JsonObject, type Path, replaceAt } from "./json.ts";
import type { Resource } from "./kind.ts";

/** The resource with null wherever it holds a secret. */
export function withoutSecrets(resource: Resource): Resource {
  const hide = (properties: JsonObject, path: Path) =>
    replaceAt<Json>(properties, path, () => null) as JsonObject;
  return { ...resource, properties: resource.secrets.reduce(hide, resource.properties) };
}
