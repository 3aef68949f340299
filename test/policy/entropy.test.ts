import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";

import { entropyBits, MIN_BITS } from "../../policy/entropy.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const ALPHANUMERIC = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;

/** Random characters by a seed: fast-check's own texts lean to the simple ones. */
function random(seed: number, length: number, alphabet: string): string {
  const bytes = createHash("shake256", { outputLength: 2 * length })
    .update(`${seed}`)
    .digest();
  return Array.from({ length }, (_, at) =>
    alphabet.charAt(bytes.readUInt16BE(2 * at) % alphabet.length),
  ).join("");
}

const WORDS = (
  "correct horse battery staple summer winter password secret welcome dragon monkey master " +
  "shadow " +
  "payment token service account server production staging database garden window letter hello " +
  "coffee river mountain yellow orange purple planet jungle singer doctor teacher friend"
).split(" ");

const refused = (value: string) => entropyBits(value) < MIN_BITS;

describe("the entropy of a value", () => {
  it("is enough for 24 and more random letters and digits", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 24, max: 60 }),
        (seed, length) => !refused(random(seed, length, ALPHANUMERIC)),
      ),
      { numRuns: 1_000 },
    );
  });

  it("is enough for 32 and more random hexadecimal digits", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 32, max: 64 }),
        (seed, length) => !refused(random(seed, length, "0123456789abcdef")),
      ),
    );
  });

  it("is too little for one character or a short text over and over", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), fc.nat(100), (seed, length, times) =>
        refused(random(seed, length, ALPHANUMERIC).repeat(times)),
      ),
    );
  });

  it("is too little for what is counted or typed along a row, forwards and backwards", () => {
    const orders = [LETTERS, "0123456789", "qwertyuiop", "asdfghjkl", "acegikmoqsuwy"];
    fc.assert(
      fc.property(fc.constantFrom(...orders), fc.boolean(), fc.nat(9), (order, back, from) => {
        const run = back ? order.split("").reverse().join("") : order;
        return refused(run.slice(from % run.length) + run + run.toUpperCase());
      }),
    );
  });

  it("is too little for dates, alone, with a time, and three in a row", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString();
          const [day = "", time = ""] = iso.split(/[T.]/);
          const plain = day.replaceAll("-", "");
          const [year = "", month = "", of = ""] = day.split("-");
          const forms = [iso, day, plain, `${of}.${month}.${year}`, `${plain}T${time}Z`];
          return [...forms, plain + plain + plain, `prod-${day}-${day}`].every(refused);
        },
      ),
    );
  });

  it("is too little for up to three words, however they are put together", () => {
    const joined = fc.constantFrom("", "-", "_", ".");
    const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        words,
        joined,
        fc.boolean(),
        fc.nat(9999),
        (chosen, between, capitals, number) => {
          const spelled = chosen.map((word) =>
            capitals ? word.charAt(0).toUpperCase() + word.slice(1) : word,
          );
          return refused(spelled.join(between)) && refused(`${spelled.join(between)}${number}`);
        },
      ),
      { numRuns: 500 },
    );
  });

  for (const value of [
    "",
    "correcthorsebatterystaple",
    "Correct-Horse-Battery-Staple",
    "thequickbrownfoxjumpsoverthelazydog",
    "P4ssw0rd!P4ssw0rd!P4ssw0rd!",
    "changeme-changeme-changeme",
    "0000000000000000000000000000000000000000",
    "123456789012345678901234567890",
  ]) {
    it(`is too little for ${value === "" ? "nothing" : value}`, () => {
      assert.ok(refused(value), String(entropyBits(value)));
    });
  }

  it("is found in a moment for the longest value there can be", () => {
    const started = performance.now();
    entropyBits("ab".repeat(32_768));
    assert.ok(performance.now() - started < 1_000);
  });
});
