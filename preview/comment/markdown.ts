import type { InlineCode, PhrasingContent, RootContent, Table } from "mdast";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown, type Options } from "mdast-util-to-markdown";

import { clipped, visible } from "./text.ts";

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

/** Text from a plan, within a line; a very long one is cut, and says so. */
export function code(text: string, most = LONGEST_INLINE): InlineCode {
  // Readers of tables disagree about what a backslash before a pipe means.
  const shown = clipped(visible(text), most).replaceAll("\\|", "\\u{7c}");
  return { type: "inlineCode", value: shown === "" ? " " : shown };
}

const LONGEST_INLINE = 200;

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

/** Lines that are safe to show, in code; in a `diff` those that begin with + and - have colours. */
export function fence(lines: readonly string[], lang: "diff" | "text" = "text"): string {
  return write({ type: "code", lang, value: lines.join("\n") });
}

/** Most characters that a fence adds to lines. */
export function fenceSize(lines: readonly string[], lang: "diff" | "text" = "text"): number {
  const runs = lines.flatMap((line) => line.match(/`{3,}/g) ?? []);
  const ticks = runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3);
  return 2 * ticks + lang.length + 2;
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
