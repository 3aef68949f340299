import type { Field, Fields } from "../facts/facts.ts";
import { hasUnknown, isAsset, isList, isObject, isReserved, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { broken } from "./rules.ts";

/** One input that the provider refuses. */
export interface Failure {
  /** Path from the resource, as `settings.ipConfiguration.networks[0].name`. */
  readonly property: string;
  /** What is wrong, the value seen, and what to do. */
  readonly reason: string;
}

/** Every failure of a resource's inputs; secrets must be unwrapped before. */
export function validate(fields: Fields, inputs: Properties): Failure[] {
  return [...objectFailures(fields, inputs, "", inputs)];
}

/** A failure of an input, with the problem as the rest of a sentence about it. */
export function fail(property: string, problem: string): Failure {
  return { property, reason: `${property} ${problem}` };
}

/** A failure for each input that is none of the known ones. */
export function unknownInputs(
  inputs: Properties,
  known: readonly string[],
  path = "",
): readonly Failure[] {
  return Object.keys(inputs)
    .filter((name) => !known.includes(name) && !isReserved(name))
    .map((name) =>
      fail(join(path, name), "is no property of this type: remove it or correct its name"),
    );
}

/** Extends a property path as failures write it; diffs quote more keys (see diff.ts). */
function join(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (path === "") return key;
  return /^[_a-zA-Z][-_a-zA-Z0-9]*$/.test(key)
    ? `${path}.${key}`
    : `${path}[${JSON.stringify(key)}]`;
}

function* objectFailures(
  fields: Fields,
  object: Properties,
  path: string,
  root: Properties,
): Generator<Failure> {
  for (const [name, field] of Object.entries(fields)) {
    yield* fieldFailures(field, object[name] ?? null, join(path, name), root);
  }
  yield* unknownInputs(object, Object.keys(fields), path);
}

function* fieldFailures(
  field: Field,
  value: Property,
  path: string,
  root: Properties,
): Generator<Failure> {
  const problem = groupProblem(field, value, path, root);
  if (problem !== undefined) yield fail(path, problem);
  else if (value === null) {
    if (field.required) yield fail(path, "is required: set it");
  } else if (field.readOnly) {
    yield fail(path, "is decided by the cloud: remove it");
  } else if (!hasUnknown(value)) {
    const conflict = field.conflictsWith?.find((other) => isKnown(lookup(root, other)));
    if (conflict === undefined) yield* valueFailures(field, value, path, root);
    else yield fail(path, `conflicts with ${conflict}: remove one of them`);
  }
}

function* valueFailures(
  field: Field,
  value: Property,
  path: string,
  root: Properties,
): Generator<Failure> {
  switch (field.type) {
    case "list":
    case "set":
    case "object": {
      const inside = listFailures(field, isList(value) ? value : [value], path, root);
      // An element of a set has no index that the program would know, so the set itself is named.
      if (field.type !== "set" && field.set !== true) yield* inside;
      else for (const failure of inside) yield { ...failure, property: path };
      break;
    }
    case "map":
      yield* mapFailures(field, value, path);
      break;
    default:
      yield* scalarFailures(field, field.type, value, path);
  }
}

function* listFailures(
  field: Field,
  items: readonly Property[],
  path: string,
  root: Properties,
): Generator<Failure> {
  const max = field.type === "object" ? 1 : (field.maxItems ?? Infinity);
  const min = field.minItems ?? 0;
  if (items.length > max) {
    yield fail(path, `has ${items.length} items, at most ${max} fit`);
    return;
  }
  if (items.length < min) {
    yield fail(path, `has ${items.length} items, it needs ${min}`);
    return;
  }
  for (const [index, item] of items.entries()) {
    const here = field.type === "object" ? path : join(path, index);
    if (item === null) continue;
    if (field.fields === undefined) {
      if (field.items === "map") yield* mapFailures({ type: "map" }, item, here);
      else yield* scalarFailures(field, field.items ?? "string", item, here);
    } else if (isObject(item)) yield* objectFailures(field.fields, item, here, root);
    else yield fail(here, `must be an object, not ${kindOf(item)}`);
  }
}

function* mapFailures(field: Field, value: Property, path: string): Generator<Failure> {
  if (!isObject(value)) {
    yield fail(path, `must be a map, not ${kindOf(value)}`);
    return;
  }
  let wrong = false;
  for (const [key, item] of Object.entries(value)) {
    for (const failure of scalarFailures(
      { type: "string" },
      field.items === "map" ? "string" : (field.items ?? "string"),
      item,
      join(path, key),
    )) {
      wrong = true;
      yield failure;
    }
  }
  if (!wrong) yield* ruleFailures(field, value, path);
}

function* scalarFailures(
  field: Field,
  type: string,
  value: Property,
  path: string,
): Generator<Failure> {
  if (isAsset(value) && field.asset) return;
  if (isList(value) || isObject(value)) {
    yield fail(path, `must be a single ${type}, not ${kindOf(value)}`);
  } else if (FITS[type]?.(value) === false) {
    yield fail(path, `must be a ${type}, not ${kindOf(value)}`);
  } else yield* ruleFailures(field, value, path);
}

/** What the provider accepts for each type, spelled as text included. */
const FITS: Partial<Record<string, (value: Property) => boolean>> = {
  boolean: (value) => typeof value !== "string" || parseBoolean(value) !== undefined,
  integer: (value) =>
    typeof value === "number" || (typeof value === "string" && /^[+-]?\d+$/.test(value)),
  number: (value) => typeof value !== "string" || !Number.isNaN(Number(value)),
};

/** The boolean that a text spells, or undefined. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true;
  return /^(0|f|F|false|FALSE|False|)$/.test(text) ? false : undefined;
}

function* ruleFailures(field: Field, value: Property, path: string): Generator<Failure> {
  for (const rule of field.valid ?? []) {
    const sentence = broken(rule, value);
    if (sentence !== undefined) yield fail(path, sentence);
  }
}

function groupProblem(
  field: Field,
  value: Property,
  path: string,
  root: Properties,
): string | undefined {
  const { exactlyOneOf, atLeastOneOf, requiredWith } = field;
  if (exactlyOneOf !== undefined) {
    const group = groupOf(path, exactlyOneOf);
    const values = group.map((member) => lookup(root, member));
    const known = values.filter((other) => other !== null && !hasUnknown(other)).length;
    const unknown = values.filter((other) => other !== null && hasUnknown(other)).length;
    if (known > 1 || known + unknown === 0) {
      return `exactly one of ${group.join(", ")} must be set, not ${known}`;
    }
  }
  if (atLeastOneOf && groupOf(path, atLeastOneOf).every((one) => lookup(root, one) === null)) {
    return `at least one of ${groupOf(path, atLeastOneOf).join(", ")} must be set`;
  }
  if (value === null || field.readOnly) return undefined;
  const missing = requiredWith?.find((path) => lookup(root, path) === null);
  return missing === undefined ? undefined : `needs ${missing} beside it`;
}

/**
 * The group that a field is in, itself too: some types name only the others, and Terraform counts both
 * the same. Source: terraform-plugin-sdk, `validateExactlyOneAttribute`.
 */
function groupOf(path: string, named: readonly string[]): readonly string[] {
  const own = path.replace(/\[\d+\]/g, "");
  return named.includes(own) ? named : [own, ...named].sort();
}

/** The value at a dotted path; through a list it means the first element. */
function lookup(root: Properties, path: string): Property {
  let value: Property = root;
  for (const name of path.split(".")) {
    if (isList(value)) value = value[0] ?? null;
    if (value === UNKNOWN) return UNKNOWN;
    value = isObject(value) ? (value[name] ?? null) : null;
  }
  return value;
}

const isKnown = (value: Property) => value !== null && value !== UNKNOWN;

function kindOf(value: Property): string {
  if (isList(value)) return "a list";
  if (isAsset(value)) return "a file";
  return isObject(value) ? "an object" : `a ${typeof value}`;
}
