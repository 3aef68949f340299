import { readFileSync } from "node:fs";

/** A constraint on a single value, read from the provider's validators. */
export type Rule =
  | { readonly enum: readonly string[]; readonly ignoreCase?: true }
  | { readonly match: string }
  | { readonly reject: string }
  | { readonly keys: string }
  | { readonly length: readonly [number, number] }
  | { readonly min: number; readonly max?: number }
  | { readonly format: "cidr" | "base64" | "privateAsn" | "rotation" };

/** What is known about one field; a flag that is absent is false. */
export interface Field {
  readonly type: "string" | "boolean" | "integer" | "number" | "list" | "set" | "map" | "object";
  /** Element type of a list, set or map of plain values. */
  readonly items?: "string" | "integer" | "number" | "map";
  /** Fields of an object, or of the objects in a list or set. */
  readonly fields?: Fields;
  readonly required?: true;
  /** The cloud fills it when the program leaves it out. */
  readonly computed?: true;
  /** Only the cloud sets it. */
  readonly readOnly?: true;
  /** A change replaces the resource. */
  readonly replaces?: true;
  readonly secret?: true;
  readonly deprecated?: true;
  /** It takes a file or an archive too, as the engine hands them on. */
  readonly asset?: true;
  /** An object that is a set of at most one element: failures name the set, not what is inside. */
  readonly set?: true;
  readonly default?: string | number | boolean;
  readonly autoName?: { readonly max: number; readonly lower?: true; readonly separator?: string };
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Dotted paths from the resource's root. */
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
  readonly valid?: readonly Rule[];
  /** Name of an equivalence under which a difference is no change (see rules.ts). */
  readonly suppress?: string;
  /** The provider stores the value in upper case. */
  readonly upper?: true;
  /**
   * Value at plan time when left out: a constant, the provider's `@project`, `@region`, `@zone`,
   * `@labels` or `@annotations`, or made of other fields as in `{{accountId}}@{{project}}`.
   */
  readonly planned?: string | number | boolean | readonly unknown[];
}

/** Fields by property name. */
export interface Fields {
  readonly [name: string]: Field;
}

/** What is known about one resource type. */
export interface ResourceFacts {
  readonly terraform: string;
  readonly deleteBeforeReplace?: true;
  readonly secretOutputs?: readonly string[];
  /** Version of the state's layout that the provider writes. Default: 0. */
  readonly schemaVersion?: number;
  readonly fields: Fields;
}

/** The data file: JSON with one resource type a line, so that a type is parsed when asked for. */
export const DATA = new URL("gcp.json", import.meta.url);

let lines: Map<string, string> | undefined;
const parsed = new Map<string, ResourceFacts>();

/** Every resource type of the provider, by token. */
export function resourceTypes(): readonly string[] {
  return [...index().keys()];
}

/** What is known of a type, or undefined where the provider has no such type. */
export function factsOf(type: string): ResourceFacts | undefined {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const line = index().get(type);
  if (line === undefined) return undefined;
  const facts = JSON.parse(line) as ResourceFacts;
  parsed.set(type, facts);
  return facts;
}

function index(): Map<string, string> {
  lines ??= new Map(
    readFileSync(DATA, "utf8")
      .split("\n")
      .filter((line) => line.startsWith('"'))
      .map((line) => {
        const end = line.indexOf('":');
        return [line.slice(1, end), line.slice(end + 2).replace(/,$/, "")];
      }),
  );
  return lines;
}
