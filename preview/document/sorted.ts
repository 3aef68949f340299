/**
 * A list in an order that depends on nothing but what is in it: by a key, and what has the same key
 * by its whole content.
 */
export function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item), content: JSON.stringify(item) }))
    .sort((one, other) => compare(one.key, other.key) || compare(one.content, other.content))
    .map(({ item }) => item);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
