import type { Owner } from "../environment/names.ts";

/** What Google says where its words do not tell what to do, and what to do about it. */
const CURES: readonly (readonly [says: RegExp, cure: (owner: Owner) => string])[] = [
  [
    // Source: Cloud SQL answers 409 for the name of an instance that was deleted within a week.
    /can't reuse the name of the deleted instance/,
    ({ stack, generation }) =>
      `To bring ${stack} up before that, under a new name: set bulkhead:generation to ` +
      `${generation + 1} in Pulumi.${stack}.yaml.\n` +
      "On the local cloud there is also: npx bulkhead cloud reset",
  ],
];

/** An error of a stack with what its user can do about it, where that is known. */
export function withCure(error: string, owner: Owner): string {
  const [, cure] = CURES.find(([says]) => says.test(error)) ?? [];
  return cure ? `${error}\n${cure(owner)}` : error;
}
