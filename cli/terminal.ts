import { uncommanded, visible } from "../preview/comment/text.ts";

/**
 * A text that somebody else chose, within a line of the terminal or of a job's log: it moves no cursor,
 * hides nothing, and is no command.
 */
export function inLine(text: string): string {
  return uncommanded(visible(text));
}

/** The same of a text that may have several lines, and keeps them. */
export function inLines(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => inLine(line.replaceAll("\t", "    ")))
    .join("\n");
}
