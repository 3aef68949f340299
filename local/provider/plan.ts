import type { Field, Fields } from "../facts/facts.ts";
import { requireFacts, type ProviderSettings } from "./check.ts";
import { hasUnknown, isList, isObject, mapValues, plain, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { equivalent } from "./rules.ts";
import { BEHAVIOURS } from "./types.ts";
import { equal, sameElement, sortSet, isEmpty, isZero } from "./sets.ts";

/** A resource about to be created, or updated where `olds` (its state) is given. */
export interface PlanRequest {
  readonly type: string;
  /** Checked inputs. */
  readonly news: Properties;
  readonly olds?: Properties | undefined;
  readonly provider: ProviderSettings;
}

/**
 * The planned state: what a preview shows, UNKNOWN where only the cloud will know. Throws where the
 * provider refuses a combination of values that each pass the check.
 */
export function plan(request: PlanRequest): Properties {
  const { fields } = requireFacts(request.type);
  const olds = request.olds && (plain(request.olds) as Properties);
  const { arranges, refuses, settles } = BEHAVIOURS[request.type] ?? {};
  const given = plain(request.news) as Properties;
  const news = olds && arranges ? arranges(given, olds) : given;
  const attempt = (keepNulls: boolean) => {
    const planned = planAll(fields, { ...request, news, olds }, keepNulls);
    const refusal = refuses?.(planned, olds);
    if (refusal !== undefined) throw new Error(`${request.type}: ${refusal}.`);
    return olds && settles ? settles(planned, olds) : planned;
  };
  if (olds === undefined) return present(attempt(false));
  // Where nothing else changes, a zero value beside an absent one is no change either.
  const unchanged = present(attempt(true));
  return equal(unchanged, present(olds)) ? unchanged : present(attempt(false));
}

const present = (planned: Properties) => mapValues(planned, (value) => value ?? undefined);

function planAll(fields: Fields, request: PlanRequest, keepNulls: boolean): Properties {
  const { news, olds } = request;
  const planned: Record<string, Property> = {
    ...planObject(fields, news, olds, { keepNulls, nested: false, inSet: false }),
    id: olds === undefined ? UNKNOWN : (olds["id"] ?? null),
  };
  const decided = Object.entries(fields)
    .map(([name, field]) => [name, (field.planned ?? null) as Property] as const)
    .filter(([name, rule]) => rule !== null && !(name in news))
    .sort(([, left], [, right]) => Number(isTemplate(left)) - Number(isTemplate(right)));
  for (const [name, rule] of decided) {
    const value = decidedByProvider(name, rule, request, planned);
    if (value !== undefined) planned[name] = value;
  }
  return planned;
}

/** What the provider itself decides; undefined where it leaves the value to the cloud. */
function decidedByProvider(
  name: string,
  rule: Property,
  { provider, news, olds }: PlanRequest,
  planned: Properties,
): Property | undefined {
  if (rule === "@labels") return planLabels(name, provider, news["labels"] ?? {}, olds);
  if (rule === "@annotations") {
    return merge(olds?.["effectiveAnnotations"], olds?.["annotations"], news["annotations"] ?? {});
  }
  if (name === "deletionPolicy") return provider.deletionPolicy ?? rule;
  if (isTemplate(rule)) return fillTemplate(rule, planned, olds);
  // A resource that exists keeps its project, region and zone when the provider's change.
  if (olds !== undefined && (olds[name] ?? null) !== null) return undefined;
  if (typeof rule !== "string") return olds === undefined ? rule : undefined;
  if (rule === "@project") return provider.project;
  if (rule === "@region") return provider.region;
  if (rule === "@zone") return provider.zone;
  return olds === undefined ? rule : undefined;
}

const isTemplate = (rule: Property): rule is string =>
  typeof rule === "string" && rule.includes("{{");

/** Text made of other fields, made anew when the first of them changes. */
function fillTemplate(
  template: string,
  planned: Properties,
  olds: Properties | undefined,
): Property | undefined {
  const names = [...template.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? "");
  if (olds !== undefined && olds[names[0] ?? ""] === planned[names[0] ?? ""]) return undefined;
  const values = names.map((name) => planned[name]);
  if (!values.every((value) => typeof value === "string")) return undefined;
  return template.replace(/{{\w+}}/g, () => values.shift() ?? "");
}

const ATTRIBUTION = "goog-pulumi-provisioned";

function planLabels(
  name: string,
  provider: ProviderSettings,
  labels: Property,
  olds: Properties | undefined,
): Property {
  if (hasUnknown(labels) || !isObject(labels)) return UNKNOWN;
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
  return name === "effectiveLabels" ? merge(olds?.["effectiveLabels"], before, own) : own;
}

/** The program's entries beside those that the cloud added; the program's old ones go. */
function merge(effective: Property | undefined, before: Property | undefined, own: Property) {
  if (hasUnknown(own)) return UNKNOWN;
  if (!isObject(own) || !isObject(effective)) return own;
  const foreign = mapValues(effective, (value, key) =>
    isObject(before) && key in before ? undefined : value,
  );
  return { ...foreign, ...own };
}

/** How absent values are planned, which Terraform does differently in different places. */
interface Place {
  /** Whether an absent value in the state stays absent when the inputs say zero. */
  readonly keepNulls: boolean;
  /** Whether the object is a block inside the resource. */
  readonly nested: boolean;
  /** Whether the object is an element of a set, where texts left out are written out. */
  readonly inSet: boolean;
}

function planObject(
  fields: Fields,
  news: Properties,
  olds: Properties | undefined,
  place: Place,
): Properties {
  const planned: Record<string, Property> = {};
  for (const [name, field] of Object.entries(fields)) {
    planned[name] = planField(field, news[name] ?? null, olds && (olds[name] ?? null), place);
  }
  return planned;
}

/** `old` is undefined where there is nothing to keep, null where the state holds no value. */
function planField(
  field: Field,
  value: Property,
  old: Property | undefined,
  place: Place,
): Property {
  const given = value ?? field.default ?? null;
  // Terraform does not count a set that is unknown as a change where the cloud may fill it.
  if (given === UNKNOWN && field.type === "set" && field.computed && isList(old)) return old;
  // Nor a flag of a block that was off.
  if (given === UNKNOWN && place.nested && old === false && !field.default) return old;
  if (given === null) {
    if (field.readOnly || field.computed) return old === undefined ? UNKNOWN : old;
    if (old !== undefined && (isZero(old) || field.suppress === "emptied")) return old;
    if (field.type === "map" && isObject(old)) return {};
    return place.inSet && field.type === "string" ? "" : null;
  }
  if (isUnchanged(field, old, given, place.keepNulls)) return old ?? null;
  const fields = field.fields;
  if (field.type === "set" && isList(given)) {
    return planSet(fields, given, isList(old) ? old : [], place.keepNulls);
  }
  if (fields === undefined) {
    // A list of a resource to be created shows what is known of it.
    if (hasUnknown(given) && (field.type !== "list" || old !== undefined)) return UNKNOWN;
    return field.upper && typeof given === "string" ? given.toUpperCase() : given;
  }
  const inSet = place.inSet || field.set === true;
  const plan = (item: Property, before: Property | undefined) => {
    if (!isObject(item)) return item;
    const same = isObject(before) && (!field.set || sameElement(fields, before, item));
    return planObject(fields, item, same ? before : undefined, { ...place, nested: true, inSet });
  };
  if (!isList(given)) return plan(given, old);
  return given.map((item, index) => plan(item, isList(old) ? old[index] : undefined));
}

function isUnchanged(
  field: Field,
  old: Property | undefined,
  next: Property,
  keepNulls: boolean,
): boolean {
  if (next === UNKNOWN) return false;
  if (isList(next)) {
    return (
      isEmpty(next) && (isEmpty(old ?? null) || (field.computed && field.fields) !== undefined)
    );
  }
  if (isObject(next)) {
    if (old !== null) return false;
    if (field.suppress === "disabledBlock") return next["enabled"] === false;
    return field.suppress === "emptyBlock" && isBlank(field, next);
  }
  if (old !== undefined && (old === next || (keepNulls && old === null && isZero(next))))
    return true;
  return field.suppress !== undefined && equivalent(field.suppress, old ?? null, next);
}

/** Whether an object says no more than its defaults do. */
function isBlank(field: Field, object: Properties): boolean {
  return Object.entries(object).every(
    ([name, value]) =>
      name === "__defaults" || isZero(value) || value === field.fields?.[name]?.default,
  );
}

/** An element stays as it is in the state where the state has the same one. */
function planSet(
  fields: Fields | undefined,
  items: readonly Property[],
  olds: readonly Property[],
  keepNulls: boolean,
): Property {
  if (items.some((item) => item === UNKNOWN || (fields === undefined && hasUnknown(item))))
    return UNKNOWN;
  const planned = items.map((item) => {
    if (fields === undefined || !isObject(item)) return item;
    const twin = olds.find((old) => sameElement(fields, old, item));
    const place = { keepNulls, nested: true, inSet: true };
    return planObject(fields, item, isObject(twin) ? twin : undefined, place);
  });
  return sortSet(planned);
}
