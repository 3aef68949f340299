import { isDeepStrictEqual } from "node:util";
import { check, type ProviderSettings } from "../../local/provider/check.ts";
import { diff, type DiffResult } from "../../local/provider/diff.ts";
import { factsOf, type Field, type Fields } from "../../local/facts/facts.ts";
import {
  isList,
  isObject,
  mapValues,
  plain,
  Secret,
  UNKNOWN,
} from "../../local/provider/properties.ts";
import type { Properties, Property } from "../../local/provider/properties.ts";
import type { Case, Class } from "./cases.ts";
import { OracleGone, type Oracle } from "./oracle.ts";

/** The real provider with the settings that it was configured with. */
export interface Real {
  readonly oracle: Oracle;
  readonly settings: ProviderSettings;
}

/** What both said of one case; undefined where the draw does not show what its class is about. */
export type Verdict = { readonly real: unknown; readonly ours: unknown } | undefined;

const CHECKED: ReadonlySet<Class> = new Set(["valid", "missing", "bad value", "conflict"]);
const REFUSED: ReadonlySet<Class> = new Set(["missing", "bad value", "conflict"]);

/** Puts one case to both providers. `after` is the real one with the settings of the new inputs. */
export async function compare(
  type: string,
  kind: Class,
  { olds, news }: Case,
  before: Real,
  after: Real,
): Promise<Verdict> {
  const urn = `urn:pulumi:dev::acme::${type}::thing`;
  if (CHECKED.has(kind)) return compareChecks(urn, type, kind, news, before);
  const first = await before.oracle.check(urn, undefined, olds);
  if (first.reasons.length > 0) return undefined;
  const oldInputs = first.inputs;
  const second = await after.oracle.check(urn, oldInputs, news);
  const own = check({ type, urn, news, olds: oldInputs, provider: after.settings });
  const failing = { real: paths(second.reasons), ours: ownPaths(own) };
  if (failing.real.length + failing.ours.length > 0) {
    return kind === "unknown" || kind === "secret" ? failing : undefined;
  }
  const oldState = await stateOf(before.oracle, urn, type, oldInputs);
  if (oldState === undefined) return undefined;
  const request = { id: "id-0", oldInputs, oldState };
  const real = await after.oracle.diff({ ...request, urn, news: second.inputs }).catch(refusal);
  const ours = attempt(() =>
    diff({ ...request, type, news: own.inputs, provider: after.settings }),
  );
  if (typeof real === "string" || typeof ours === "string") {
    return { real: outcome(real), ours: outcome(ours) };
  }
  if ((kind === "update" || kind === "nested list") && !real.changes && !ours.changes)
    return undefined;
  if (kind === "replace" && real.replaces.length === 0 && ours.replaces.length === 0)
    return undefined;
  return { real: kinds(real), ours: kinds(ours) };
}

async function compareChecks(
  urn: string,
  type: string,
  kind: Class,
  news: Properties,
  { oracle, settings }: Real,
): Promise<Verdict> {
  const own = check({ type, urn, news, provider: settings });
  const ours = ownPaths(own);
  try {
    const checked = await oracle.check(urn, undefined, news);
    const real = paths(checked.reasons);
    if (REFUSED.has(kind)) return real.length + ours.length === 0 ? undefined : { real, ours };
    if (real.length > 0 && ours.length > 0) return undefined;
    return {
      real: { real, inputs: withoutNames(checked.inputs) },
      ours: { real: ours, inputs: withoutNames(own.inputs) },
    };
  } catch (error) {
    refusal(error);
    // A text that is no number ends the real check at once, with the property's Terraform name.
    const text = String(error);
    return {
      real: ["not a number"],
      ours: text.includes("strconv") && ours.length > 0 ? ["not a number"] : ours,
    };
  }
}

/** Whether both said the same. */
export function agrees(verdict: NonNullable<Verdict>): boolean {
  const { real, ours } = verdict;
  const refused = [real, ours].map((answer) => String(answer).startsWith("refused"));
  return refused.every(Boolean) || isDeepStrictEqual(real, ours);
}

/** What the real provider answered instead of a result; a crash is no answer. */
function refusal(error: unknown): string {
  if (error instanceof OracleGone) throw error;
  return String(error);
}

const outcome = (answer: unknown) =>
  typeof answer === "string" ? `refused: ${answer}` : "accepted";

function attempt<Result>(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

/**
 * Terraform's SDK builds deep failing paths in slices that share memory, so a path can end in the
 * name of another field. Beyond this depth a path is cut to the part that can be relied on.
 */
const RELIABLE_STEPS = 3;

function reliable(path: string): string {
  const steps = path.split(/(?=[.[])/);
  return steps.length > RELIABLE_STEPS ? steps.slice(0, RELIABLE_STEPS).join("") : path;
}

/** Only the part of a real failure that is not prose: the path that it names. */
function paths(reasons: readonly string[]): string[] {
  return unique(
    reasons.map((reason) => {
      const examined = /Examine values at 'thing\.(.+)'\.$/.exec(reason)?.[1];
      return reliable(examined ?? /Missing required property '(.+?)'/.exec(reason)?.[1] ?? reason);
    }),
  );
}

const ownPaths = ({ failures }: ReturnType<typeof check>) =>
  unique(failures.map(({ property }) => reliable(property)));

const unique = (items: readonly string[]) => [...new Set(items)].sort();

function kinds({ changes, replaces, deleteBeforeReplace, detailed }: DiffResult) {
  return {
    changes,
    replaces: unique(replaces),
    deleteBeforeReplace,
    kinds: Object.fromEntries(
      Object.entries(detailed)
        .map(([path, { kind }]) => [path, kind] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  };
}

/** Generated names differ in their random end. */
function withoutNames(inputs: Properties): Property {
  const plainInputs = plain(inputs);
  return isObject(plainInputs)
    ? mapValues(plainInputs, (value) =>
        typeof value === "string" ? value.replace(/^thing([-_])[0-9a-f]{7}$/, "thing$1") : value,
      )
    : plainInputs;
}

/** The state that a create would leave, unknowns filled; undefined where the plan is refused. */
export async function stateOf(
  oracle: Oracle,
  urn: string,
  type: string,
  inputs: Properties,
): Promise<Properties | undefined> {
  try {
    const planned = await oracle.previewCreate(urn, inputs);
    const fields = factsOf(type)?.fields ?? {};
    const state = mapValues(planned, (value, name) => settle(fields[name], value, name));
    // Without the version that a real state carries, the real provider would migrate it.
    const meta = JSON.stringify({ schema_version: String(factsOf(type)?.schemaVersion ?? 0) });
    return { ...state, __meta: meta, id: "id-0" };
  } catch (error) {
    refusal(error);
    return undefined;
  }
}

const SETTLED: Readonly<Record<Field["type"], Property>> = {
  string: "",
  boolean: true,
  integer: 7,
  number: 0.5,
  list: [],
  set: [],
  map: {},
  object: null,
};

function settle(field: Field | undefined, value: Property, name: string): Property {
  if (value instanceof Secret) {
    const inner = settle(field, value.reveal(), name);
    return inner === null ? null : new Secret(inner);
  }
  if (value === UNKNOWN)
    return field?.type === "string" ? `${name}-0` : SETTLED[field?.type ?? "map"];
  const inner = (item: Properties) => settleBlock(field?.fields, item);
  if (isList(value)) return value.map((item) => (isObject(item) ? inner(item) : item));
  return isObject(value) ? inner(value) : value;
}

/** Once read back from the cloud, a nested block holds zero values where nothing was given. */
function settleBlock(fields: Fields | undefined, block: Properties): Properties {
  if (fields === undefined) return block;
  const settled = Object.entries(fields).map(([name, field]) => {
    const value = settle(field, block[name] ?? null, name);
    return [name, value ?? ZEROS[field.type] ?? null] as const;
  });
  return Object.fromEntries(settled);
}

const ZEROS: Partial<Record<Field["type"], Property>> = {
  string: "",
  boolean: false,
  integer: 0,
  number: 0,
};
