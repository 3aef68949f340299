/**
 * A text in which nothing hides: what breaks a line, turns its direction, takes no room or is no
 * character stands as its code point. What would begin a comment of HTML is spelled out too, since the
 * comment is found again by one. Two texts that differ look different.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (sign) => {
    if (sign === "\n") return "⏎";
    return sign === "<!--" ? "<\\u{21}--" : codePoint(sign);
  });
}

const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800⏎]|(?! )\p{Zs}|\\(?=u\{)|<!--/gu;

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A text of at most so many characters, which says how many it had. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = `… (${text.length.toLocaleString("en")} characters)`;
  return `${text.slice(0, most - end.length).replace(/[\ud800-\udbff]$/, "")}${end}`;
}

/**
 * A text from a plan as lines of code: nothing hides in them, each is at most so wide where it can be
 * broken at a space, and those after the first are indented. None begins as a command does, which
 * somebody could copy.
 */
export function linesOf(text: string, width = WIDTH): readonly string[] {
  const [first = "", ...rest] = text.split(/\r\n|[\r\n]/).map((line) => line.trimEnd());
  const lines = [first, ...rest.filter((line) => line !== "").map((line) => `  ${line}`)];
  return lines
    .flatMap((line) => wrapped(clipped(visible(line), LONGEST_LINE), width))
    .map(uncommanded);
}

/** Columns that a comment on GitHub shows without scrolling. */
const WIDTH = 100;

/** Most characters of one line of an error or a finding. */
const LONGEST_LINE = 2_000;

function wrapped(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let left = line;
  while (left.length > width) {
    const space = left.lastIndexOf(" ", width);
    // A word that is wider stands alone on its line.
    const at = space > INDENT.length ? space : left.indexOf(" ", width);
    if (at < 0) break;
    lines.push(left.slice(0, at));
    left = `${INDENT}${left.slice(at + 1).trimStart()}`;
  }
  return [...lines, left];
}

const INDENT = "    ";

/**
 * A line that neither the bot and its readers nor the log of a job take for a command. Source:
 * actions/runner, `ActionCommand.cs`: `::` counts behind blanks too, and `##[` anywhere in a line.
 */
export function uncommanded(line: string): string {
  return line
    .replace(/^(\s*)(?:\/(?=bulkhead)|:(?=:))/i, (start, blanks: string) => {
      return `${blanks}${codePoint(start.slice(blanks.length))}`;
    })
    .replaceAll("##[", `${codePoint("#")}#[`);
}
