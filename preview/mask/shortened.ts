import { createHash } from "node:crypto";

/** Most characters of a name, and of any other text, in a plan document. */
export const LONGEST_NAME = 1_000;
export const LONGEST_TEXT = 100_000;

/**
 * A text of at most so many characters: its beginning, how long it was, and a digest by which it is
 * told from another that begins alike. What stands for nothing is a dash, since a name is never empty.
 */
export function shortened(text: string, most: number): string {
  if (text === "") return "-";
  if (text.length <= most) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, DIGITS);
  const end = `… (${text.length.toLocaleString("en")} characters, ${digest})`;
  // Half of a character that takes two is none.
  const start = text.slice(0, most - end.length).replace(/[\ud800-\udbff]$/, "");
  return `${start}${end}`;
}

const DIGITS = 10;
