import { isMap, isUnknown, type Path } from "../../policy/values.ts";
import type { Shown } from "../document/plan.ts";
import { isSecretPlace } from "./places.ts";
import { maskName, maskText } from "./text.ts";

/**
 * By what the engine knows its own kinds of values. Source: pulumi/pulumi v3.259.0,
 * `sdk/go/common/resource/properties.go` and `sdk/nodejs/runtime/rpc.ts`.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Whether the engine calls a value secret. */
export function isSecret(value: unknown): boolean {
  return value === "[secret]" || (isMap(value) && value[SIGNATURE] === SECRET);
}

/** Whether a value is one of the engine's own kinds: a secret, a file, a reference to a resource. */
export function isSpecial(value: unknown): boolean {
  return isMap(value) && SIGNATURE in value;
}

/** A leaf as it may be shown. */
export function shown(type: string, path: Path, value: unknown): Shown {
  if (isSecret(value)) return { secret: true };
  if (isUnknown(value)) return { unknown: true };
  if (isSpecial(value)) return { value: special(value) };
  if (Array.isArray(value)) return { empty: "list" };
  if (isMap(value)) return { empty: "map" };
  if (isSecretPlace(type, path, value)) return { secret: true };
  if (typeof value === "string") return { value: maskText(value) };
  return { value: typeof value === "number" || typeof value === "boolean" ? value : null };
}

/** A file is told by its digest: its text may hold anything. */
function special(value: unknown): string {
  const { hash, urn } = value as { readonly hash?: unknown; readonly urn?: unknown };
  if (typeof hash === "string") return `file sha256:${hash}`;
  return typeof urn === "string" ? showUrn(urn) : "a value of the engine's own";
}

/**
 * A path as it may be shown, in the notation of Pulumi's property paths. A property's name is the
 * provider's; a map's key is anybody's, and one that could be a secret is told by its length.
 */
export function showPath(path: Path): string {
  return path
    .map((step, at) => {
      if (typeof step === "number") return `[${step}]`;
      const key = maskName(step);
      if (!/^[\w-]+$/.test(key)) return key === step ? `[${JSON.stringify(key)}]` : `["${key}"]`;
      return at === 0 ? key : `.${key}`;
    })
    .join("");
}

/** A resource's URN with nothing in its name that could be a secret. */
export function showUrn(urn: string): string {
  return urn
    .split("::")
    .map((part) => maskText(part))
    .join("::");
}
