import { isDeepStrictEqual } from "node:util";

import { isMap, isUnknown, type Path } from "../../policy/values.ts";
import { bare, isFile, isSecret, reveal, rewrap } from "./encoding.ts";
import { fits, isMarked, isOpaque } from "./placeholders.ts";

/**
 * Hears of a value that could not be compared, by its place, and whether either side calls it secret;
 * what is not is something that the plan base does not have because it could be.
 */
export type Tell = (path: Path, isSecret: boolean) => void;

/**
 * What a program wants now, with the placeholder of the plan base wherever one stands for the value
 * that was there: nobody knows whether the two differ, so nothing may come of it. What can be known
 * still differs: a secret that is new, gone, moved, of another kind, or not known yet.
 *
 * @param old What the plan base holds.
 * @param now What the program wants, as the engine sends it.
 * @param tell Called for each place where a placeholder was put for another value.
 */
export function settle(old: unknown, now: unknown, tell: Tell = () => undefined): unknown {
  return one({ old, now, was: false, is: false, strict: false, path: [], tell });
}

/** One place of both sides. */
interface Place {
  readonly old: unknown;
  readonly now: unknown;
  /** Whether the old side is called secret, and whether the new one is: then it is a placeholder. */
  readonly was: boolean;
  readonly is: boolean;
  /** Whether what is secret on one side is only what is secret on the other. */
  readonly strict: boolean;
  readonly path: Path;
  readonly tell: Tell;
}

function one(place: Place): unknown {
  const { old, now } = place;
  if (isSecret(now)) return rewrap(now, one({ ...place, now: reveal(now), is: true }));
  if (isSecret(old)) return one({ ...place, old: reveal(old), was: true });
  if (isUnknown(now) || isEmpty(old) || isEmpty(now)) return now;
  if (isFile(old) || isFile(now)) return isFile(old) && isFile(now) ? file(place) : now;
  if (Array.isArray(old)) return Array.isArray(now) ? list(place, old, now) : now;
  if (isMap(old)) return isMap(now) ? map(place, old, now) : now;
  return typeof old === typeof now ? scalar(place) : now;
}

/** What is not there, and what is there and empty, is no secret. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === "" || isDeepStrictEqual(value, {});
}

function scalar({ old, now, was, is, strict, path, tell }: Place): unknown {
  if (strict && was !== is) return now;
  const stands =
    was || is || (isMarked(old) && (typeof old !== "string" || fits(old, String(now))));
  if (!stands || old === now) return now;
  tell(path, was || is);
  return old;
}

function file({ old, now, was, is, path, tell }: Place): unknown {
  if (!was && !is && !isMarked((old as { text?: unknown }).text)) return now;
  if (!isDeepStrictEqual(old, now)) tell(path, was || is);
  return old;
}

function map(
  { path, ...place }: Place,
  old: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): unknown {
  if (isOpaque(old)) {
    if (!isDeepStrictEqual(old, bare(now))) place.tell(path, place.was || place.is);
    return old;
  }
  const entries = Object.entries(now).map(([key, value]) => {
    // What the provider fills in is not what the program no longer sets.
    const known = isFilledIn(now, key) && !isFilledIn(old, key) ? undefined : own(old, key);
    return [key, one({ ...place, old: known, now: value, path: [...path, key] })];
  });
  return Object.fromEntries(entries) as unknown;
}

/** Whether the provider says that a property is a default of its own. */
function isFilledIn(map: Readonly<Record<string, unknown>>, key: string): boolean {
  const { __defaults: defaults } = map;
  return Array.isArray(defaults) && defaults.includes(key);
}

function own(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/**
 * An item that was put before another moves it, so each looks for the old item that it could be;
 * what is left is compared with the old item at its own place, if that is left too.
 */
function list(
  { path, ...place }: Place,
  old: readonly unknown[],
  now: readonly unknown[],
): unknown {
  const left = new Set(old.keys());
  const silent = { ...place, tell: () => undefined, path, strict: true };
  const twins = now.map((item, at) => {
    const candidates = [at, ...left].filter((index) => left.has(index));
    const twin = candidates.find((index) =>
      isDeepStrictEqual(bare(one({ ...silent, old: old[index], now: item })), bare(old[index])),
    );
    if (twin !== undefined) left.delete(twin);
    return twin;
  });
  return now.map((item, at) => {
    const twin = twins[at] ?? (left.has(at) ? at : undefined);
    const known = twin === undefined ? undefined : old[twin];
    return one({ ...place, old: known, now: item, path: [...path, at] });
  });
}
