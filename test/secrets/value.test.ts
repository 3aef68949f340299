import assert from "node:assert/strict";
import { PassThrough } from "node:stream";

import { readValue } from "../../secrets/value.ts";

/** What is read of an input, and whether the user was asked. */
async function read(text: string | Buffer, isTTY = false) {
  let asked = 0;
  const input = Object.assign(new PassThrough(), { isTTY });
  const value = readValue(input, () => (asked += 1));
  input.end(text);
  return { value: await value, asked, input };
}

describe("a value that is piped in", () => {
  for (const [text, value] of [
    ["secret", "secret"],
    ["secret\n", "secret"],
    ["secret\r\n", "secret"],
    ["secret\n\n", "secret\n"],
    [" sécret \n", " sécret "],
  ] as const) {
    it(`is ${JSON.stringify(value)} of ${JSON.stringify(text)}`, async () => {
      assert.deepEqual(await read(text).then(({ value, asked }) => [value, asked]), [value, 0]);
    });
  }

  for (const [what, text, says] of [
    ["nothing", "\n", /no value/],
    ["more than 64 KiB", "x".repeat(65_539), /64 KiB/],
    ["no UTF-8", Buffer.from([0xff, 0xfe]), /UTF-8/],
  ] as const) {
    it(`is refused when it is ${what}`, () => assert.rejects(read(text), says));
  }
});

describe("a value that is typed", () => {
  it("is asked for, may be corrected, and ends with its line", async () => {
    const { value, asked } = await read("secrex\u007ft\rrest", true);
    assert.deepEqual([value, asked], ["secret", 1]);
  });

  it("is given up with Ctrl-C and with Ctrl-D", async () => {
    await assert.rejects(read("sec\u0003", true), /Nothing was set/);
    await assert.rejects(read("\u0004", true), /no value/);
  });
});
