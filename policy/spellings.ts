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
const LINE_BREAK_IN_RUN = /([A-Za-z0-9+/_-]{20,})\r?\n[ \t]*(?=[A-Za-z0-9+/_-])/g;

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
  const joined = text.includes("\n") ? text.replace(LINE_BREAK_IN_RUN, "$1") : text;
  for (const [run] of joined.matchAll(BASE64_RUN)) {
    const decoded = decodeBase64(run);
    if (decoded !== undefined) yield { text: decoded, as: "base64" };
  }
}

/** As lenient as those who read it: what is no encoding stands for itself. */
function decodePercent(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** What JSON and YAML write with a backslash, and a string that goes on in the next line. */
function unescape(text: string): string {
  return text
    .replace(/\\\r?\n\s*/g, "")
    .replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|U([0-9a-f]{8}))/gi, (_, ...hex: unknown[]) => {
      const digits = hex.find((each): each is string => typeof each === "string") ?? "20";
      const code = Number.parseInt(digits, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
    })
    .replace(/\\([^ntr\s])/g, "$1")
    .replace(/\\[ntr]/g, " ");
}

/** The text behind a run, from whichever of its first four characters it begins to be one. */
function decodeBase64(run: string): string | undefined {
  for (let start = 0; start < 4; start++) {
    const bytes = Buffer.from(run.slice(start), "base64");
    if (isText(bytes)) return bytes.toString("utf8");
  }
  return undefined;
}

/** Printable and long enough to hold a name; the last bytes may be cut off. */
function isText(bytes: Buffer): boolean {
  if (bytes.length < 6) return false;
  for (const byte of bytes.subarray(0, -2)) {
    if (byte < 0x20 ? byte !== 0x0a && byte !== 0x0d && byte !== 0x09 : byte === 0x7f) return false;
    if (byte >= 0xf8) return false;
  }
  return !bytes.toString("utf8").slice(0, -2).includes("\ufffd");
}
