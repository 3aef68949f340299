import { entropyBits } from "../../policy/entropy.ts";
import { wordShare } from "../../policy/words.ts";
import { remembered } from "./remembered.ts";

/** Fewest characters of a word that can be told from a name. */
export const SHORTEST = 16;

/**
 * Whether a word looks as if it had been drawn by lot, as keys and tokens are, and not made up by
 * somebody, as names are: digits between letters, cases that change at every other letter, or a run of
 * letters that no language has. Measured over the 8,700 such words in the types, property names and
 * documentation of the provider and the values of the sample stacks: 7 are taken for random. Of random
 * words of 16 characters and more 99 % are, of those made of lower-case letters alone 85 %.
 */
export const looksRandom: (word: string) => boolean = remembered(judge);

function judge(word: string): boolean {
  if (word.length < SHORTEST) return false;
  if (HEXADECIMAL.test(word)) return true;
  const pieces = word.match(PIECES) ?? [];
  const characters = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (characters < pieces.length * SHORT_PIECE) return true;
  const numbers = pieces.filter((piece) => /\d/.test(piece)).length;
  if (numbers * DENSE >= word.length) return true;
  if (/[a-z][A-Z]/.test(word)) return wordShare(word) < SOME;
  if (numbers * SPARSE >= word.length && density(word) >= UNLIKE_NAMES) return true;
  return pieces.some((piece) => piece.length >= LONG_RUN && density(piece) >= UNLIKE_WORDS);
}

const HEXADECIMAL = /^(?=.*\d)(?=.*[a-f])[0-9a-f-]+$/i;

/** What a name is put together from: words, abbreviations, numbers. */
const PIECES = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^A-Za-z\d_-]/g;

/** Characters a piece, on average, of which no name has fewer. */
const SHORT_PIECE = 2.5;

/** Characters a number: a name has no more numbers than this, and one with some is looked at. */
const DENSE = 6;
const SPARSE = 12;

/** What a name in changing case has of words, at least. */
const SOME = 0.5;

/** Letters without a change of case that are more than one word. */
const LONG_RUN = 14;

/** Bits a character. */
const UNLIKE_NAMES = 3.6;
const UNLIKE_WORDS = 3.3;

function density(text: string): number {
  return entropyBits(text) / text.length;
}
