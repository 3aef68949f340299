import { z } from "zod";

import type { About } from "./fields.ts";

/** The meaning, example and cure of the field at a path, or of the nearest field around it. */
export function about(schema: z.ZodType, path: readonly PropertyKey[]): About | undefined {
  let found = schema.meta();
  let at: z.ZodType | undefined = schema;
  for (const step of path) {
    at = at && child(at, step);
    found = metaOf(at) ?? found;
  }
  return found?.cure === undefined ? undefined : (found as About);
}

/** One field of a schema, as the documentation and the tests list it. */
export interface FieldEntry {
  /** Path of the field; `<name>` stands for any key of a map, `[]` for any entry of a list. */
  readonly path: string;
  readonly about: About;
  /** Whether it may be left out. */
  readonly optional: boolean;
}

/** Every field of a schema that says what it is, outer ones before inner ones. */
export function listFields(schema: z.ZodType, path = "", optional = false): readonly FieldEntry[] {
  const about = metaOf(schema);
  const own = about?.cure === undefined ? [] : [{ path, about: about as About, optional }];
  return [
    ...own,
    ...inside(schema).flatMap(({ step, inner }) =>
      listFields(
        inner,
        step === "[]" || path === "" ? `${path}${step}` : `${path}.${step}`,
        optional || inner.safeParse(undefined).success,
      ),
    ),
  ];
}

function inside(schema: z.ZodType): readonly { step: string; inner: z.ZodType }[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodRecord)
    return [{ step: "<name>", inner: inner.valueType as z.ZodType }];
  if (inner instanceof z.ZodArray) return [{ step: "[]", inner: inner.element as z.ZodType }];
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).map(([step, child]) => ({ step, inner: child as z.ZodType }));
}

/** The keys that a map with fixed keys may have; none for anything else. */
export function knownKeys(schema: z.ZodType): readonly string[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** What lies inside a default, an optional or a transformation. */
export function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodDefault) return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPrefault) return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}

function metaOf(schema: z.ZodType | undefined) {
  return schema?.meta() ?? (schema && unwrap(schema).meta());
}

/** The schema one step down: a key of a map or object, an entry of a list. */
export function child(schema: z.ZodType, step: PropertyKey): z.ZodType | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape[step as string] as z.ZodType | undefined;
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  return undefined;
}
