import assert from "node:assert/strict";

import { acknowledgementLine, dangersIn } from "../../../preview/github/attempts.ts";

const URN = "urn:pulumi:prod::shop::gcp:sql/databaseInstance:DatabaseInstance::main";
const danger = { urn: URN, digest: `sha256:${"0f".repeat(32)}` };
const LINE = acknowledgementLine(danger);

describe("the line that acknowledges a danger", () => {
  it("names the resource and the plan", () => {
    assert.equal(LINE, `/bulkhead acknowledge ${URN} ${danger.digest}`);
    assert.deepEqual(dangersIn(LINE), [danger]);
  });

  it("may stand among others, and each once", () => {
    const other = { ...danger, urn: `${URN}-2` };
    const body = `I looked.\r\n${LINE}\r\n${acknowledgementLine(other)}\n${LINE}\nFine.`;
    assert.deepEqual(dangersIn(body), [danger, other]);
  });

  it("may name a resource whose name has spaces", () => {
    const other = { ...danger, urn: `${URN} of the shop` };
    assert.deepEqual(dangersIn(acknowledgementLine(other)), [other]);
  });

  const ignored: Record<string, string> = {
    "a blank before it": ` ${LINE}`,
    "a blank after it": `${LINE} `,
    "words after it": `${LINE} please`,
    "words before it": `I ${LINE}`,
    "a quote's mark": `> ${LINE}`,
    "code marks": `\`${LINE}\``,
    "no digest": `/bulkhead acknowledge ${URN}`,
    "a digest that is none": `/bulkhead acknowledge ${URN} latest`,
    "a name that is no URN": `/bulkhead acknowledge main ${danger.digest}`,
    "a capital letter": LINE.replace("/b", "/B"),
    "a code block around it": `\`\`\`\n${LINE}\n\`\`\``,
    "a longer code block around it": `~~~~ text\n~~~\n${LINE}\n~~~~`,
    "a definition around it": `Looks good.\n\n[//]: # (\n${LINE}\n)`,
    "an image around it": `![\n${LINE}\n](https://a.example/b.png)`,
    "a link's title around it": `[a](https://a.example "\n${LINE}\n")`,
    "a footnote that nothing names": `Fine.\n\n[^1]: see\n${LINE}`,
    "a quote before it, to which it belongs": `> a\n${LINE}`,
    "a stroke through it": `~~a\n${LINE}\nb~~`,
    "code marks lines before it": `\`a\n${LINE}\nb\``,
    "a line end that only some count": `a\r\r> b\n${LINE}`,
    "a code block that never ends": `\`\`\`sh\n\`\`\` no end\n${LINE}`,
  };
  for (const [what, body] of Object.entries(ignored)) {
    it(`is ignored with ${what}`, () => {
      assert.deepEqual(dangersIn(body), []);
    });
  }

  it("counts again after a code block", () => {
    assert.deepEqual(dangersIn(`\`\`\`\nx\n\`\`\`\`\n${LINE}`), [danger]);
  });
});
