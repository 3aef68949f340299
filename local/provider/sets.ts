import type { Fields } from "../facts/facts.ts";
import { isList, isObject, isReserved, UNKNOWN } from "./properties.ts";
import type { Property } from "./properties.ts";
import { equivalent } from "./rules.ts";

/** Terraform cannot tell a zero value from an absent one. */
export const isZero = (value: Property) => value === "" || value === false || value === 0;

export const isEmpty = (value: Property | undefined) =>
  value === undefined || value === null || (isList(value) && value.length === 0);

/** Whether a set's element is the same: what the cloud filled in does not count. */
export function sameElement(fields: Fields | undefined, old: Property, next: Property): boolean {
  if (fields === undefined || !isObject(old) || !isObject(next)) return equal(old, next);
  return Object.entries(fields).every(([name, field]) => {
    const given = known(next[name]) ?? field.default ?? null;
    if (field.readOnly || (field.computed && given === null)) return true;
    const before = known(old[name]) ?? null;
    if (field.fields && isObject(before) && isObject(given)) {
      return sameElement(field.fields, before, given);
    }
    if ((isZero(before) || isEmpty(before)) && (isZero(given) || isEmpty(given))) return true;
    return field.suppress === undefined
      ? equal(before, given)
      : equal(before, given) || equivalent(field.suppress, before, given);
  });
}

/** Unknowns count as absent when elements of a set are told apart. */
const known = (value: Property | undefined) => (value === UNKNOWN ? null : value);

/** Whether two plain values are the same; an empty list is none, and keys have no order. */
export function equal(left: Property, right: Property): boolean {
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, i) => equal(item, right[i] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const names = new Set(
      [...Object.keys(left), ...Object.keys(right)].filter((n) => !isReserved(n)),
    );
    return [...names].every((name) => equal(left[name] ?? null, right[name] ?? null));
  }
  return left === right || (isEmpty(left) && isEmpty(right));
}

/** Whether a planned element can come from an input: only what the cloud fills in may differ. */
export function madeFrom(fields: Fields | undefined, input: Property, planned: Property): boolean {
  if (fields === undefined || !isObject(input) || !isObject(planned)) return equal(input, planned);
  return Object.entries(fields).every(([name, field]) => {
    const given = input[name] ?? null;
    const made = planned[name] ?? null;
    if ((field.computed || field.readOnly) && given === null) return true;
    if (isEmpty(given) && isEmpty(made)) return true;
    // The real provider does not find its way through a block that stands for a list of one.
    if (field.type === "object") return false;
    if (field.type !== "list" && field.type !== "set") return equal(given, made);
    if (!isList(given) || !isList(made) || given.length !== made.length) return false;
    return given.every((item, index) => madeFrom(field.fields, item, made[index] ?? null));
  });
}

/** Elements in the order in which Terraform keeps a set. */
export function sortSet(items: readonly Property[]): Property[] {
  return [...items].sort((left, right) => {
    if (typeof left === "number" && typeof right === "number") return left - right;
    const [before, after] = [setKey(left), setKey(right)];
    return before < after ? -1 : Number(before > after);
  });
}

/** Text by which go-cty orders elements that have no order of their own (set_internals.go). */
function setKey(value: Property): string {
  if (value === UNKNOWN) return "?";
  if (value === null) return "~";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (isList(value)) return `[${value.map((item) => `${setKey(item)};`).join("")}]`;
  if (!isObject(value)) return typeof value === "number" ? `${value}` : JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `<${names.map((name) => `${setKey(value[name] ?? null)};`).join("")}>`;
}
