import { entropyBits } from "../../policy/entropy.ts";
import { jsonOf } from "../../policy/values.ts";
import { canonical, isFile, isSpecial } from "./encoding.ts";
import { placeholderOfText, type Keeps } from "./placeholder-of.ts";
import { mark } from "./placeholders.ts";
import { needleOf, withoutNeedles, type Needle } from "./needles.ts";

/** Shorter secrets are hidden where they stand, and not looked for elsewhere: every text has them. */
const SHORTEST = 8;

/** Bits of a secret, beside names that everybody knows, from which it stands nowhere by chance. */
const TELLING_BITS = 40;

/**
 * The secrets of a stack, each with the number by which placeholders tell it from the others: values
 * that are the same have the same one, so that a program that hands one on finds it where it was.
 */
export class KnownSecrets {
  readonly #numbers = new Map<string, number>();
  readonly #public: readonly string[];
  #needles: Needle[] = [];

  /** @param names What everybody may know: names and ids of projects, stacks and resources. */
  constructor(names: Iterable<string>) {
    this.#public = [...new Set(names)]
      .filter((name) => name.length >= 3)
      .sort((one, other) => other.length - one.length);
  }

  /** The number of a value, in the order in which they are met. */
  numberOf(value: unknown): number {
    const key = JSON.stringify(canonical(value));
    const known = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, known);
    return known;
  }

  /**
   * Has a secret looked for wherever texts are; what JSON in it says, too.
   *
   * @param keeps Keys that tell nothing.
   */
  add(value: unknown, keeps: Keeps): void {
    for (const text of textsIn(value, keeps)) {
      if (!this.#isTelling(text) || this.#needles.some((needle) => needle.value === text)) continue;
      this.#needles = [...this.#needles, needleOf(text)];
    }
  }

  /** Whether a text is a secret as a whole, and one that is looked for. */
  has(text: string): boolean {
    return this.#needles.some(({ value }) => value === text);
  }

  /** What is looked for. */
  get needles(): readonly Needle[] {
    return this.#needles;
  }

  /** A text that nobody calls secret, with a placeholder for each secret that stands in it. */
  hide(text: string): string {
    // What is a secret as a whole has the same placeholder here as where it is called one.
    if (this.has(text)) return placeholderOfText(text, this);
    return withoutNeedles(text, this.#needles, (value) => mark(this.numberOf(value)));
  }

  #isTelling(text: string): boolean {
    if (text.length < SHORTEST) return false;
    const rest = this.#public.reduce((left, name) => left.replaceAll(name, ""), text);
    return entropyBits(rest) >= TELLING_BITS;
  }
}

function textsIn(value: unknown, keeps: Keeps): readonly string[] {
  if (typeof value === "string") {
    const inside = [value, Buffer.from(value, "base64").toString("utf8")].flatMap((text) => {
      const json = jsonOf(text);
      return typeof json === "object" && json !== null ? textsIn(json, keeps) : [];
    });
    return [value, ...inside];
  }
  if (typeof value !== "object" || value === null) return [];
  // How the engine marks its own kinds is no secret, nor is where a resource stands.
  if (isFile(value)) return textsIn([value["text"], value["path"], value["uri"]], keeps);
  if (isSpecial(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(Array.isArray(value) || keeps(key) ? [] : [key]),
    ...textsIn(item, keeps),
  ]);
}
