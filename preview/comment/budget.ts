import { fence, fenceSize, folded, type Inline } from "./markdown.ts";

/**
 * Characters that a comment on GitHub may have. Source: the API's own message, "Body is too long
 * (maximum is 65536 characters)".
 */
export const MOST_CHARACTERS = 65_536;

/** A part of the comment, which can be made to fit into what room is left. */
export interface Section {
  /** Its text in at most so many characters; empty when not even its first line fits. */
  readonly within: (room: number) => string;
}

/** A part that is never cut. */
export function whole(text: string): Section {
  return { within: () => text };
}

/** A part that there is nothing to say in. */
export const NOTHING: Section = whole("");

/**
 * The parts, in their order, in at most `room` characters: what stands first is most important, and
 * takes the room that it needs.
 */
export function fit(sections: readonly Section[], room: number): string {
  // The first has nothing before it.
  let left = room + SEPARATOR.length;
  const texts: string[] = [];
  for (const section of sections) {
    const text = section.within(Math.max(0, left - SEPARATOR.length));
    if (text === "") continue;
    texts.push(text);
    left -= text.length + SEPARATOR.length;
  }
  return texts.join(SEPARATOR);
}

/** What stands between two parts. */
export const SEPARATOR = "\n\n";

/**
 * As many of the lines as there is room for, and a word on how many are left out; none where there is
 * no room for one.
 *
 * @param more Says how many were left out.
 */
export function linesWithin(
  lines: readonly string[],
  room: number,
  more: (left: number) => string,
): readonly string[] {
  if (lengthOf(lines) <= room) return lines;
  let used = more(lines.length).length;
  const kept: string[] = [];
  for (const line of lines) {
    used += line.length + 1;
    if (used > room) break;
    kept.push(line);
  }
  return kept.length === 0 ? [] : [...kept, more(lines.length - kept.length)];
}

/** Characters of lines that are put together. */
export function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, -1);
}

/** A title and below it lines in code; the title alone, where there is room for no more. */
export function titled(title: string, lines: readonly string[]): Section {
  return {
    within: (room) => {
      if (title.length > room) return "";
      const left = room - title.length - SEPARATOR.length - fenceSize(lines);
      const kept = linesWithin(lines, left, moreLines);
      return kept.length === 0 ? title : `${title}${SEPARATOR}${fence(kept)}`;
    },
  };
}

/** Lines in code, folded below a title. */
export function foldedLines(title: readonly Inline[], lines: readonly string[]): Section {
  if (lines.length === 0) return NOTHING;
  return {
    within: (room) => {
      const left = room - folded(title, "").length - fenceSize(lines);
      const kept = linesWithin(lines, left, moreLines);
      return kept.length === 0 ? "" : folded(title, fence(kept));
    },
  };
}

function moreLines(left: number): string {
  return `... and ${left.toLocaleString("en")} more ${left === 1 ? "line" : "lines"}, in the whole plan`;
}
