import type { StepMetadata } from "../../engine/events.ts";
import { isUnknown, type Leaf, type Path } from "../../policy/values.ts";
import type { Masking } from "../mask/masking.ts";
import { leavesOf, type Leaves } from "./leaves.ts";
import { PathSet } from "./paths.ts";

/** Whether what stands at a path, or another value of the resource, is shown nowhere. */
export type Hidden = (path: Path, value?: unknown) => boolean;

/**
 * What of a step's resource must not be shown, because it is secret before or after: a value that has
 * just become secret was the same secret before, and the engine hides only the new one. Places in a
 * list count as one, since an item that is put before a secret moves it; so do what is above a secret
 * and what is below one, since text may have become a map or a map a secret. What was in plain sight
 * where a secret is now, or may have moved to where one is now, is hidden wherever it stands.
 */
export function hiddenIn({ type, old, new: now }: StepMetadata, masking: Masking): Hidden {
  const [before, after] = [leavesOf(old?.inputs), leavesOf(now?.inputs)];
  const sides = [before, after, leavesOf(old?.outputs), leavesOf(now?.outputs)];
  const marked = pathsOf(sides, ({ value }) => masking.isSecret(value));
  const placed = pathsOf(sides, ({ path, value }) => masking.isSecretPlace(type, path, value));
  const named = sides.flatMap((side) => namedSecrets(type, side, masking));
  // Most resources hold no secret, and there may be thousands.
  if (marked.length + placed.length + named.length === 0) return () => false;
  const isMarked = within(marked);
  const isPlaced = within(placed);
  const isNamed = within(named, (path) => path);
  const secrets = new Set([
    ...sides.flatMap((side) => texts(side, ({ path }) => isMarked(path))),
    ...(old && now ? moved(before, after, masking) : []),
  ]);
  const long = [...secrets].filter((text) => text.length >= TELLING);
  return (path, value) => {
    if (isMarked(path) || isPlaced(path) || isNamed(path)) return true;
    if (secrets.size === 0 || !isText(value)) return false;
    const text = String(value);
    return secrets.has(text) || long.some((secret) => text.includes(secret));
  };
}

/** Fewest characters of a secret that is looked for within other texts. */
const TELLING = 6;

/** Texts that are gone since there is a secret where none was: it could be one of them. */
function moved(before: Leaves, after: Leaves, masking: Masking): readonly string[] {
  const wasThere = within(pathsOf([before], () => true));
  const isNew = ({ path, value }: Leaf) => masking.isSecret(value) && !wasThere(path);
  if (![...after.values()].some(isNew)) return [];
  const still = new Set(texts(after, () => true));
  return texts(before, () => true).filter((text) => !still.has(text));
}

function texts(leaves: Leaves, isMeant: (leaf: Leaf) => boolean): readonly string[] {
  return [...leaves.values()]
    .filter((leaf) => isText(leaf.value) && isMeant(leaf))
    .map(({ value }) => String(value));
}

function isText(value: unknown): boolean {
  return (
    typeof value === "number" || (typeof value === "string" && value !== "" && !isUnknown(value))
  );
}

/** Values beside a name that sounds secret, as lists of variables have them. */
function namedSecrets(type: string, leaves: Leaves, masking: Masking): readonly Path[] {
  const found: Path[] = [];
  for (const { path, value: name } of leaves.values()) {
    const last = path.at(-1);
    if (path.length < 2 || typeof name !== "string" || (last !== "name" && last !== "key"))
      continue;
    const beside = [...path.slice(0, -1), "value"];
    const value = leaves.get(JSON.stringify(beside))?.value;
    if (masking.isSecretPlace(type, [...path.slice(0, -1), name], value)) found.push(beside);
  }
  return found;
}

function pathsOf(sides: readonly Leaves[], isMeant: (leaf: Leaf) => boolean): readonly Path[] {
  const paths: Path[] = [];
  for (const leaves of sides) {
    for (const leaf of leaves.values()) if (isMeant(leaf)) paths.push(leaf.path);
  }
  return paths;
}

function within(paths: readonly Path[], place = anywhere): (path: Path) => boolean {
  const found = new PathSet(paths.map(place));
  return (path) => found.leadTo(place(path)) || found.leadInto(place(path));
}

/** A path with all places of a list as one. */
function anywhere(path: Path): Path {
  return path.map((step) => (typeof step === "number" ? 0 : step));
}
