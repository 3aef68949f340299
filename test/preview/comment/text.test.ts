import assert from "node:assert/strict";

import fc from "fast-check";

import { code, fence, fenceSize, paragraph, table } from "../../../preview/comment/markdown.ts";
import { clipped, linesOf, visible } from "../../../preview/comment/text.ts";
import { listed } from "../../../preview/comment/words.ts";
import { htmlOf } from "./html.ts";

const anything = fc.string({ unit: "binary", maxLength: 40 });

describe("a visible text", () => {
  for (const [text, shown] of [
    ["plain, with ünïcödé 漢字 😀", "plain, with ünïcödé 漢字 😀"],
    ["a\nb", "a⏎b"],
    ["a⏎b", "a\\u{23ce}b"],
    ["a\rb\tc", "a\\u{d}b\\u{9}c"],
    ["\u202eevil", "\\u{202e}evil"],
    ["a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
    ["\ud800", "\\u{d800}"],
    ["a\u00a0b", "a\\u{a0}b"],
    ["\\u{200b}", "\\u{5c}u{200b}"],
    ["<!-- bulkhead:x -->", "<\\u{21}-- bulkhead:x -->"],
    ["C:\\users", "C:\\users"],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${shown}`, () => {
      assert.equal(visible(text), shown);
    });
  }

  it("is another for another text", () => {
    fc.assert(fc.property(anything, anything, (a, b) => a === b || visible(a) !== visible(b)));
  });
});

describe("a clipped text", () => {
  it("is never longer than it may be, and says how long it was", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 30, max: 60 }),
        (text, most) => {
          const long = text.repeat(20);
          const short = clipped(long, most);
          return short.length <= most && (short === long || short.includes(`${long.length} char`));
        },
      ),
    );
  });

  it("keeps no half of a character", () => {
    for (let most = 30; most < 40; most++) {
      assert.doesNotMatch(clipped("😀".repeat(100), most), /\p{Cs}/u);
    }
  });
});

describe("lines of a text", () => {
  it("are no wider than a comment where there is a space, and lose no word", () => {
    const text = "The bucket holds what nobody may read. ".repeat(20).trim();
    const lines = linesOf(text);
    assert.ok(lines.every((line) => line.length <= 100));
    assert.equal(lines.map((line) => line.trim()).join(" "), text);
  });

  it("begin with no command", () => {
    const commands = ["/bulkhead acknowledge a b", "   /BULKHEAD acknowledge", "::add-mask::a"];
    const lines = linesOf(["x", ...commands, "\t ::stop-commands::x", "a ##[group]"].join("\n"));
    assert.equal(lines.length, 6);
    assert.deepEqual(
      lines.filter((line) => /^\s*(?:\/bulkhead|::)|##\[/i.test(line)),
      [],
    );
  });

  it("end, whatever they are made of", () => {
    fc.assert(fc.property(anything, (text) => linesOf(text.repeat(50), 20).length > 0));
  });
});

describe("a piece of Markdown", () => {
  it("shows any text as it is, in code, in a cell and in a fence", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = code(text).value;
        const escaped = htmlOf("``````\n" + shown + "\n``````").slice(11, -14);
        const cell = htmlOf(table([["a"], [code(text)]]));
        assert.ok(cell.includes(`<code>${escaped}`.trimEnd()), cell);
        return fence([shown]).length === shown.length + fenceSize([shown]);
      }),
      { numRuns: 500 },
    );
  });

  it("names the first of very many things", () => {
    const names = Array.from({ length: 50 }, (_, at) => `s${at}`);
    assert.equal(paragraph(listed(names)), "s0, s1, s2, s3, s4, s5, s6, s7 and 42 more");
    assert.equal(paragraph(listed(["a", "b"])), "a and b");
  });
});
