import type { ResourceFacts } from "../../local/facts/facts.ts";
import { isList, isObject, mapValues, Secret, UNKNOWN } from "../../local/provider/properties.ts";
import type { Properties, Property } from "../../local/provider/properties.ts";
import { BASES } from "./bases.ts";
import type { Random } from "./random.ts";
import { get, put, sites, type Site } from "./sites.ts";
import { badValue, goodValue } from "./values.ts";

/** What a case puts to the test; the columns of the table. */
export const CLASSES = [
  "valid",
  "missing",
  "bad value",
  "conflict",
  "unknown",
  "secret",
  "no-op",
  "update",
  "replace",
  "nested list",
] as const;

/** One of the columns. */
export type Class = (typeof CLASSES)[number];

/** Inputs before and after; a check looks at `news` alone. */
export interface Case {
  readonly olds: Properties;
  readonly news: Properties;
}

/** A case of a class, or undefined where this draw found no place for one; draw again then. */
export function draw(
  random: Random,
  type: string,
  facts: ResourceFacts,
  kind: Class,
): Case | undefined {
  const olds = variation(random, random.pick(BASES[type] ?? []) ?? {}, facts);
  const news = CHANGES[kind](random, olds, facts);
  return news && { olds, news };
}

/** Whether a draw of this class can ever succeed for a type. */
export function possible(type: string, facts: ResourceFacts, kind: Class): boolean {
  const all = (BASES[type] ?? []).flatMap((base) => sites(facts.fields, base));
  switch (kind) {
    case "conflict":
      return all.some(({ field }) => field.conflictsWith ?? field.exactlyOneOf);
    case "update":
      return all.some((site) => !site.replaces && isScalar(site));
    case "nested list":
      return all.some((site) => isCollection(site) && site.value !== undefined);
    default:
      return true;
  }
}

/** A base with some optional properties left out and another set; items of lists stay whole. */
function variation(random: Random, base: Properties, facts: ResourceFacts): Properties {
  let inputs = base;
  const whole = ({ path }: Site) => !path.some((step) => typeof step === "number");
  for (const site of sites(facts.fields, base).filter(whole)) {
    if (site.value !== undefined && !site.field.required && random.chance(0.15)) {
      inputs = put(inputs, site.path, undefined);
    }
  }
  const absent = sites(facts.fields, inputs).filter(
    (site) => site.value === undefined && whole(site) && isScalar(site) && !isGrouped(site),
  );
  const extra = random.chance(0.5) ? random.pick(absent) : undefined;
  return extra ? put(inputs, extra.path, goodValue(random, extra.field)) : inputs;
}

type Change = (random: Random, inputs: Properties, facts: ResourceFacts) => Properties | undefined;

const CHANGES: Readonly<Record<Class, Change>> = {
  valid: (_, inputs) => inputs,

  missing: (random, inputs, { fields }) => {
    const needed = sites(fields, inputs).filter(
      ({ field, value }) =>
        value !== undefined &&
        field.autoName === undefined &&
        (field.required ?? field.exactlyOneOf ?? field.atLeastOneOf ?? field.requiredWith),
    );
    const site = random.pick(needed);
    return site && put(inputs, site.path, undefined);
  },

  "bad value": (random, inputs, { fields }) => {
    const all = sites(fields, inputs);
    if (random.chance(0.1)) {
      const parents = all.filter(({ value }) => isObject(value));
      const path = random.chance(0.5) ? [] : (random.pick(parents)?.path ?? []);
      return put(inputs, [...path, "noSuchProperty"], "x");
    }
    if (random.chance(0.1)) {
      const site = random.pick(all.filter(({ field }) => field.readOnly));
      return site && put(inputs, site.path, "decided-by-the-cloud");
    }
    const site = random.pick(all.filter(({ field }) => !field.readOnly));
    return site && put(inputs, site.path, badValue(random, site.field));
  },

  conflict: (random, inputs, { fields }) => {
    const all = sites(fields, inputs);
    const site = random.pick(all.filter(isGrouped));
    if (site === undefined) return undefined;
    const rivals = [...(site.field.conflictsWith ?? []), ...(site.field.exactlyOneOf ?? [])];
    const rival = random.pick(
      all.filter(({ path }) => path !== site.path && rivals.includes(path.join("."))),
    );
    if (rival === undefined) return undefined;
    return [site, rival].reduce<Properties | undefined>((result, { path, field, value }) => {
      const given = value ?? goodValue(random, field);
      return given === undefined || result === undefined ? undefined : put(result, path, given);
    }, inputs);
  },

  unknown: (random, inputs, { fields }) => {
    const given = sites(fields, inputs).filter(({ value }) => value !== undefined);
    return random
      .shuffle(given)
      .slice(0, random.integer(1, 2))
      .reduce(
        (result, { path }) =>
          get(result, path) === undefined ? result : put(result, path, UNKNOWN),
        inputs,
      );
  },

  secret: (random, inputs, facts) => {
    const given = sites(facts.fields, inputs).filter(({ value }) => value !== undefined);
    const changed = random.chance(0.5) ? inputs : (scalarChange(random, inputs, facts) ?? inputs);
    const site = random.pick(given);
    const value = site && get(changed, site.path);
    return site === undefined || value === undefined
      ? undefined
      : put(changed, site.path, new Secret(value));
  },

  "no-op": (random, inputs, { fields }) => {
    const all = sites(fields, inputs);
    const set = random.pick(
      all.filter(({ field, value }) => field.type === "set" && isList(value)),
    );
    if (set && isList(set.value) && random.chance(0.4)) {
      return put(inputs, set.path, random.shuffle(set.value));
    }
    const same = random.pick(all.flatMap((site) => respelled(site)));
    return same && random.chance(0.7) ? put(inputs, same.path, same.value) : inputs;
  },

  update: (random, inputs, facts) => scalarChange(random, inputs, facts, false),

  replace: (random, inputs, facts) => scalarChange(random, inputs, facts, true),

  "nested list": (random, inputs, { fields }) => {
    const site = random.pick(
      sites(fields, inputs).filter((it) => isCollection(it) && it.value !== undefined),
    );
    if (site === undefined) return undefined;
    const value = reworked(random, site);
    return value === undefined ? undefined : put(inputs, site.path, value);
  },
};

function scalarChange(
  random: Random,
  inputs: Properties,
  { fields }: ResourceFacts,
  replaces?: boolean,
): Properties | undefined {
  const changeable = sites(fields, inputs).filter(
    (site) =>
      (replaces === undefined || site.replaces === replaces) &&
      !site.field.readOnly &&
      (isScalar(site) || site.field.type === "object" || replaces === true),
  );
  const site = random.pick(changeable);
  if (site === undefined) return undefined;
  if (site.value !== undefined && !site.field.required && random.chance(0.25)) {
    return put(inputs, site.path, undefined);
  }
  if (site.value === undefined && isGrouped(site)) return undefined;
  const value = goodValue(random, site.field, site.value) ?? altered(site.value);
  return value === undefined ? undefined : put(inputs, site.path, value);
}

/** Another text of the same shape, for fields whose rule no generator knows. */
function altered(value: Property | undefined): Property | undefined {
  return typeof value === "string" && value !== ""
    ? value.replace(/[a-z](?=[a-z0-9]*$)/, "q")
    : undefined;
}

/** Other spellings that mean the same: a zero for an absent value, a default, a full self link. */
function respelled({
  path,
  field,
  value,
}: Site): { path: Site["path"]; value: Property | undefined }[] {
  if (field.readOnly || field.required || isGrouped({ field })) {
    const link =
      typeof value === "string" &&
      field.suppress === "selfLinkOrName" &&
      value.startsWith("projects/");
    return link ? [{ path, value: `https://www.googleapis.com/compute/v1/${value}` }] : [];
  }
  if (value === undefined && field.default === undefined && !field.valid && !field.computed) {
    const zero: Property | undefined = { string: "", boolean: false, integer: 0, number: 0 }[
      field.type as string
    ];
    return zero === undefined ? [] : [{ path, value: zero }];
  }
  return value !== undefined && value === field.default ? [{ path, value: undefined }] : [];
}

function reworked(random: Random, { field, value }: Site): Property | undefined {
  if (isObject(value)) {
    const key = random.pick(Object.keys(value)) ?? "key";
    const edits: (() => Properties)[] = [
      () => ({ ...value, added: "text-1" }),
      () => mapValues(value, (item, name) => (name === key ? undefined : item)),
      () => ({ ...value, [key]: "text-2" }),
    ];
    return random.pick(edits)?.();
  }
  if (!isList(value)) return undefined;
  const fresh = goodValue(random, field);
  const more = isList(fresh) ? fresh : [];
  const at = random.integer(0, value.length - 1);
  const edits: (() => readonly Property[])[] = [
    () => [...value, ...more],
    () => [...more.slice(0, 1), ...value],
    () => value.filter((_, index) => index !== at),
    () => value.map((item, index) => (index === at ? edited(random, field, item) : item)),
    () => random.shuffle(value),
  ];
  return random.pick(edits)?.();
}

function edited(random: Random, field: Site["field"], item: Property): Property {
  if (field.fields === undefined || !isObject(item)) return altered(item) ?? item;
  const site = random.pick(
    sites(field.fields, item).filter((inner) => isScalar(inner) && !isGrouped(inner)),
  );
  const value = site && (goodValue(random, site.field, site.value) ?? altered(site.value));
  return site && value !== undefined ? put(item, site.path, value) : item;
}

const isScalar = ({ field }: Pick<Site, "field">) =>
  !field.readOnly && !["list", "set", "map", "object"].includes(field.type);

const isCollection = ({ field }: Site) => ["list", "set", "map"].includes(field.type);

const isGrouped = ({ field }: Pick<Site, "field">) =>
  (field.conflictsWith ?? field.exactlyOneOf ?? field.requiredWith) !== undefined;
