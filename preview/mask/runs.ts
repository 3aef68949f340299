import { MASK } from "./marks.ts";
import { drawnIn, type Stretch } from "./random.ts";

/** What is printed between spaces and quotes. */
const RUN = /[!#-&(-_a-~]{8,}/g;

/**
 * What looks drawn by lot and is no secret: what is masked already, what tells a text that was
 * shortened, the digest of content, an address of IPv6, what the engine adds to a name to make it
 * unique, and how characters are told that cannot stand there.
 */
const PUBLIC = new RegExp(
  `(${[
    "\\[secret\\]",
    "(?<=characters, )[0-9a-f]{10}(?=\\))",
    "sha256:[0-9a-f]{64}(?![0-9A-Za-z])",
    "(?<![\\w:.])(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?![\\w:])",
    "(?<=[a-z0-9])-[0-9a-f]{7}(?![0-9A-Za-z])",
    "&#?\\w{2,8};",
    "\\\\u\\{[1-9a-f][0-9a-f]{2,5}\\}",
  ].join("|")})`,
);

/** A text in which whatever looks drawn by lot is masked, with the whole word that it stands in. */
export function maskRuns(text: string): string {
  // With one group, every second part is one that matches.
  return text
    .split(PUBLIC)
    .map((part, at) => (at % 2 === 0 ? part.replace(RUN, maskPart) : part))
    .join("");
}

function maskPart(part: string): string {
  const found = [...drawnIn(part), ...escapedIn(part)].map((stretch) => grown(part, stretch));
  if (found.length === 0) return part;
  let [masked, from] = ["", 0];
  for (const { start, end } of found.sort((one, other) => one.start - other.start)) {
    if (masked === "" || start > from + FEW) masked += part.slice(from, start) + MASK;
    from = Math.max(from, end);
  }
  return masked + part.slice(from);
}

/** Characters that are not worth showing beside a mask, since they could belong to what it hides. */
const FEW = 4;
/** Characters beside it that are a text of their own. */
const MUCH = 8;

const BEFORE = /[\w+%!$~*^\\-]/;
const AFTER = /[\w+%!$~*^\\=-]/;

/** The end of a word, or the beginning of one, beside what divides paths, addresses and lists. */
const END = /^[\w-]{0,2}[/.:,;?&=@]/;
const BEGINNING = /[/.:,;?&=@][\w-]{0,2}$/;

/** A stretch with the rest of the words that it is in, and what little is left of the run. */
function grown(run: string, { start, end }: Stretch): Stretch {
  const stretch = run.slice(start, end);
  let [from, to] = [start, end];
  // The name beside what was drawn is not of it, for a character or two by which it seems to be;
  // where there is little else, the beginning or end of what was drawn may only look like a name.
  const [head] = END.exec(stretch) ?? [];
  const [tail] = BEGINNING.exec(stretch) ?? [];
  if (head !== undefined && from >= MUCH && BEFORE.test(run.charAt(from - 1))) from += head.length;
  else while (from > 0 && BEFORE.test(run.charAt(from - 1))) from -= 1;
  if (tail !== undefined && run.length - to >= MUCH && AFTER.test(run.charAt(to)))
    to -= tail.length;
  else while (to < run.length && AFTER.test(run.charAt(to))) to += 1;
  return { start: from <= FEW ? 0 : from, end: run.length - to <= FEW ? run.length : to };
}

/** A character as JSON, code or a URL writes one that they need not write so. */
const ESCAPED =
  /\\{1,16}(?:u00|x|u\{0{0,4}(?=..\}))([0-7][0-9a-f])\}?|%(?:25){0,4}([2-7][0-9a-f])/gi;

/** What looks drawn by lot when it is read as it is meant, where it stands. */
function escapedIn(part: string): readonly Stretch[] {
  const places: number[] = [];
  let [said, from] = ["", 0];
  const add = (text: string, at: (index: number) => number) => {
    said += text;
    for (let index = 0; index < text.length; index++) places.push(at(index));
  };
  for (const { index, 0: escape, 1: code, 2: percent } of part.matchAll(ESCAPED)) {
    const start = from;
    add(part.slice(from, index), (each) => start + each);
    const read = String.fromCharCode(Number.parseInt(code ?? percent ?? "20", 16));
    add(read, () => index);
    from = index + escape.length;
  }
  if (from === 0) return [];
  const rest = from;
  add(part.slice(from), (each) => rest + each);
  return [...said.matchAll(RUN)].flatMap(({ index, 0: run }) =>
    drawnIn(run).map(({ start, end }) => ({
      start: places[index + start] ?? 0,
      end: places[index + end] ?? part.length,
    })),
  );
}

/** Base64 that somebody has broken into lines. */
const LINES =
  /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}(?:\r?\n|\\{1,16}n))+[A-Za-z0-9+/_-]+={0,2}(?![^\s"'\\])/g;

/** A text in which that is masked, where it looks drawn by lot. */
export function maskLines(text: string): string {
  return text.replace(LINES, (lines) => {
    const joined = lines.replace(/\s|\\+n/g, "");
    const longest = Math.max(0, ...drawnIn(joined).map(({ start, end }) => end - start));
    return longest * 2 >= joined.length ? MASK : lines;
  });
}
