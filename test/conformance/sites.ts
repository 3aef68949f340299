import type { Field, Fields } from "../../local/facts/facts.ts";
import { isList, isObject } from "../../local/provider/properties.ts";
import type { Properties, Property } from "../../local/provider/properties.ts";

/** Where a value stands in the inputs. */
export type Path = readonly (string | number)[];

/** A field of the schema at a place that exists in the inputs; `value` is undefined if unset. */
export interface Site {
  readonly path: Path;
  readonly field: Field;
  readonly value: Property | undefined;
  /** Whether the field or the collection that holds it replaces the resource. */
  readonly replaces: boolean;
}

/** Every field that the inputs set or could set without a new parent object. */
export function sites(fields: Fields, inputs: Properties, at: Path = [], held = false): Site[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = [...at, name];
    const value = inputs[name];
    const replaces = held || field.replaces === true;
    const here: Site = { path, field, value, replaces };
    const { fields: inner } = field;
    if (inner === undefined) return [here];
    if (isObject(value)) return [here, ...sites(inner, value, path, field.replaces)];
    if (!isList(value)) return [here];
    return [
      here,
      ...value.flatMap((item, index) =>
        isObject(item) ? sites(inner, item, [...path, index]) : [],
      ),
    ];
  });
}

/** The inputs with one value changed; undefined removes it. */
export function put(inputs: Properties, path: Path, value: Property | undefined): Properties {
  return change(inputs, path, value) as Properties;
}

function change(
  holder: Property | undefined,
  path: Path,
  value: Property | undefined,
): Property | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const items = isList(holder) ? [...holder] : [];
    const item = change(items[key], rest, value);
    if (item === undefined) items.splice(key, 1);
    else items.splice(key, 1, item);
    return items;
  }
  const { [key]: old, ...others } = isObject(holder) ? holder : {};
  const next = change(old, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}

/** The value at a path, undefined where there is none. */
export function get(inputs: Property, path: Path): Property | undefined {
  let value: Property | undefined = inputs;
  for (const key of path) {
    if (typeof key === "number") value = isList(value) ? value[key] : undefined;
    else value = isObject(value) ? value[key] : undefined;
  }
  return value;
}
