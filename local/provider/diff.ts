import type { Field, Fields } from "../facts/facts.ts";
import { requireFacts, type ProviderSettings } from "./check.ts";
import { plan, equal, sameElement } from "./plan.ts";
import { isList, isObject, plain, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { join } from "./validate.ts";

/** A change of one property; `-replace` where it makes the engine replace the resource. */
export type DiffKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** Changes by property path. `inputDiff` is false: paths are those of the state. */
export type DetailedDiff = Record<string, { readonly kind: DiffKind; readonly inputDiff: boolean }>;

/** One resource whose new inputs are compared with its state. */
export interface DiffRequest {
  readonly type: string;
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldState: Properties;
  /** Checked inputs. */
  readonly news: Properties;
  readonly provider: ProviderSettings;
  /** Property paths whose changes do not count. */
  readonly ignoreChanges?: readonly string[] | undefined;
}

/** What would change, and how the engine must go about it. */
export interface DiffResult {
  readonly changes: boolean;
  /** Top-level properties that force a replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly detailed: DetailedDiff;
}

/** Compares the state with what the new inputs would make of it. */
export function diff(request: DiffRequest): DiffResult {
  const facts = requireFacts(request.type);
  const olds = plain(request.oldState) as Properties;
  const news = plain(request.news) as Properties;
  const planned = plan({ type: request.type, news, olds, provider: request.provider });
  const found = [...objectChanges(facts.fields, olds, planned, "", false)].filter(
    ([path]) => !isIgnored(path, request.ignoreChanges ?? []),
  );
  const detailed = Object.fromEntries(
    found.map(([path, kind]) => [path, { kind, inputDiff: false }]),
  );
  const replaces = found
    .filter(([, kind]) => kind.endsWith("-replace"))
    .map(([path]) => /^[^.[]+/.exec(path)?.[0] ?? path)
    .sort();
  return {
    changes: found.length > 0,
    replaces,
    deleteBeforeReplace:
      replaces.length > 0 && (facts.deleteBeforeReplace ?? isNamed(facts.fields, news)),
    detailed,
  };
}

/** A name that the program chose cannot be held by the old and the new resource at once. */
function isNamed(fields: Fields, news: Properties): boolean {
  const defaults = news["__defaults"];
  return (
    isList(defaults) &&
    Object.keys(news).some((name) => fields[name]?.autoName && !defaults.includes(name))
  );
}

function isIgnored(path: string, ignored: readonly string[]): boolean {
  return ignored.some(
    (prefix) =>
      path === prefix || (/^[.[]/.test(path.slice(prefix.length)) && path.startsWith(prefix)),
  );
}

type Change = readonly [path: string, kind: DiffKind];

function* objectChanges(
  fields: Fields,
  old: Properties,
  next: Properties,
  path: string,
  parentReplaces: boolean,
): Generator<Change> {
  for (const [name, field] of Object.entries(fields)) {
    const before = old[name] ?? null;
    const after = next[name] ?? null;
    yield* changes(field, before, after, join(path, name), parentReplaces);
  }
}

function* changes(
  field: Field,
  old: Property,
  next: Property,
  path: string,
  parentReplaces: boolean,
): Generator<Change> {
  const before = present(old);
  const after = present(next);
  if (before === null && after === null) return;
  const replaces = parentReplaces || field.replaces === true;
  if (after === UNKNOWN) yield [path, kind(before === null ? "add" : "update", replaces)];
  else if (before === null) yield [path, kind("add", replaces || holdsReplacing(field, after))];
  else if (after === null) yield [path, kind("delete", replaces || holdsReplacing(field, before))];
  else if (isList(before) && isList(after)) yield* listChanges(field, before, after, path);
  else if (isObject(before) && isObject(after)) {
    yield* field.fields
      ? objectChanges(field.fields, before, after, path, field.replaces === true)
      : mapChanges(field, before, after, path);
  } else if (!equal(before, after)) yield [path, kind("update", replaces)];
}

/** Terraform's empty lists are the engine's absent ones. */
const present = (value: Property) => (isList(value) && value.length === 0 ? null : value);

function* mapChanges(
  field: Field,
  old: Properties,
  next: Properties,
  path: string,
): Generator<Change> {
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    const entry: Field = { type: "string" };
    yield* changes(
      entry,
      old[key] ?? null,
      next[key] ?? null,
      join(path, key),
      field.replaces === true,
    );
  }
}

function* listChanges(
  field: Field,
  old: readonly Property[],
  next: readonly Property[],
  path: string,
): Generator<Change> {
  const element: Field = {
    type: field.fields ? "object" : "string",
    ...(field.fields ? { fields: field.fields } : {}),
  };
  const replaces = field.replaces === true;
  if (field.type === "set") {
    const removed = old.map(
      (item) => !next.some((other) => sameElement(field.fields, item, other)),
    );
    const added = next.map((item) => !old.some((other) => sameElement(field.fields, other, item)));
    for (let index = 0; index < Math.max(old.length, next.length); index++) {
      const before = removed[index] ? (old[index] ?? null) : null;
      const after = added[index] ? (next[index] ?? null) : null;
      yield* changes(element, before, after, join(path, index), replaces);
    }
    return;
  }
  for (let index = 0; index < Math.max(old.length, next.length); index++) {
    yield* changes(element, old[index] ?? null, next[index] ?? null, join(path, index), replaces);
  }
}

function holdsReplacing(field: Field, value: Property): boolean {
  const fields = field.fields;
  if (fields === undefined) return field.replaces === true;
  if (isList(value)) return value.some((item) => holdsReplacing(field, item));
  return (
    isObject(value) &&
    Object.entries(value).some(([name, inner]) => {
      const known = fields[name];
      return known !== undefined && (known.replaces === true || holdsReplacing(known, inner));
    })
  );
}

const kind = (change: "add" | "delete" | "update", replaces: boolean): DiffKind =>
  replaces ? `${change}-replace` : change;
