import { isMap, type Path } from "../../policy/values.ts";

/**
 * Reads a property path as the engine writes it: `settings.tier`, `ports[0]`, `labels["a.b"]`.
 * Source: pulumi/pulumi v3.259.0, `sdk/go/common/resource/property_path.go`.
 */
export function parsePath(text: string): Path {
  return [...text.matchAll(STEP)].map(([, quoted, index, name]) => {
    if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, "$1");
    return index === undefined ? (name ?? "") : Number(index);
  });
}

const STEP = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return typeof step === "number" ? (at as unknown[])[step] : undefined;
    return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/** Paths, of which there may be thousands, and whether one of them has to do with a place. */
export class PathSet {
  readonly #ends = new Set<string>();
  readonly #ways = new Set<string>();

  constructor(paths: Iterable<Path>) {
    for (const path of paths) {
      const keys = keysOf(path);
      this.#ends.add(keys.at(-1) ?? "");
      for (const key of keys) this.#ways.add(key);
    }
  }

  /** Whether one of the paths leads to the place, or to something that the place is in. */
  leadTo(place: Path): boolean {
    return this.#ends.size > 0 && keysOf(place).some((key) => this.#ends.has(key));
  }

  /** Whether one of the paths leads to the place, or to something in it. */
  leadInto(place: Path): boolean {
    return this.#ways.has(keysOf(place).at(-1) ?? "");
  }
}

/** A key for each step of the way; the number 1 and the name "1" are two. */
function keysOf(path: Path): readonly string[] {
  let way = "";
  return path.map((step) => (way += `${JSON.stringify(step)}/`));
}
