import type { Field, Fields } from "../facts/facts.ts";
import { requireFacts, type ProviderSettings } from "./check.ts";
import { hasUnknown, isList, isObject, mapValues, plain, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { equivalent } from "./rules.ts";
import { isReserved } from "./validate.ts";

/** A resource about to be created, or updated where `olds` (its state) is given. */
export interface PlanRequest {
  readonly type: string;
  /** Checked inputs. */
  readonly news: Properties;
  readonly olds?: Properties | undefined;
  readonly provider: ProviderSettings;
}

/** The planned state: what a preview shows, UNKNOWN where only the cloud will know. */
export function plan(request: PlanRequest): Properties {
  const { fields } = requireFacts(request.type);
  const news = plain(request.news) as Properties;
  const olds = request.olds && (plain(request.olds) as Properties);
  const planned: Record<string, Property> = { ...planObject(fields, news, olds) };
  for (const [name, field] of Object.entries(fields)) {
    const value = setByProvider(name, field, request.provider, news, olds);
    if (value !== undefined) planned[name] = value;
  }
  planned["id"] = olds?.["id"] ?? UNKNOWN;
  return mapValues(planned, (value) => value ?? undefined);
}

/** What the provider's settings decide; undefined where they have no say. */
function setByProvider(
  name: string,
  field: Field,
  provider: ProviderSettings,
  news: Properties,
  olds: Properties | undefined,
): Property | undefined {
  if (field.planned === undefined || (name in news && !field.readOnly)) return undefined;
  switch (field.planned) {
    case "@project":
      return provider.project;
    case "@region":
      return provider.region;
    case "@zone":
      return provider.zone;
    case "@labels":
      return planLabels(name, provider, news["labels"] ?? {}, olds);
    default:
      if (name === "deletionPolicy") return provider.deletionPolicy ?? "DELETE";
      return olds === undefined ? (field.planned as Property) : undefined;
  }
}

const ATTRIBUTION = "goog-pulumi-provisioned";

function planLabels(
  name: string,
  provider: ProviderSettings,
  labels: Property,
  olds: Properties | undefined,
): Property {
  if (!isObject(labels)) return UNKNOWN;
  const before = olds?.["pulumiLabels"];
  // The attribution label is added on creation only, and kept where it is.
  const attributed =
    provider.addPulumiAttributionLabel !== false &&
    (olds === undefined || (isObject(before) && ATTRIBUTION in before));
  const own: Record<string, Property> = {
    ...provider.defaultLabels,
    ...(attributed ? { [ATTRIBUTION]: "true" } : {}),
    ...labels,
  };
  if (name !== "effectiveLabels" || olds === undefined) return own;
  const effective = olds["effectiveLabels"];
  const foreign = isObject(effective)
    ? mapValues(effective, (value, key) => (isObject(before) && key in before ? undefined : value))
    : {};
  return { ...foreign, ...own };
}

function planObject(fields: Fields, news: Properties, olds: Properties | undefined): Properties {
  const planned: Record<string, Property> = {};
  for (const [name, field] of Object.entries(fields)) {
    planned[name] = planField(field, news[name] ?? null, olds && (olds[name] ?? null));
  }
  return planned;
}

/** `old` is undefined where there is nothing to keep, null where the state holds no value. */
function planField(field: Field, value: Property, old: Property | undefined): Property {
  if (value === UNKNOWN) return UNKNOWN;
  const given = value ?? field.default ?? null;
  if (given === null) {
    if (field.readOnly || field.computed) return old === undefined ? UNKNOWN : old;
    return old !== undefined && isZero(old) ? old : null;
  }
  if (old !== undefined && isUnchanged(field, old, given)) return old;
  const fields = field.fields;
  if (fields === undefined) return given;
  if (field.type === "object") {
    return isObject(given) ? planObject(fields, given, isObject(old) ? old : undefined) : given;
  }
  if (!isList(given)) return given;
  const before = isList(old) ? old : [];
  return given.map((item, index) => {
    const twin =
      field.type === "set"
        ? before.find((other) => sameElement(fields, other, item))
        : before[index];
    return isObject(item) ? planObject(fields, item, isObject(twin) ? twin : undefined) : item;
  });
}

function isUnchanged(field: Field, old: Property, next: Property): boolean {
  if (isList(next) || isObject(next)) return isEmpty(old) && isEmpty(next);
  if (old === next || (old === null && isZero(next))) return true;
  return field.suppress !== undefined && equivalent(field.suppress, old, next);
}

/** Terraform cannot tell a zero value from an absent one. */
const isZero = (value: Property) => value === "" || value === false || value === 0;

const isEmpty = (value: Property) => value === null || (isList(value) && value.length === 0);

/** Whether a set's element is the same: what the cloud filled in does not count. */
export function sameElement(fields: Fields | undefined, old: Property, next: Property): boolean {
  if (fields === undefined || !isObject(old) || !isObject(next)) return equal(old, next);
  if (hasUnknown(next)) return false;
  return Object.entries(fields).every(([name, field]) => {
    const given = next[name] ?? field.default ?? null;
    if (field.readOnly || (field.computed && given === null)) return true;
    const before = old[name] ?? null;
    if (field.fields && isObject(before) && isObject(given)) {
      return sameElement(field.fields, before, given);
    }
    return (isZero(before) || isEmpty(before)) && (isZero(given) || isEmpty(given))
      ? true
      : equal(before, given);
  });
}

/** Whether two plain values are the same, whatever the order of keys. */
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
  return left === right;
}
