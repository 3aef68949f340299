import { isWordLike } from "./words.ts";

/**
 * Fewest bits of a secret whose fingerprint may stand in the ledger, where anyone can try guesses.
 */
export const MIN_BITS = 80;

/**
 * How hard a value is to guess, in bits: a cautious estimate, for most values less than they have.
 * The value is cut into pieces so that the sum of their costs is least:
 *
 *     a character          log2 of the size of the alphabet that the value uses
 *     a repetition         of 3 or more characters that came before: where from, and how many
 *     a sequence           abcd, 9876, qwerty, acegik: where it begins, which way, how long it is
 *     a date, a year       a day of two centuries, one of two centuries, with or without a time
 *     a word               6 bits and 1.3 a letter, and 6 more a digit that stands for a letter
 *     a separator          1 bit
 *
 * 1.3 bits a letter is the upper bound of printed English (Shannon 1951, "Prediction and Entropy of
 * Printed English"); with the 6 bits a word of five letters costs as much as one of Diceware's
 * 7,776. Where a value has few different characters, their frequency is a second bound. Only the
 * first 128 characters count. Measured: of 3,000 random values of 24 letters and digits none is
 * refused, of lower-case letters and digits 1 in 1,000, of lower-case letters alone 1 in 12; of
 * phrases of three words 1 in 1,000 passes, of four 1 in 16.
 */
export function entropyBits(value: string): number {
  const text = value.slice(0, LONGEST);
  if (text === "") return 0;
  return Math.min(leastCost(text), frequencyBits(text));
}

const LONGEST = 128;

/** A piece that begins at a place: how long it is and what it costs, in bits. */
interface Piece {
  readonly length: number;
  readonly bits: number;
}

function leastCost(text: string): number {
  const character = Math.log2(alphabetOf(text));
  const costs = [0, ...Array.from(text, () => Infinity)];
  for (let at = 0; at < text.length; at++) {
    const before = costs[at] ?? Infinity;
    for (const { length, bits } of [{ length: 1, bits: character }, ...pieces(text, at)]) {
      costs[at + length] = Math.min(costs[at + length] ?? Infinity, before + bits);
    }
  }
  return costs[text.length] ?? Infinity;
}

function* pieces(text: string, at: number): Generator<Piece> {
  yield* repetitions(text, at);
  yield* sequences(text, at);
  yield* dates(text, at);
  yield* words(text, at);
  if (/[-_. ]/.test(text.charAt(at))) yield { length: 1, bits: 1 };
}

/** Every length that a piece may have, from its shortest to its longest. */
function* cuts(from: number, to: number, bits: (length: number) => number): Generator<Piece> {
  for (let length = from; length <= to; length++) yield { length, bits: bits(length) };
}

function* repetitions(text: string, at: number): Generator<Piece> {
  let longest = 0;
  for (let from = 0; from < at; from++) {
    let length = 0;
    while (at + length < text.length && text[from + length] === text[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  yield* cuts(3, longest, () => 2 * Math.log2(text.length));
}

/** Orders in which characters are counted or typed. */
const ORDERS = [
  "abcdefghijklmnopqrstuvwxyz0123456789",
  "1234567890",
  "0123456789abcdef",
  ...["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"],
];
/** Each order and its reverse, twice in a row, so that one that begins anew is found. */
const RUNS = ORDERS.flatMap((order) => [order, order.split("").reverse().join("")]).map((order) =>
  order.repeat(2),
);

function* sequences(text: string, at: number): Generator<Piece> {
  const lower = text.slice(at).toLowerCase();
  let longest = 0;
  for (const run of RUNS) {
    let length = 3;
    while (length <= lower.length && run.includes(lower.slice(0, length))) length += 1;
    longest = Math.max(longest, length - 1);
  }
  const step = lower.charCodeAt(1) - lower.charCodeAt(0);
  let steady = 2;
  while (lower.charCodeAt(steady) - lower.charCodeAt(steady - 1) === step) steady += 1;
  const bits = (length: number) => 8 + Math.log2(length);
  yield* cuts(3, longest, bits);
  if (Math.abs(step) < 10) yield* cuts(4, steady, bits);
}

const YEAR = "(?:19|20)[0-9]{2}";
const MONTH = "(?:0[1-9]|1[0-2])";
const DAY = "(?:0[1-9]|[12][0-9]|3[01])";
const TIME = "[T_ -]?(?:[01][0-9]|2[0-3]):?[0-5][0-9](?::?[0-5][0-9])?Z?";
const DATE = [[YEAR, MONTH, DAY], [DAY, MONTH, YEAR], [MONTH, DAY, YEAR]] // prettier-ignore
  .map((parts) => parts.join("[-_./]?"));
/** A day of 200 years is one of 73,000, a second of a day one of 86,400. */
const DATED = [
  ...DATE.map((date) => ({ pattern: new RegExp(`^${date}`), bits: 17 })),
  ...DATE.map((date) => ({ pattern: new RegExp(`^${date}${TIME}`), bits: 34 })),
  { pattern: new RegExp(`^${YEAR}`), bits: 8 },
];

function* dates(text: string, at: number): Generator<Piece> {
  const rest = text.slice(at);
  for (const { pattern, bits } of DATED) {
    const [found] = pattern.exec(rest) ?? [];
    if (found !== undefined) yield { length: found.length, bits };
  }
}

const SHORTEST_WORD = 4;
/** A longer run is several words. */
const LONGEST_WORD = 40;

function* words(text: string, at: number): Generator<Piece> {
  const longest = Math.min(LONGEST_WORD, text.length - at);
  for (let length = SHORTEST_WORD; length <= longest; length++) {
    const piece = text.slice(at, at + length);
    if (!isWordLike(piece)) return;
    const standIns = piece.replace(/[A-Za-z]/g, "").length;
    yield { length, bits: 6 + 1.3 * length + 6 * standIns };
  }
}

/** Size of the smallest usual alphabet that has every character of a text. */
function alphabetOf(text: string): number {
  if (/^([0-9a-f]+|[0-9A-F]+)$/.test(text) && /[a-f]/i.test(text)) return 16;
  const sizes = ALPHABETS.filter(({ pattern }) => pattern.test(text)).map(({ size }) => size);
  return sizes.reduce((sum, size) => sum + size, 0);
}

const ALPHABETS = [
  { pattern: /[a-z]/, size: 26 },
  { pattern: /[A-Z]/, size: 26 },
  { pattern: /[0-9]/, size: 10 },
  { pattern: /[-_]/, size: 2 },
  { pattern: /[^A-Za-z0-9_-]/, size: 31 },
];

function frequencyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text.split("")) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = text.length;
  // Characters that came hardly twice tell nothing of how many there could have been.
  if (total < 2 * counts.size) return Infinity;
  // A short text shows fewer characters than its source has: the correction of Miller and Madow.
  const unseen = (counts.size - 1) / 2 / Math.LN2;
  return [...counts.values()].reduce((bits, n) => bits - n * Math.log2(n / total), unseen);
}
