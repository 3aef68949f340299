import assert from "node:assert/strict";

import fc from "fast-check";

import { spellings } from "../../policy/spellings.ts";

/** Ways in which configuration, URLs and scripts write a text. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  percent: encodeURIComponent,
  "percent, all of it": (text) => hexOf(text).replace(/../g, "%$&"),
  json: (text) => JSON.stringify(text),
  unicode: (text) => text.replace(/[^]/g, (one) => `\\u${hex(one).padStart(4, "0")}`),
  hexadecimal: (text) => text.replace(/[^]/g, (one) => `\\x${hex(one).padStart(2, "0")}`),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64 in lines": (text) =>
    Buffer.from(text)
      .toString("base64")
      .replace(/.{64}(?=.)/g, "$&\n  "),
};

const identifier = fc.stringMatching(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
const chain = fc.array(fc.constantFrom(...Object.keys(ENCODINGS)), { maxLength: 3 });
const around = fc.constantFrom("", " ", '"', "https://host/", "key=", "a/b/", "gs://", "é: ", "x");

/** A megabyte each of what is hardest to read. */
const MEGABYTE = 1 << 20;
const HARD: Readonly<Record<string, string>> = {
  "one run of letters": "A".repeat(MEGABYTE),
  "a line break and one run of letters": `\n${"A".repeat(MEGABYTE)}`,
  "line breaks with blanks": `${"A".repeat(19)}\n${" ".repeat(MEGABYTE)}`,
  "percent signs of percent signs": "%25".repeat(MEGABYTE / 3),
  "backslashes of backslashes": "\\u005c".repeat(MEGABYTE / 6),
  "base64 of base64 of base64": [1, 2, 3].reduce(
    (text) => Buffer.from(text).toString("base64"),
    "acme-shop-prod ".repeat(MEGABYTE / 40),
  ),
  "many short runs": "abcdefgh ".repeat(MEGABYTE / 9),
};

describe("the spellings of a text", () => {
  it("hold the text itself, first", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.deepEqual(spellings(text)[0], { text, as: "plain" });
      }),
    );
  });

  it("hold a name in any chain of three encodings, whatever stands around it", () => {
    fc.assert(
      fc.property(identifier, chain, around, around, (name, encodings, before, after) => {
        const written = encodings.reduce(
          (text, encoding) => `${before}${ENCODINGS[encoding]?.(text) ?? text}${clear(after)}`,
          name,
        );
        const found = spellings(written).some(({ text }) => text.includes(name));
        assert.ok(found, `${name} is not found in ${written}`);
      }),
      { numRuns: 2000 },
    );
  });

  it("are told of any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        assert.ok(spellings(text).length > 0);
      }),
    );
  });

  for (const [what, text] of Object.entries(HARD)) {
    it(`are not much longer than the text: ${what}`, () => {
      const length = spellings(text).reduce((sum, spelling) => sum + spelling.text.length, 0);
      assert.ok(length <= 8 * text.length, `${length / text.length} times as long`);
    });
  }
});

/** What follows base64 without a break is read as more of it. */
function clear(text: string): string {
  return /^\w/.test(text) ? ` ${text}` : text;
}

function hex(text: string): string {
  return text.charCodeAt(0).toString(16);
}

function hexOf(text: string): string {
  return Buffer.from(text).toString("hex");
}
