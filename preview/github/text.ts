/**
 * A text that is no larger than it may be: the last lines go, and a note stands in front, where no
 * list, table or code block that the cut leaves open can swallow it.
 *
 * @param limit - in what `sizeOf` measures.
 */
export function cutAtLine(
  text: string,
  limit: number,
  sizeOf: (text: string) => number,
  note: string,
): string {
  if (sizeOf(text) <= limit) return text;
  const lines = text.split("\n");
  let size = sizeOf(`${note}\n`);
  let count = 0;
  for (const line of lines) {
    size += sizeOf(`${line}\n`);
    if (size > limit) break;
    count++;
  }
  return [note, ...lines.slice(0, count)].join("\n");
}

/** As GitHub measures a job summary. */
export const bytes = (text: string) => Buffer.byteLength(text, "utf8");

/** UTF-16 units, of which a character has one or two: never fewer than GitHub counts. */
export const characters = (text: string) => text.length;

/** Whether two texts read the same: a browser writes other line ends, and GitHub trims the end. */
export function sameText(one: string, other: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trimEnd();
  return plain(one) === plain(other);
}
