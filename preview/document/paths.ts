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

/** Whether a path leads to what another leads to, or to something inside it. */
export function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, at) => path[at] === step);
}
