import { createHash } from "node:crypto";

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** What stands for a secret of which no shape was declared. */
const ANY_SHAPE = "placeholder-{24}";

/**
 * What stands for a secret's value where the real one must not be: of the declared shape, the same
 * each time for one stack and name, and different for any other.
 *
 * @param shape Literal text in which `{n}` stands for n letters or digits. Default: a marked one of
 * 24.
 */
export function placeholder(stack: string, name: string, shape = ANY_SHAPE): string {
  let part = 0;
  return shape.replace(/\{(\d+)\}/g, (_, length: string) => {
    part += 1;
    return lettersAndDigits(`${stack}/${name}/${part}`, Number(length));
  });
}

function lettersAndDigits(seed: string, length: number): string {
  const bytes = createHash("shake256", { outputLength: length }).update(seed).digest();
  return [...bytes].map((byte) => LETTERS_AND_DIGITS[byte % LETTERS_AND_DIGITS.length]).join("");
}
