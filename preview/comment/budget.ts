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

/**
 * The parts, in their order, in at most `room` characters: what stands first is most important, and
 * takes the room that it needs.
 */
export function fit(sections: readonly Section[], room: number): string {
  let left = room;
  const texts: string[] = [];
  for (const section of sections) {
    const text = section.within(Math.max(0, left - SEPARATOR.length));
    if (text === "") continue;
    texts.push(text);
    left -= text.length + SEPARATOR.length;
  }
  return texts.join(SEPARATOR);
}

const SEPARATOR = "\n\n";

/**
 * As many of the lines as there is room for, and a word on how many are left out.
 *
 * @param more Says how many were left out.
 */
export function linesWithin(
  lines: readonly string[],
  room: number,
  more: (left: number) => string,
): readonly string[] {
  const all = lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (all <= room) return lines;
  let used = more(lines.length).length + 1;
  const kept: string[] = [];
  for (const line of lines) {
    if (used + line.length + 1 > room) break;
    used += line.length + 1;
    kept.push(line);
  }
  if (kept.length === 0) return [];
  return [...kept, more(lines.length - kept.length)];
}
