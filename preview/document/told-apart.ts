import type { Operation } from "./plan.ts";
import { sorted } from "./sorted.ts";

/** An operation, and what its resource was called before masking. */
export interface Named {
  readonly real: string;
  readonly operation: Operation;
}

/**
 * Operations in the order of their URNs, of which each resource has one of its own: where masking has
 * made one of several, those of all but the first resource are numbered, so that an acknowledgement
 * names one of them. What happens to one resource twice, such as a refresh and an update, stays its.
 */
export function toldApart(named: readonly Named[]): Operation[] {
  const taken = new Set(named.map(({ operation: { urn } }) => urn));
  const owners = new Map<string, string>();
  const suffixes = new Map<string, string>();
  // By what they are really called, so that those whose names are hidden keep their order.
  for (const { real, operation } of sorted(named, (each) => each.real)) {
    if (suffixes.has(real)) continue;
    const { urn } = operation;
    const isFirst = !owners.has(urn);
    if (isFirst) owners.set(urn, real);
    const suffix = isFirst ? "" : free(urn, taken);
    taken.add(`${urn}${suffix}`);
    suffixes.set(real, suffix);
  }
  const operations = named.map(({ real, operation }) => {
    const suffix = suffixes.get(real) ?? "";
    const { urn, name } = operation;
    return suffix === "" ? operation : { ...operation, urn: urn + suffix, name: name + suffix };
  });
  return sorted(operations, ({ urn }) => urn);
}

function free(urn: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${urn}-${number}`)) number++;
  return `-${number}`;
}
