import { isMap, jsonOf, type Path } from "../../policy/values.ts";
import { maskText } from "../mask/text.ts";
import { showPath } from "../mask/values.ts";
import { bare, isFile } from "./encoding.ts";
import { isCredentialField } from "./field-names.ts";
import type { PlanBase } from "./format.ts";
import { KnownSecrets } from "./known.ts";
import { placeholderOf } from "./placeholder-of.ts";
import { withoutNumbers } from "./placeholders.ts";
import { learnSecrets, withoutSecrets } from "./without-secrets.ts";

/**
 * The first place of a plan base that holds what looks like a secret: where taking secrets out, as an
 * export does, would still find something to take out.
 *
 * @param names What everybody may know.
 * @param published Texts that the deployed commit itself has; default none.
 */
export function secretPlace(
  base: PlanBase,
  names: readonly string[],
  published: Iterable<string> = [],
): string | undefined {
  const { project, stack, config, state } = base;
  const urns = state.resources
    .flatMap(({ urn }) => urn.split("::"))
    .filter((name) => maskText(name) === name);
  const known = new KnownSecrets([...names, project, stack, ...urns]);
  learnSecrets(state, known);
  for (const [place, { placeholder }] of Object.entries(config)) {
    const again = placeholderOf(placeholder, { known, keeps: isCredentialField });
    if (!same(placeholder, again)) return `config.${maskText(place)}`;
  }
  const freeing = { known, published: [...names, ...published] };
  const path = difference(bare(state), bare(withoutSecrets(state, freeing)), []);
  return path && `state.${showPath(path)}`;
}

/** Where two values differ, other than in which secret a placeholder stands for. */
function difference(one: unknown, other: unknown, path: Path): Path | undefined {
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return path;
    return first([...one.keys()], (at) => difference(one[at], other[at], [...path, at]));
  }
  if (!isMap(one) || !isMap(other)) return same(one, other) ? undefined : path;
  const [mine, theirs] = [one, other].map(byKey);
  if (mine?.size !== theirs?.size) return path;
  return first([...(mine?.keys() ?? [])], (key) => {
    // A file's digest is that of the placeholder in it, whichever that is.
    if (key === "hash" && isFile(one)) return undefined;
    if (theirs?.has(key) !== true) return [...path, key];
    return difference(mine?.get(key), theirs.get(key), [...path, key]);
  });
}

function byKey(map: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(map).map(([key, value]) => [withoutNumbers(key), value]));
}

function first<T>(items: readonly T[], find: (item: T) => Path | undefined): Path | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function same(one: unknown, other: unknown): boolean {
  return told(one) === told(other);
}

/** A leaf with all placeholders alike, also where they stand in JSON in base64. */
function told(leaf: unknown): string {
  const text = String(leaf);
  const inside = Buffer.from(text, "base64").toString("utf8");
  const isDocument = typeof leaf === "string" && typeof jsonOf(inside) === "object";
  return `${typeof leaf} ${withoutNumbers(isDocument ? inside : text)}`;
}
