import type { InlineCode, PhrasingContent, RootContent, Table } from "mdast";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown, type Options } from "mdast-util-to-markdown";

/**
 * Markdown from parts. Whatever comes from a plan stands in code, where nothing is interpreted: no
 * mention, no reference, no HTML, no emphasis; and what would not be seen there is made visible. Words
 * of our own stand outside.
 */
export type Inline = string | InlineCode | readonly Inline[];

const WRITE: Options = {
  extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
  bullet: "-",
};

/** Text from a plan, within a line. */
export function code(text: string): InlineCode {
  const shown = visible(text);
  return { type: "inlineCode", value: shown === "" ? " " : shown };
}

/** One line of words and code. */
export function paragraph(...parts: readonly Inline[]): string {
  return write({ type: "paragraph", children: parts.flatMap(inline) });
}

/** A heading of words and code. */
export function heading(depth: 2 | 3, ...parts: readonly Inline[]): string {
  return write({ type: "heading", depth, children: parts.flatMap(inline) });
}

/** A table; its first row is the head. */
export function table(rows: readonly (readonly Inline[])[]): string {
  const node: Table = {
    type: "table",
    children: rows.map((cells) => ({
      type: "tableRow",
      children: cells.map((cell) => ({ type: "tableCell", children: inline(cell) })),
    })),
  };
  return write(node);
}

/** One item of a list; lines that belong to it follow indented. */
export function item(first: readonly Inline[], ...below: readonly string[]): string {
  const line = paragraph(...first);
  return [`- ${line}`, ...below.map((text) => indent(text))].join("\n");
}

/** Lines from a plan, as they are; in a `diff` those that begin with + and - have colours. */
export function fence(lines: readonly string[], lang: "diff" | "text" = "text"): string {
  const value = lines.map(visible).join("\n");
  return write({ type: "code", lang, value });
}

/** Something folded; what is folded stays Markdown. */
export function folded(title: readonly Inline[], body: string): string {
  return `<details>\n<summary>${html(title)}</summary>\n\n${body}\n\n</details>`;
}

/** A box that GitHub shows in colour. */
export function alert(kind: "CAUTION" | "WARNING" | "NOTE", body: string): string {
  return [
    `> [!${kind}]`,
    ...body.split("\n").map((line) => (line === "" ? ">" : `> ${line}`)),
  ].join("\n");
}

/**
 * A text in which nothing hides: what breaks a line, turns its direction, takes no room or is no
 * character stands as its code point.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === "\n") return "⏎";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u2800\u3164\uffa0]/gu;

function write(node: RootContent): string {
  return toMarkdown({ type: "root", children: [node] }, WRITE).trimEnd();
}

function inline(part: Inline): PhrasingContent[] {
  if (typeof part === "string") return part === "" ? [] : [{ type: "text", value: part }];
  if ("type" in part) return [part];
  return part.flatMap(inline);
}

/** Within a summary GitHub reads HTML, and not Markdown. */
function html(parts: readonly Inline[]): string {
  return parts
    .flatMap(inline)
    .map((part) => {
      if (part.type === "inlineCode") return `<code>${escaped(part.value)}</code>`;
      return part.type === "text" ? escaped(part.value) : "";
    })
    .join("");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
