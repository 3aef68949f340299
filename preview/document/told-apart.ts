import type { Operation } from "./plan.ts";

/**
 * Operations of which each has a URN of its own: where masking has made one of several, all but the first
 * are numbered, so that an acknowledgement names one of them.
 */
export function toldApart(operations: readonly Operation[]): Operation[] {
  const taken = new Set(operations.map(({ urn }) => urn));
  const seen = new Set<string>();
  return operations.map((operation) => {
    const { urn, name } = operation;
    if (!seen.has(urn)) {
      seen.add(urn);
      return operation;
    }
    let number = 2;
    while (taken.has(`${urn}-${number}`)) number++;
    taken.add(`${urn}-${number}`);
    return { ...operation, urn: `${urn}-${number}`, name: `${name}-${number}` };
  });
}
