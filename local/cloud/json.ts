/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object, such as the properties of a resource. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Where a value stands: property names and list places from the root. */
export type Path = readonly (string | number)[];

/** Whether a value is a JSON object: neither null nor a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lays `over` on `under`: objects by key, lists of one length by place, anything else replaced. */
export function overlay(under: Json | undefined, over: Json | undefined): Json {
  if (over === undefined || over === null) return under ?? null;
  if (isObject(under) && isObject(over)) {
    const merged: Record<string, Json> = { ...under };
    for (const [key, value] of Object.entries(over)) merged[key] = overlay(under[key], value);
    return merged;
  }
  if (isList(under) && isList(over) && under.length === over.length) {
    return over.map((value, place) => overlay(under[place], value));
  }
  return over;
}

/** The values at a dotted path, where `[]` after a name means every entry of a list. */
export function valuesAt(value: Json | undefined, path: string): Json[] {
  let found: Json[] = value === undefined ? [] : [value];
  for (const step of path.split(".")) {
    const name = step.replace("[]", "");
    found = found
      .map((each) => (isObject(each) ? each[name] : undefined))
      .filter((each) => each !== undefined && each !== null);
    if (step.endsWith("[]")) found = found.flatMap((each) => (isList(each) ? each : []));
  }
  return found;
}

/** The text at a dotted path, or "" when there is none. */
export function textAt(value: JsonObject, path: string): string {
  const [found] = valuesAt(value, path);
  return typeof found === "string" ? found : "";
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value with what stands at a path replaced; where nothing stands there, as it was. */
export function replaceAt<Value>(
  value: Value,
  [step, ...rest]: Path,
  change: (value: Value) => Value,
): Value {
  if (step === undefined) return change(value);
  if (typeof value !== "object" || value === null || !(step in value)) return value;
  const inner = (value as Readonly<Record<string | number, Value>>)[step] as Value;
  const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  return Object.assign(copy, { [step]: replaceAt(inner, rest, change) }) as Value;
}
