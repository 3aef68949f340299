import { isMap, isUnknown, type Path } from "../../policy/values.ts";
import type { Shown } from "../document/plan.ts";
import { isSpecial } from "./marks.ts";
import { MASKING, type Masking } from "./masking.ts";
import { LONGEST_NAME, shortened } from "./shortened.ts";

/** A leaf as it may be shown. */
export function shown(type: string, path: Path, value: unknown, masking: Masking = MASKING): Shown {
  if (masking.isSecret(value)) return { secret: true };
  if (isUnknown(value)) return { unknown: true };
  if (isSpecial(value)) return { value: special(value, masking) };
  if (Array.isArray(value)) return { empty: "list" };
  if (isMap(value)) return { empty: "map" };
  if (masking.isSecretPlace(type, path, value)) return { secret: true };
  if (typeof value === "string") return shownText(value, masking);
  return { value: typeof value === "number" || typeof value === "boolean" ? value : null };
}

/** A text, or another plain value, of which nothing but its form tells whether it is a secret. */
export function shownText(
  value: string | number | boolean | null,
  masking: Masking = MASKING,
): Shown {
  const text = typeof value === "string" ? masking.text(value) : value;
  return masking.isSecret(text) ? { secret: true } : { value: text };
}

/** A file is told by its digest: its text may hold anything. */
function special(value: unknown, masking: Masking): string {
  const { hash, urn } = value as { readonly hash?: unknown; readonly urn?: unknown };
  if (typeof hash === "string") return masking.text(`file sha256:${hash}`);
  return typeof urn === "string" ? showUrn(urn, masking) : "a value of the engine's own";
}

/**
 * A path as it may be shown, in the notation of Pulumi's property paths. A property's name is the
 * provider's; a map's key is anybody's, and one that could be a secret is told by its length.
 */
export function showPath(path: Path, masking: Masking = MASKING): string {
  const text = path
    .map((step, at) => {
      if (typeof step === "number") return `[${step}]`;
      const key = masking.name(step);
      if (!/^[\w-]+$/.test(key)) return key === step ? `[${JSON.stringify(key)}]` : `["${key}"]`;
      return at === 0 ? key : `.${key}`;
    })
    .join("");
  return shortened(text, LONGEST_NAME);
}

/** A resource's URN, or its name, with nothing in it that could be a secret. */
export function showUrn(urn: string, masking: Masking = MASKING): string {
  return shortened(urn.split("::").map(masking.text).join("::"), LONGEST_NAME);
}

/** The last part of a URN, which is the resource's name. */
export function showName(urn: string, masking: Masking = MASKING): string {
  return showUrn(urn.split("::").at(-1) ?? "", masking);
}
