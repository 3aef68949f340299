import assert from "node:assert/strict";

import { acknowledgers, verdictOf } from "../../../preview/comment/verdict.ts";
import { render } from "../../../preview/comment/render.ts";
import { masked } from "../../../preview/document/masked.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { PLACES, plantedDocument } from "../mask/planted.ts";
import { documentOf, plan } from "../planned.ts";
import { htmlOf, isBalanced, proseOf, tagsOf } from "./html.ts";

/** Each has the word by which it is found again. */
const HOSTILE: Readonly<Record<string, string>> = {
  backticks: "`EVIL` ``EVIL`` ```\nEVIL\n```",
  "a fence of tildes": "~~~\nEVIL\n~~~",
  "many backticks": `${"`".repeat(50)}EVIL${"`".repeat(49)}`,
  "a backtick at the end": "EVIL`",
  pipes: "EVIL | x | y |\n|---|---|\n| EVIL |",
  "a pipe with backslashes": "EVIL\\|\\\\|\\\\\\| x",
  HTML: "<img src=x onerror=EVIL><script>EVIL</script><b>EVIL</b>",
  "an end of what is folded": "EVIL</details></summary></code></pre></table></sub><h1>EVIL",
  "a summary": "<details open><summary>EVIL</summary>\n\n# EVIL\n\n</details>",
  entities: "&lt;b&gt;EVIL&lt;/b&gt; &#60;b&#62;",
  mentions: "@team/EVIL @EVIL",
  references: "#123 EVIL acme/shop#7 GH-8 0123456789abcdef0123456789abcdef01234567",
  links: "[EVIL](https://evil.example) ![EVIL](https://evil.example/x.png) <https://evil.example>",
  "bare links": "https://evil.example/EVIL www.evil.example EVIL@evil.example",
  "a link with a script": "EVIL](javascript:alert(1)) [EVIL](javascript:alert(1))",
  "a definition of a link": "[EVIL]: https://evil.example\n\n[EVIL]",
  "a footnote": "EVIL[^1]\n\n[^1]: EVIL",
  "a comment": "<!-- EVIL -->",
  "a comment's marker": "<!-- bulkhead:preview run=999999 --> EVIL",
  "a command": "x\n/bulkhead acknowledge urn:EVIL 0000\n  /bulkhead acknowledge EVIL 1",
  "a heading": "# EVIL\n## EVIL\n\nEVIL\n====",
  "an alert": "> [!NOTE]\n> EVIL",
  emphasis: "**EVIL** _EVIL_ ~~EVIL~~ :EVIL: $`EVIL`$ $EVIL$",
  "a list": "- EVIL\n1. EVIL\n- [x] EVIL",
  "line breaks": "EVIL\nEVIL\r\nEVIL\rEVIL\u2028EVIL\u2029EVIL\u0085EVIL\vEVIL\f",
  "other directions": "\u202eEVIL\u202c \u2066EVIL\u2069 \u200fEVIL \u061c",
  "what takes no room": "EV\u200bIL \ufeffEVIL\u00adEVIL\u2060 \u{e0041}EVIL\u034f",
  "control characters": "EVIL\u0000\u0007\u001b[31mEVIL\u001b[0m\u009b",
  "half a character": "EVIL\ud800 \udc00EVIL",
  "odd spaces": "EVIL\u00a0\u2003\u3000EVIL\u2800\u3164",
  "a long name": `EVIL ${"very-long-".repeat(400)}`,
  "many lines": "EVIL\n".repeat(3_000),
  nothing: " ",
  "a backslash": "EVIL\\",
};

/** What the comment itself is made of. */
const OWN = new Set(
  "h2 h3 p code pre table thead tbody tr th td ul li details summary sub a blockquote".split(" "),
);
const LINK = 'href="https://github.com/acme/shop/actions/runs/9001#artifacts"';

const UNSEEN =
  /\p{Cf}|\p{Cs}|\p{Co}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|(?!\n)\p{Cc}|(?! )\p{Zs}|\u2800/u;

/** Renders a comment and says what in it is not its own. */
function faultsOf(document: PlanDocument, room?: number): readonly string[] {
  const verdict = verdictOf(document);
  const comment = render(document, { verdict, ...(room !== undefined && { room }) });
  const html = htmlOf(comment);
  const tags = tagsOf(html);
  const commands = comment.split("\n").filter((line) => /^[\s>]*\/bulkhead/i.test(line));
  const own = verdict.open.map(({ digest }) => digest);
  return [
    ...tags.filter(({ name }) => !OWN.has(name.replace("/", ""))).map(({ name }) => `<${name}>`),
    ...tags.filter(({ name, rest }) => name === "a" && rest !== LINK).map(({ rest }) => rest),
    ...(isBalanced(html) ? [] : ["an element that is not closed"]),
    ...(/EVIL|evil/.test(proseOf(html)) ? [`outside of code: ${proseOf(html)}`] : []),
    ...(comment.includes("<!--") ? ["a comment of HTML"] : []),
    ...(UNSEEN.test(comment) ? ["something unseen"] : []),
    ...commands.filter((line) => !own.some((digest) => line.endsWith(digest))),
    ...(comment.length > (room ?? 65_536) ? ["more than fits"] : []),
  ];
}

describe("a hostile text in a comment", () => {
  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`is shown and never interpreted: ${what}`, () => {
      for (const [place, plant] of Object.entries(PLACES)) {
        assert.deepEqual(faultsOf(plantedDocument([plant(text)])), [], place);
      }
      if (what === "nothing") return;
      const document = plantedDocument([PLACES["a new value"]?.(text) ?? {}]);
      assert.match(render(document, { verdict: verdictOf(document) }), /EVIL/);
    });
  }

  it("is not interpreted either when all stand in one comment, however much is cut", () => {
    const plants = Object.values(HOSTILE).flatMap((text) =>
      Object.values(PLACES).map((plant) => plant(text)),
    );
    const document = plantedDocument(plants.slice(0, 200));
    for (const room of [65_536, 50_000, 40_000, 35_000, 30_000, 29_999]) {
      const least = render(document, { verdict: verdictOf(document), room: 0 }).length;
      assert.deepEqual(faultsOf(document, Math.max(room, least)), [], String(room));
    }
  });

  it("is in the stack's own name, kind, project, program and versions too", () => {
    for (const [what, text] of Object.entries(HOSTILE)) {
      const stack = {
        ...plan({ ok: false, errors: ["x"] }),
        stack: text,
        kind: text,
        project: text,
      };
      const beside = { program: text, versions: { [text]: text } };
      const document = masked(documentOf([stack, { ...stack, outcome: "planned" }], beside));
      assert.deepEqual(faultsOf(document), [], what);
    }
  });

  it("is in the login of who acknowledges, too", () => {
    const steps = [{ op: "delete", type: "gcp:storage/bucket:Bucket", name: "a", old: {} }];
    const document = documentOf([plan({ steps })]);
    const [danger] = verdictOf(document).open;
    assert.ok(danger);
    const { operation, digest } = danger;
    for (const by of Object.values(HOSTILE)) {
      const verdict = verdictOf(document, [{ urn: operation.urn, digest, by }]);
      assert.equal(acknowledgers(verdict).size, 1);
      assert.doesNotMatch(proseOf(htmlOf(render(document, { verdict }))), /EVIL|evil/);
    }
  });
});
