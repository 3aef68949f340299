/** Texts that are remembered, and how long each may be. */
const MOST_TEXTS = 50_000;
const LONGEST = 500;

/** A function of a text that remembers what it has answered: in a plan the same texts come again. */
export function remembered<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST) return answer(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = answer(text);
    if (known.size >= MOST_TEXTS) known.clear();
    known.set(text, found);
    return found;
  };
}
