import type { Path } from "../../policy/values.ts";
import type { Masking } from "../mask/masking.ts";
import type { Leaves } from "./leaves.ts";
import { PathSet } from "./paths.ts";

/** Whether what stands at a path is shown on neither side of a change. */
export type Hidden = (path: Path) => boolean;

/**
 * What a change must not show, because it is secret on either side: a value that has just become
 * secret was the same secret before, and the engine hides only the new one. Places in a list count
 * as one, since an item that is put before a secret moves it; so do what is above a secret and what
 * is below one, since text may have become a map or a map a secret.
 */
export function hiddenIn(type: string, masking: Masking, sides: readonly Leaves[]): Hidden {
  const secrets = new PathSet(
    sides.flatMap((leaves) =>
      [...leaves.values()]
        .filter(
          ({ path, value }) => masking.isSecret(value) || masking.isSecretPlace(type, path, value),
        )
        .map(({ path }) => anywhere(path)),
    ),
  );
  return (path) => {
    const place = anywhere(path);
    return secrets.leadTo(place) || secrets.leadInto(place);
  };
}

/** A path with all places of a list as one. */
function anywhere(path: Path): Path {
  return path.map((step) => (typeof step === "number" ? 0 : step));
}
