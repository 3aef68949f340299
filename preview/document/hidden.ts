import type { Path } from "../../policy/values.ts";
import { isSecretPlace } from "../mask/places.ts";
import { isSecret } from "../mask/values.ts";
import type { Leaves } from "./leaves.ts";

/** Whether what stands at a path is shown on neither side of a change. */
export type Hidden = (path: Path) => boolean;

/**
 * What a change must not show, because it is secret on either side: a value that has just become
 * secret was the same secret before, and the engine hides only the new one. Places in a list count
 * as one, since an item that is put before a secret moves it; so do what is above a secret and what
 * is below one, since text may have become a map or a map a secret.
 */
export function hiddenIn(type: string, ...sides: readonly Leaves[]): Hidden {
  const secrets = sides.flatMap((leaves) =>
    [...leaves.values()]
      .filter(({ path, value }) => isSecret(value) || isSecretPlace(type, path, value))
      .map(({ path }) => path),
  );
  return (path) => secrets.some((secret) => areAligned(path, secret));
}

function areAligned(one: Path, other: Path): boolean {
  const shared = Math.min(one.length, other.length);
  return one
    .slice(0, shared)
    .every((step, at) => step === other[at] || [step, other[at]].every(isPlace));
}

function isPlace(step: string | number | undefined): boolean {
  return typeof step === "number";
}
