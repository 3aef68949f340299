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
      assert.match(shown, /^dev {10} +0 resources {2}create [shop-]+$/);
      assert.equal(shown.length, width);
    });
  }

  it("lets no escape of a resource or a stack reach the terminal, and no break of a line", async () => {
    const shown = await drawn(200, {
      name: "a\u001b[2J\u009b1mb\nc\rd",
      stack: "d\u001b]0;x\u0007",
    });
    assert.doesNotMatch(shown, /\p{Cc}/u);
    assert.match(
      shown,
      /^d\\u\{1b\}\]0;x\\u\{7\} .* create a\\u\{1b\}\[2J\\u\{9b\}1mb⏎c\\u\{d\}d$/,
    );
  });

  it("shows no secret that a name holds", async () => {
    const shown = await drawn(200, { name: "api-password=hunter2-and-more" });
    assert.doesNotMatch(shown, /hunter2/);
  });
});

describe("the progress elsewhere", () => {
  it("is plain lines without an escape", () => {
    const said: string[] = [];
    const output = { isTTY: false, write: (text: string) => said.push(text) };
    const stack = "dev\u001b[2J";
    const { watch, close } = progress("up", [stack], output as never);
    watch(stack, "started");
    close();
    assert.deepEqual(said, ["dev\\u{1b}[2J: up started\n"]);
  });
});

/** The first line that is drawn on a terminal of a width. */
function drawn(
  columns: number,
  { name = "shop-".repeat(20), stack = "dev" } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const output = Object.assign(Object.create(WriteStream.prototype) as WriteStream, {
      isTTY: true,
      columns,
      write: (text: string) => {
        const line = /\[J(.+)\n$/s.exec(text)?.[1];
        if (line === undefined) return true;
        close();
        resolve(line);
        return true;
      },
    });
    const { watch, close } = progress("up", [stack], output);
    const metadata = { op: "create", urn: `a::${name}`, type: "" };
    watch(stack, { resourcePreEvent: { metadata } });
  });
}
