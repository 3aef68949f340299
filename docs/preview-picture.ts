import { readFileSync } from "node:fs";

import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

import { render } from "../preview/comment/render.ts";
import { verdictOf } from "../preview/comment/verdict.ts";
import { planDocument } from "../preview/document/plan.ts";

/** Width of the picture, in pixels: that of a comment on GitHub on a screen of the usual width. */
const WIDTH = 920;

/** The stack whose diff the picture shows unfolded. */
const UNFOLDED = "prod";

/** The comment on the example's plan, `docs/preview-example.json`. */
export function exampleComment(): string {
  const text = readFileSync(new URL("preview-example.json", import.meta.url), "utf8");
  const document = planDocument.parse(JSON.parse(text));
  return `${render(document, { verdict: verdictOf(document) })}\n`;
}

/** The same as a picture: its Markdown as HTML, in the colours of GitHub, in an SVG of text. */
export function examplePicture(): string {
  const html = htmlOf(exampleComment());
  const height = heightOf(html);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}"`,
    `  viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="The comment on a pull request">`,
    `<style>${STYLE}</style>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6" class="box"/>`,
    `<path d="M1 38.5H${WIDTH - 1}" class="line"/>`,
    `<text x="16" y="25" class="who"><tspan class="bold">github-actions</tspan> bot commented</text>`,
    `<foreignObject x="0" y="39" width="${WIDTH}" height="${height - 39}">`,
    `<div xmlns="http://www.w3.org/1999/xhtml" class="body">`,
    html,
    "</div></foreignObject></svg>",
    "",
  ].join("\n");
}

/** As GitHub shows it: boxes for alerts, folded parts as one line, diffs in colour. */
function htmlOf(markdown: string): string {
  const options = { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true };
  return micromark(markdown, options)
    .replace(/<blockquote>\n<p>\[!WARNING\]\n?/g, `<blockquote><p class="alert">⚠ Warning</p><p>`)
    .replace(/<details>\n<summary>([^]*?)<\/summary>([^]*?)<\/details>/g, folded)
    .replace(/ align="\w+"/g, "");
}

function folded(_: string, title: string, body: string): string {
  const isOpen = title.includes(`<code>${UNFOLDED}</code>`);
  const line = `<p class="summary">${isOpen ? "▾" : "▸"} ${title}</p>`;
  return isOpen ? `${line}${body.replace(/<pre><code[^>]*>([^]*?)<\/code><\/pre>/g, diff)}` : line;
}

function diff(_: string, text: string): string {
  const lines = text.trimEnd().split("\n");
  const coloured = lines.map((line) => `<span class="${kindOf(line)}">${line}</span>`);
  return `<pre>${coloured.join("\n")}</pre>`;
}

function kindOf(line: string): string {
  if (line.startsWith("+")) return "add";
  if (line.startsWith("-")) return "del";
  return line.startsWith("!") ? "mod" : "as";
}

/** Pixels that a block takes, but for the lines of its text. */
const AROUND: readonly (readonly [RegExp, number])[] = [
  [/<h2>/g, 28],
  [/<h3>/g, 37],
  [/<p[ >]/g, 12],
  [/<tr>/g, 12],
  [/<table>/g, 12],
  [/<li>/g, 3],
  [/<ul>/g, 12],
  [/<pre>/g, 40],
  [/<blockquote>/g, 20],
];

const LINE = 21;
const CODE_LINE = 17.4;

/** The bar at the top, and the space around the rest. */
const FRAME = 39 + 2 * 16;

/** Characters of text that fit into a line, a few less than they are so that none is cut off. */
const CHARACTERS = 112;

/**
 * How high the picture has to be. A picture cannot ask what shows it, so it is reckoned, and rather too
 * high than too low.
 */
function heightOf(html: string): number {
  const around = AROUND.map(([block, pixels]) => (html.match(block) ?? []).length * pixels);
  const code = [...html.matchAll(/<pre>([^]*?)<\/pre>/g)].map(([, text = ""]) => text);
  const codeLines = code.join("\n").split("\n").length;
  const blocks = html.replace(/<pre>[^]*?<\/pre>/g, "").match(BLOCKS) ?? [];
  const lines = blocks.map((block) => {
    const cells = block.startsWith("<tr>") ? 1 : Math.ceil(textOf(block).length / CHARACTERS);
    return Math.max(1, cells);
  });
  const text = lines.reduce((sum, count) => sum + count, 0) * LINE;
  const sum = around.reduce((all, pixels) => all + pixels, 0);
  return Math.ceil(FRAME + sum + codeLines * CODE_LINE + text);
}

const BLOCKS = /<(h2|h3|p|li|tr|sub)\b[^]*?<\/\1>/g;

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "").replace(/&\w+;/g, "x");
}

const STYLE = `
.box { fill: #ffffff; stroke: #d1d9e0 }
.line { stroke: #d1d9e0 }
.who { font: 14px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: #59636e }
.bold { font-weight: 600; fill: #1f2328 }
.body { padding: 16px; color: #1f2328; word-wrap: break-word;
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
.body > :first-child { margin-top: 0 }
h2 { font-size: 21px; font-weight: 600; line-height: 1.25; margin: 0 0 16px; padding-bottom: 6px;
  border-bottom: 1px solid #d1d9e0 }
h3 { font-size: 17.5px; font-weight: 600; line-height: 1.25; margin: 24px 0 12px }
p, ul, table, pre, blockquote { margin: 0 0 12px }
ul { padding-left: 28px }
li { margin-top: 3px }
a { color: #0969da; text-decoration: none }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
code { font-size: 12px; padding: 2px 5px; background: #818b981f; border-radius: 6px }
pre { font-size: 12px; line-height: 1.45; padding: 14px; background: #f6f8fa; border-radius: 6px }
pre span { display: inline-block; width: 100% }
.add { background: #dafbe1; color: #116329 }
.del { background: #ffebe9; color: #82071e }
.mod { background: #fff1c2; color: #693e00 }
table { border-collapse: collapse }
th, td { padding: 5px 12px; border: 1px solid #d1d9e0; text-align: left }
th { font-weight: 600 }
blockquote { padding: 4px 14px; border-left: 4px solid #9a6700 }
blockquote ul { margin-bottom: 0 }
.alert { color: #9a6700; font-weight: 500; margin-bottom: 4px }
sub { font-size: 11px; color: #59636e; line-height: 1.6 }
`;
