import { textsPackedIn, writtenAs } from "./packed.ts";
import { compact, folded, readingsOf } from "./spelled.ts";

/** A secret that is looked for. */
export interface Needle {
  readonly value: string;
  /** Whether its letters and digits alone are too many to stand somewhere by chance. */
  readonly isTelling: boolean;
}

/** Text in base64 in base64 is read so many times. */
const DEPTH = 3;

/** Characters by which a form is found at first. */
const GRAM = 6;

/** A way in which a secret may stand in a text. */
interface Form {
  readonly form: string;
  readonly value: string;
  /** Whether it is only a part of the value. */
  readonly isPart: boolean;
}

/** The values that were found, each with whether it was found as a whole. */
type Found = Map<string, boolean>;

/** Secrets that are looked for, in whatever way they may be written. */
export class Needles {
  /** What is looked for among the letters and digits of a text, by how it begins. */
  readonly #folded = new Map<string, Form[]>();
  /** What is looked for in a text as it reads. */
  readonly #compact: readonly Form[];
  readonly #found = new Map<string, Found>();

  constructor(needles: readonly Needle[]) {
    for (const form of needles.flatMap(foldedForms)) {
      const gram = form.form.slice(0, GRAM);
      this.#folded.set(gram, [...(this.#folded.get(gram) ?? []), form]);
    }
    this.#compact = needles.flatMap(({ value }) =>
      // A backslash at its end is one more before whatever follows.
      [...new Set([value, `${value} `].flatMap(readingsOf).map(compact))]
        .filter((form) => form.length >= GRAM)
        .map((form) => ({ form, value, isPart: false })),
    );
  }

  /** Whether any of the values, or a part that tells of it, stands in a text. */
  isIn(text: string): boolean {
    return this.#in(text).size > 0;
  }

  #in(text: string): Found {
    const known = this.#found.get(text);
    if (known) return known;
    const found: Found = new Map();
    if (this.#compact.length > 0 && text.length >= GRAM) this.#search(text, DEPTH, found);
    this.#found.set(text, found);
    return found;
  }

  #search(text: string, depth: number, found: Found): void {
    for (const reading of readingsOf(text)) {
      this.#lookAt(reading, found);
      if (depth === 0) continue;
      for (const inside of textsPackedIn(reading)) this.#search(inside, depth - 1, found);
    }
  }

  #lookAt(reading: string, found: Found): void {
    const add = ({ value, isPart }: Form) => found.set(value, !isPart || found.get(value) === true);
    const letters = folded(reading);
    for (let at = 0; at + GRAM <= letters.length; at++) {
      for (const form of this.#folded.get(letters.slice(at, at + GRAM)) ?? []) {
        if (letters.startsWith(form.form, at)) add(form);
      }
    }
    const all = compact(reading);
    for (const form of this.#compact) if (all.includes(form.form)) add(form);
  }

  /**
   * A text with a stand-in for each value: where it is written in a way that leaves the rest of the
   * text alone only there, else for the word in which it is, and where no word has all of it for the
   * whole text, since what is left of it would be a part of the secret.
   *
   * @param stand What stands for a value.
   */
  hide(text: string, stand: (value: string) => string): string {
    const present = this.#in(text);
    const [first] = present.keys();
    if (first === undefined) return text;
    const forms = [...present.keys()]
      .flatMap((value) => writtenForms(value).map((form) => ({ form, value })))
      .filter(({ form }) => text.includes(form))
      .sort((one, other) => other.form.length - one.form.length);
    const written = new Set(forms.map(({ value }) => value));
    const swept = forms.reduce(
      (swept, { form, value }) => swept.replaceAll(form, () => stand(value)),
      text,
    );
    const others = [...present].flatMap(([value, isWhole]) =>
      isWhole && !written.has(value) ? [value] : [],
    );
    const hidden = WORDS.map((pattern) => this.#withoutWords(swept, { pattern, others, stand }));
    return hidden.find((each) => each !== undefined) ?? stand(first);
  }

  /** `undefined` where that would not be enough. */
  #withoutWords(
    text: string,
    of: {
      readonly pattern: RegExp;
      readonly others: readonly string[];
      readonly stand: (value: string) => string;
    },
  ): string | undefined {
    const whole = new Set<string>();
    const hidden = text.replace(of.pattern, (word) => {
      const inside = [...this.#in(word)];
      for (const [value, isWhole] of inside) if (isWhole) whole.add(value);
      return inside[0] === undefined ? word : of.stand(inside[0][0]);
    });
    const isEnough = of.others.every((value) => whole.has(value)) && !this.isIn(hidden);
    return isEnough ? hidden : undefined;
  }
}

/** What a text is taken apart into, from small to large. */
const WORDS = [/[A-Za-z0-9+/_-]{16,}={0,2}/g, /[^\s"'`,;]+/g];

function foldedForms({ value, isTelling }: Needle): readonly Form[] {
  const texts = [value, ...readingsOf(value)];
  const forms = texts.flatMap((text) => [
    ...(isTelling ? [text] : []),
    ...writtenAs(Buffer.from(text, "utf8")),
    ...writtenAs(Buffer.from(text, "utf16le")),
    ...writtenAs(Buffer.from(text, "utf16le").swap16()),
    ...(/[^\0-\x7f]/.test(text) ? writtenAs(Buffer.from(text, "latin1")) : []),
  ]);
  const key = keyIn(value);
  const ofKey = key === undefined ? [] : writtenAs(Buffer.from(key, "base64"));
  const whole = [...new Set([...forms, ...ofKey].map(folded))];
  return [
    ...whole.map((form) => ({ form, value, isPart: false })),
    ...stretches(folded(key ?? "")).map((form) => ({ form, value, isPart: true })),
  ].filter(({ form }) => form.length >= GRAM);
}

/** A key that is written in base64, in PEM or by itself: others write its bytes otherwise. */
function keyIn(value: string): string | undefined {
  const body = value.replace(/-----[A-Z ]+-----/g, "").replace(/\s+|\\[nr]/g, "");
  return /^[A-Za-z0-9+/_-]{24,}={0,2}$/.test(body) ? body : undefined;
}

/** Parts of a key, one of which is in any two that are as long and stand side by side. */
function stretches(key: string): readonly string[] {
  if (key.length < 3 * STRETCH) return [];
  return Array.from({ length: Math.floor(key.length / STRETCH) }, (_, at) =>
    key.slice(at * STRETCH, (at + 1) * STRETCH),
  );
}

const STRETCH = 24;

/** How a value is usually written where the text around it stays readable. */
function writtenForms(value: string): readonly string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const percent = encodeURIComponent(value);
  const hex = Buffer.from(value, "utf8").toString("hex");
  const everyByte = hex.replace(/../g, "%$&");
  return [
    ...new Set([
      ...[value, escaped, JSON.stringify(escaped).slice(1, -1)],
      ...[Array.from(escaped, inAscii).join(""), goJson(escaped), htmlOf(value)],
      ...[percent, percent.replace(/%../g, (byte) => byte.toLowerCase()), queryOf(percent)],
      ...[everyByte, everyByte.toUpperCase(), hex, hex.toUpperCase()],
    ]),
  ].filter((form) => form !== "");
}

/** A character as JSON in ASCII writes it. */
function inAscii(character: string): string {
  if (/[\x20-\x7e]/.test(character)) return character;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** As the provider's own language writes JSON. Source: Go, `encoding/json`, `HTMLEscape`. */
function goJson(escaped: string): string {
  return escaped.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

function htmlOf(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** As Go writes a query. Source: Go, `net/url`, `QueryEscape`. */
function queryOf(percent: string): string {
  const rest = percent.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return rest.replace(/%../g, (byte) => byte.toUpperCase()).replaceAll("%20", "+");
}
