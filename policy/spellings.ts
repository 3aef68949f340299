/** A text in one of the forms in which a name can be written. */
export interface Spelling {
  readonly text: string;
  /** How it was written; `plain` as it stands. */
  readonly as: "plain" | "percent-encoded" | "escaped" | "base64";
}

/** Texts in texts are read to this depth: base64 of percent-encoded JSON is three. */
const DEPTH = 4;

/** Shorter runs decode to less than the shortest name that an environment can have. */
const BASE64_RUN = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
const PERCENT = /%[0-9a-f]{2}/i;
const LINE_BREAK_IN_RUN = /(?<=[A-Za-z0-9+/_-]{20})\r?\n[ \t]*(?=[A-Za-z0-9+/_-])/g;
/** Long enough to hold a name; what surrounds it is of something else, such as a path before it. */
const READABLE = /[\t\n\r\x20-\x7e]{6,}/g;

/** Every form in which a text can be read, itself first. */
export function spellings(text: string): readonly Spelling[] {
  const found: Spelling[] = [{ text, as: "plain" }];
  const seen = new Set([text]);
  for (let at = 0, depth = 0; depth < DEPTH && at < found.length; depth++) {
    const end = found.length;
    for (; at < end; at++) {
      const known = found[at];
      if (!known) continue;
      for (const next of decodings(known.text)) {
        if (seen.has(next.text)) continue;
        seen.add(next.text);
        found.push(next);
      }
    }
  }
  return found;
}

function* decodings(text: string): Generator<Spelling> {
  if (PERCENT.test(text)) yield { text: decodePercent(text), as: "percent-encoded" };
  if (text.includes("\\")) yield { text: unescape(text), as: "escaped" };
  const joined = text.includes("\n") ? text.replace(LINE_BREAK_IN_RUN, "") : text;
  for (const [run] of joined.matchAll(BASE64_RUN)) {
    for (const decoded of decodeBase64(run)) yield { text: decoded, as: "base64" };
  }
}

/** As lenient as those who read it: what is no encoding stands for itself. */
function decodePercent(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/**
 * What JSON and YAML write with a backslash, and a string that goes on in the next line. Each backslash
 * is read once: what comes of it may be a backslash that is to be read again, as its own spelling.
 */
function unescape(text: string): string {
  return text.replace(ESCAPE, (_, ...groups: (string | undefined)[]) => {
    const [long, short, byte, other = ""] = groups;
    const digits = long ?? short ?? byte;
    if (digits === undefined) return BLANKS[other] ?? other;
    const code = Number.parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
  });
}

const BLANKS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const ESCAPE = /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n[ \t]*|(\S))/g;

/** The texts behind a run; it may begin before them, so each of four places is tried. */
function* decodeBase64(run: string): Generator<string> {
  for (let start = 0; start < 4; start++) {
    const decoded = Buffer.from(run.slice(start), "base64").toString("latin1");
    const readable = decoded.match(READABLE);
    if (readable) yield readable.join(" ");
  }
}
