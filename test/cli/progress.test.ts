import assert from "node:assert/strict";
import { WriteStream } from "node:tty";

import { progress } from "../../cli/progress.ts";

describe("the progress on a terminal", () => {
  for (const [columns, width] of [
    [0, 80],
    [40, 40],
  ] as const) {
    it(`fills ${width} columns at most when the terminal says ${columns}`, async () => {
      const shown = await drawn(columns);
      assert.match(shown, /^dev {10} +0 resources {2}create x+$/);
      assert.equal(shown.length, width);
    });
  }
});

/** The first line that is drawn on a terminal of a width. */
function drawn(columns: number): Promise<string> {
  return new Promise((resolve) => {
    const output = Object.assign(Object.create(WriteStream.prototype) as WriteStream, {
      isTTY: true,
      columns,
      write: (text: string) => {
        const line = /\[J(.+)\n$/.exec(text)?.[1];
        if (line === undefined) return true;
        close();
        resolve(line);
        return true;
      },
    });
    const { watch, close } = progress("up", ["dev"], output);
    const metadata = { op: "create", urn: `a::${"x".repeat(100)}`, type: "" };
    watch("dev", { resourcePreEvent: { metadata } });
  });
}
