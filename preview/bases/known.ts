import { entropyBits } from "../../policy/entropy.ts";
import { jsonOf } from "../../policy/values.ts";
import { canonical, isFile, isSpecial } from "./encoding.ts";
import { placeholderOfText, type Keeps } from "./placeholder-of.ts";
import { mark } from "./placeholders.ts";
import { Needles, type Needle } from "./needles.ts";
import { folded } from "./spelled.ts";

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
  readonly #needles = new Map<string, Needle>();
  #search: Needles | undefined;

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
   * Has a secret looked for wherever texts are; what JSON in it says, too, and each of its lines.
   *
   * @param keeps Keys that tell nothing.
   */
  add(value: unknown, keeps: Keeps): void {
    for (const text of textsIn(value, keeps).flatMap(partsOf)) {
      if (this.#needles.has(text) || text.length < SHORTEST) continue;
      const rest = this.#public.reduce((left, name) => left.replaceAll(name, ""), text);
      if (!isHardToGuess(rest)) continue;
      this.#needles.set(text, { value: text, isTelling: isHardToGuess(folded(rest)) });
      this.#search = undefined;
    }
  }

  /** Whether a text is a secret as a whole, and one that is looked for. */
  has(text: string): boolean {
    return this.#needles.has(text);
  }

  /** Whether a secret that is looked for stands in a text, however it is written. */
  isIn(text: string): boolean {
    return this.#searching().isIn(text);
  }

  /** A text that nobody calls secret, with a placeholder for each secret that stands in it. */
  hide(text: string): string {
    // What is a secret as a whole has the same placeholder here as where it is called one.
    if (this.has(text)) return placeholderOfText(text, this);
    return this.#searching().hide(text, (value) => mark(this.numberOf(value)));
  }

  #searching(): Needles {
    this.#search ??= new Needles([...this.#needles.values()]);
    return this.#search;
  }
}

function isHardToGuess(text: string): boolean {
  return entropyBits(text) >= TELLING_BITS;
}

/** A text and, where it has several, its lines: a key's are found by any one of them. */
function partsOf(text: string): readonly string[] {
  const lines = text.split(/-----[A-Z ]+-----/.test(text) ? /\s+|\\[nr]/ : /[\r\n]+|\\[nr]/);
  if (lines.length < 2) return [text];
  return [text, ...lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("--"))];
}

/** Shorter lines of a longer text are words of it. */
const SHORTEST_LINE = 16;

function textsIn(value: unknown, keeps: Keeps): readonly string[] {
  if (typeof value === "string") {
    const decoded = Buffer.from(value, "base64").toString("utf8");
    const inside = [value, decoded].flatMap((text) => {
      const json = jsonOf(text);
      return typeof json === "object" && json !== null ? textsIn(json, keeps) : [];
    });
    return [value, ...inside, ...(isReadable(decoded) ? [decoded] : [])];
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

/** Whether bytes were a text: those of a word that only looks like base64 are none. */
function isReadable(text: string): boolean {
  return /^[\t\n\r\x20-\x7e]+$/.test(text);
}
