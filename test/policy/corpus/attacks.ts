import { ABOVE } from "./attacks/above.ts";
import { IMAGES, STRANGERS_DATA, STRANGERS_NETWORKS, UNASKED } from "./attacks/elsewhere.ts";
import { GUARDS } from "./attacks/guards.ts";
import { PATHS } from "./attacks/paths.ts";
import { PLACES } from "./attacks/places.ts";
import { PRINCIPALS } from "./attacks/principals.ts";
import { evasionOf, type Row } from "./attacks/rows.ts";
import { SECRETS } from "./attacks/secrets.ts";
import { BESIDE_BLOCKS, RANGES, SPELT } from "./attacks/spelt.ts";
import { BESIDE_UNKNOWN } from "./attacks/unknowns.ts";
import type { Evasion } from "./case.ts";

const ROWS: readonly Row[] = [
  ...[...SPELT, ...RANGES, ...BESIDE_BLOCKS, ...PRINCIPALS, ...PATHS, ...PLACES],
  ...[...ABOVE, ...STRANGERS_NETWORKS, ...STRANGERS_DATA, ...IMAGES, ...UNASKED],
  ...BESIDE_UNKNOWN.map(([name, ...rest]): Row => [`unknown beside it: ${name}`, ...rest]),
  ...[...GUARDS, ...SECRETS],
];

/**
 * What the matrix does not generate: projects that nobody here knows, rules that no name is needed to
 * break, and what somebody would try who has read the rules.
 */
export const ATTACKS: readonly Evasion[] = ROWS.map(evasionOf);
