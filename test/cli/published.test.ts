import assert from "node:assert/strict";

import { publishedText } from "../../cli/published.ts";
import { verdictOf } from "../../preview/comment/verdict.ts";
import { example } from "../preview/received/example.ts";

describe("what a job is told of the comment that it published", () => {
  const document = example();
  const url = "https://github.example/acme/shop/pull/7#issuecomment-1000";
  const told = (locked: boolean) => {
    const published = { outcome: "created", url, locked } as const;
    return publishedText({ document, verdict: verdictOf(document), published });
  };

  it("is what became of it, and where it is", () => {
    assert.deepEqual(told(true), [`The comment is created: ${url}`]);
  });

  it("is also that there was no lock, what that means, and the cure", () => {
    const [, warning = "", ...more] = told(false);
    assert.deepEqual(more, []);
    assert.match(warning, /^warning: .*without a lock[^]*older may stand[^]*`issues: write`/);
  });

  it("is why there is none", () => {
    assert.deepEqual(publishedText({ because: "it is gone" }), [
      "Nothing is published: it is gone.",
    ]);
  });
});
