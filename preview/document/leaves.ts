import { isMap, type Leaf } from "../../policy/values.ts";
import { isSpecial } from "../mask/marks.ts";

/** What the engine keeps among a resource's properties for itself. */
const OWN_NOTES = new Set(["__defaults", "__meta", "__provider"]);

/** Whether a property is the engine's or the provider's own note, and nobody's setting. */
export function isNote(property: string | number | undefined): boolean {
  return OWN_NOTES.has(String(property));
}

/** The leaves of a resource's properties, each by its path. */
export type Leaves = ReadonlyMap<string, Leaf>;

/** Every leaf of a resource's properties, by its path as text; what is empty is a leaf too. */
export function leavesOf(properties: unknown): Leaves {
  const found = new Map<string, Leaf>();
  const visit = (value: unknown, path: Leaf["path"]): void => {
    if (value === undefined) return;
    const inner = entriesOf(value);
    if (inner.length === 0) {
      if (path.length > 0) found.set(JSON.stringify(path), { path, value });
      return;
    }
    for (const [step, item] of inner) visit(item, [...path, step]);
  };
  visit(properties, []);
  return found;
}

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return [...value.entries()];
  if (!isMap(value) || isSpecial(value)) return [];
  return Object.entries(value).filter(([key]) => !isNote(key));
}
