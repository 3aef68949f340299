import type { Field, Fields } from "../facts/facts.ts";
import { requireFacts, type ProviderSettings } from "./check.ts";
import { plan } from "./plan.ts";
import { hasUnknown, isAsset, isList, isObject, plain, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { equal, isEmpty, madeFrom, sameElement } from "./sets.ts";
import { BEHAVIOURS } from "./types.ts";

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
  const olds: Properties = { ...(plain(request.oldState) as Properties), id: request.id };
  const news = plain(request.news) as Properties;
  const planned = plan({ type: request.type, news, olds, provider: request.provider });
  const root: Place = { old: olds, next: planned, input: news, path: "", held: false, item: false };
  const found = [...objectChanges(facts.fields, root)].filter(
    ({ path }) => !isIgnored(path, request.ignoreChanges ?? []),
  );
  const forced = BEHAVIOURS[request.type]?.replaces?.(olds, planned) ?? false;
  const replacing = found.some(({ forces }) => forces) || (found.length > 0 && forced);
  const detailed: Record<string, ReturnType<typeof kind>> = Object.fromEntries(
    found.map(({ path, change, shown }) => [path, kind(change, replacing && shown)]),
  );
  if (replacing && !found.some(({ shown }) => shown)) {
    // A condition decided it, not one property: the real provider answers with this name.
    detailed["__meta"] = kind("update", true);
  }
  const replaces = Object.entries(detailed)
    .filter(([, { kind }]) => kind.endsWith("-replace"))
    .map(([path]) => /^[^.[]+/.exec(path)?.[0] ?? path);
  return {
    changes: found.length > 0 || hasUnknown(planned),
    replaces: [...new Set(replaces)].sort(),
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

/** `shown` marks a path as replacing if anything `forces` a replacement; the two differ. */
interface Change {
  readonly path: string;
  readonly change: "add" | "delete" | "update";
  readonly shown: boolean;
  readonly forces: boolean;
}

/** One place in the state: what is there, what is planned, and the input that made it so. */
interface Place {
  readonly old: Property;
  readonly next: Property;
  readonly input: Property;
  readonly path: string;
  /** Whether what holds this place replaces the resource on change. */
  readonly held: boolean;
  /** Whether this place is an entry of a list, set or map. */
  readonly item: boolean;
}

function* objectChanges(fields: Fields, place: Place): Generator<Change> {
  for (const [name, field] of Object.entries(fields)) {
    yield* changes(field, inside(place, name, place.held, false));
  }
}

/** Extends a property path as the engine writes it: what is no plain word is quoted. */
function extend(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The place below another, by property name or list index. */
function inside(place: Place, key: string | number, held: boolean, item: boolean): Place {
  return {
    old: child(place.old, key),
    next: child(place.next, key),
    input: child(place.input, key),
    path: extend(place.path, key),
    held,
    item,
  };
}

function child(value: Property, key: string | number): Property {
  if (isList(value)) return (typeof key === "number" ? value[key] : undefined) ?? null;
  return isObject(value) ? (value[key] ?? null) : null;
}

function* changes(field: Field, place: Place): Generator<Change> {
  const { path, held, item } = place;
  const old = isEmpty(place.old) ? null : place.old;
  const next = isEmpty(place.next) ? null : place.next;
  if (old === null && next === null) return;
  const own = field.replaces === true || (item && held);
  const shown = own || held;
  if (next === UNKNOWN) {
    const loses = old !== null && holdsReplacing(field, old);
    const change = old === null ? "add" : "update";
    yield { path, change, shown: shown || loses, forces: own };
  } else if (old === null || next === null) {
    const holds = holdsReplacing(field, next ?? old);
    // To Terraform, adding an empty text changes nothing that could force a replacement.
    const forces = (own || holds) && next !== "";
    yield { path, change: old === null ? "add" : "delete", shown: shown || holds, forces };
  } else if (isList(old) && isList(next)) {
    yield* field.type === "set"
      ? setChanges(field, old, next, place)
      : listChanges(field, old, next, place);
  } else if (isAsset(old) && isAsset(next)) {
    // The same bytes from another place are the same.
    if (old["hash"] !== next["hash"]) yield { path, change: "update", shown, forces: own };
  } else if (isObject(old) && isObject(next)) {
    const holds = field.replaces === true;
    if (field.fields) yield* objectChanges(field.fields, { ...place, held: holds });
    else {
      for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
        yield* changes(PLAIN, inside(place, key, holds, true));
      }
    }
  } else if (!equal(old, next)) yield { path, change: "update", shown, forces: own };
}

const PLAIN: Field = { type: "string" };

function element(field: Field): Field {
  return field.fields ? { type: "object", fields: field.fields } : PLAIN;
}

function* listChanges(
  field: Field,
  old: readonly Property[],
  next: readonly Property[],
  place: Place,
): Generator<Change> {
  const held = field.replaces === true;
  if (field.fields === undefined) {
    const edits = scalarEdits(old, next);
    for (const [index, change] of edits) {
      yield { path: extend(place.path, index), change, shown: held, forces: held };
    }
    return;
  }
  for (let index = 0; index < Math.max(old.length, next.length); index++) {
    yield* changes(element(field), inside(place, index, held, true));
  }
}

/** The fewest edits between two lists: removals by old index, additions by new one. */
function scalarEdits(
  old: readonly Property[],
  next: readonly Property[],
): Map<number, "add" | "delete" | "update"> {
  const left = (i: number, j: number): number => costs[i]?.[j] ?? 0;
  const costs: number[][] = Array.from({ length: old.length + 1 }, () => []);
  const step = (i: number, j: number): readonly [cost: number, move: "add" | "delete" | "keep"] => {
    if (i === old.length) return [next.length - j, "add"];
    if (j === next.length) return [old.length - i, "delete"];
    const [remove, add] = [1 + left(i + 1, j), 1 + left(i, j + 1)];
    const keep = equal(old[i] ?? null, next[j] ?? null) ? left(i + 1, j + 1) : Infinity;
    if (keep < Math.min(remove, add)) return [keep, "keep"];
    return add < remove ? [add, "add"] : [remove, "delete"];
  };
  for (let i = old.length; i >= 0; i--) {
    for (let j = next.length; j >= 0; j--) (costs[i] ?? [])[j] = step(i, j)[0];
  }
  const edits = new Map<number, "add" | "delete" | "update">();
  for (let i = 0, j = 0; i < old.length || j < next.length;) {
    const [, move] = step(i, j);
    const index = move === "delete" ? i : j;
    if (move !== "keep") edits.set(index, edits.has(index) ? "update" : move);
    if (move !== "add") i++;
    if (move !== "delete") j++;
  }
  return edits;
}

/**
 * Removed elements stand at their index in the state, added ones at their index in the inputs.
 * Where an added element cannot be told from the inputs, the whole set has changed.
 */
function* setChanges(
  field: Field,
  old: readonly Property[],
  next: readonly Property[],
  place: Place,
): Generator<Change> {
  const { fields } = field;
  const removed = old.map((item) => !next.some((other) => sameElement(fields, item, other)));
  // Elements that only unknowns tell apart are one to the real provider: the last.
  const added = next.filter(
    (item, index) =>
      !old.some((other) => sameElement(fields, other, item)) &&
      !next.slice(index + 1).some((other) => sameElement(fields, other, item)),
  );
  if (added.length === 0 && !removed.includes(true)) return;
  const inputs = isList(place.input) ? place.input : [];
  const atInput = new Map<number, Property>();
  for (const item of added) {
    const index = inputs.findIndex((input, i) => !atInput.has(i) && madeFrom(fields, input, item));
    if (index >= 0) atInput.set(index, item);
  }
  const held = field.replaces === true;
  if (inputs.length < next.length || atInput.size < added.length) {
    yield { path: place.path, change: "update", shown: held, forces: held };
    return;
  }
  const indices = new Set([...removed.flatMap((gone, i) => (gone ? [i] : [])), ...atInput.keys()]);
  for (const index of indices) {
    yield* changes(element(field), {
      ...inside(place, index, held, true),
      old: removed[index] ? (old[index] ?? null) : null,
      next: atInput.get(index) ?? null,
    });
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

const kind = (change: Change["change"], replaces: boolean) => ({
  kind: replaces ? (`${change}-replace` as const) : change,
  inputDiff: false,
});
