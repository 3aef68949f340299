import { isNameLike } from "./words.ts";

/** The way to a value inside a resource: property names and list positions. */
export type Path = readonly (string | number)[];

/** A value that is neither map nor list, or a map's key. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * What stands for a value that is known after the update only, by type. Source: `@pulumi/policy`
 * 1.21.0, `proxy.ts`, and `@pulumi/pulumi` 3.259.0, `runtime/rpc.ts`.
 */
const UNKNOWN = new Set<unknown>([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * The key of a map by which a message to the engine tells a value that is more than itself: a secret, an
 * output, an asset. Source: `@pulumi/pulumi` 3.259.0, `runtime/rpc.ts`.
 */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Whether a value is one that a preview does not know yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && UNKNOWN.has(value);
}

/** Whether a value is a map of properties. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a text says as JSON; `undefined` where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every leaf of a value, one by one, so that an unknown hides nothing that stands beside it. */
export function* leaves(value: unknown, path: Path = []): Generator<Leaf> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leaves(item, [...path, index]);
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield { path: [...path, key], value: key };
      yield* leaves(item, [...path, key]);
    }
  } else {
    yield { path, value };
  }
}

/**
 * The values at a path, each with its place. A step through a list goes through each of its items;
 * `*` goes through each entry of a map. An unknown on the way is handed out as it is.
 */
export function* valuesAt(value: unknown, dotted: string): Generator<Leaf> {
  yield* follow(value, dotted === "" ? [] : dotted.split("."), []);
}

function* follow(value: unknown, steps: readonly string[], path: Path): Generator<Leaf> {
  const [step, ...rest] = steps;
  if (value === undefined || value === null) return;
  if (isUnknown(value)) yield { path, value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* follow(item, steps, [...path, index]);
  } else if (step === undefined) yield { path, value };
  else if (step === "*" && isMap(value)) {
    for (const [key, item] of Object.entries(value)) yield* follow(item, rest, [...path, key]);
  } else if (isMap(value)) yield* follow(value[step], rest, [...path, step]);
}

/** A path as it may be shown: a key that could be a secret is replaced by its length. */
export function showPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      return index === 0 ? showName(step) : `.${showName(step)}`;
    })
    .join("");
}

/** A name as it may be shown: nobody knows whether it is one, or was pasted into the wrong place. */
export function showName(name: string): string {
  const isName = name.length < 12 || isNameLike(name);
  return isName && !COULD_BE_SECRET.test(name) ? name : `[${name.length} characters]`;
}

/** What is no name: long and with digits, very long, or with what no name has. */
const COULD_BE_SECRET = /^(?=.*\d).{16,}$|^.{41,}$|[^\w.\-/]/;
