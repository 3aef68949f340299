import { gunzipSync } from "node:zlib";

/** A text in one of the forms in which a name can be written. */
export interface Spelling {
  readonly text: string;
  /** How it was written; `plain` as it stands. */
  readonly as: "plain" | "percent-encoded" | "escaped" | "base64" | "hexadecimal" | "normalised";
}

/** A way to read a text that stands in another. */
export interface Decoding {
  readonly as: Spelling["as"];
  /** How it is written, for the documentation. */
  readonly means: string;
  /** What it reads there, all of it in one text; the text itself, or nothing, where it is none. */
  readonly read: (text: string) => string;
}

/** Texts in texts are read to this depth: base64 of percent-encoded JSON is three. */
export const DEPTH = 5;
/** So much of what was compressed is read. */
const INFLATED = 1 << 20;

/** Shorter runs decode to less than the shortest name that an environment can have. */
const BASE64_RUN = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
const PRINTABLE_RUN = /[\t\n\r -~]{6,}/g;
const PERCENT_RUN = /(%[0-9a-f]{2})+/gi;
const ESCAPE =
  /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|U([0-9a-f]{8})|u\{([0-9a-f]{1,6})\}|([0-3][0-7]{2})|([ntr])|(\r?\n[ \t]*)|([^\s]))/gi;
const ENTITY = /&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi;
/** Shorter runs are less than a name of six letters. */
const HEXADECIMAL_RUN = /[0-9a-f]{12,}/gi;
/** What hosts and identifiers lose, or have written otherwise, before anybody compares them. */
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu;
const FULL_STOPS = /[\u3002\uff0e\uff61]/g;

/** Every decoding. */
export const DECODINGS: readonly Decoding[] = [
  { as: "percent-encoded", means: "percent-encoded, as a whole or in part", read: decodePercent },
  {
    as: "escaped",
    means:
      "with escapes of JSON, YAML, JavaScript and shells: `\\u002d`, `\\u{2d}`, `\\x2d`, `\\055`",
    read: unescape,
  },
  {
    as: "escaped",
    means: "with numbers for characters, as HTML and XML have them: `&#45;`, `&#x2d;`",
    read: resolveEntities,
  },
  {
    as: "normalised",
    means: "with letters of full width, ideographic full stops and characters that nobody sees",
    read: normalise,
  },
  {
    as: "base64",
    means: "in base64, also for URLs, without padding, beside bytes, of UTF-16 and of gzip",
    read: decodeBase64,
  },
  { as: "base64", means: "in base64 that is broken into lines", read: decodeBrokenBase64 },
  { as: "hexadecimal", means: "in hexadecimal digits", read: decodeHexadecimal },
];

/** Every form in which a text can be read, itself first. */
export function spellings(
  text: string,
  decodings: readonly Decoding[] = DECODINGS,
): readonly Spelling[] {
  const found: Spelling[] = [{ text, as: "plain" }];
  const seen = new Set([text, ""]);
  for (let at = 0, depth = 0; depth < DEPTH && at < found.length; depth++) {
    const end = found.length;
    for (; at < end; at++) {
      const known = found[at];
      if (!known) continue;
      for (const { as, read } of decodings) {
        const next = read(known.text);
        if (seen.has(next)) continue;
        seen.add(next);
        found.push({ text: next, as });
      }
    }
  }
  return found;
}

/** As lenient as those who read it: what is no encoding stands for itself. */
function decodePercent(text: string): string {
  return text.replace(PERCENT_RUN, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/**
 * What JSON and YAML write with a backslash, and a string that goes on in the next line. One escape
 * after the other, so that what is escaped twice is read twice.
 */
function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, u, x, long, braced, octal, space, line, other) => {
    const hex = [u, x, long, braced].find((each): each is string => typeof each === "string");
    if (hex !== undefined) return character(Number.parseInt(hex, 16));
    if (typeof octal === "string") return character(Number.parseInt(octal, 8));
    if (space !== undefined) return " ";
    return line === undefined && typeof other === "string" ? other : "";
  });
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}

/** Numbers for characters, as HTML and XML write them. */
function resolveEntities(text: string): string {
  if (!text.includes("&#")) return text;
  return text.replace(ENTITY, (_, hex: string | undefined, decimal: string) =>
    character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}

/** As a host is normalised before it is looked up; an URL loses its tabs and line breaks too. */
function normalise(text: string): string {
  const line = /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text.replace(/[\t\r\n]/g, "") : text;

  if (/^[\0-\x7f]*$/.test(line)) return line;
  return line.normalize("NFKC").replace(IGNORED, "").replace(FULL_STOPS, ".");
}

/** What stands in runs of hexadecimal digits, from both places that make a difference. */
function decodeHexadecimal(text: string): string {
  const found: string[] = [];
  for (const [run] of text.matchAll(HEXADECIMAL_RUN)) {
    for (const start of [0, 1]) found.push(...printable(Buffer.from(run.slice(start), "hex")));
  }
  return found.join("\n");
}

/**
 * What the base64 in a text says. Where it begins in a run of its letters nobody can tell, since `/`
 * and words are such letters too, so each run is read from all four places that make a difference.
 */
function decodeBase64(text: string): string {
  const found: string[] = [];
  for (const [run] of text.matchAll(BASE64_RUN)) {
    for (let start = 0; start < 4; start++) {
      const bytes = Buffer.from(run.slice(start), "base64");
      found.push(...printable(bytes), ...inflated(bytes));
    }
  }
  return found.join("\n");
}

/** The same where it is broken into lines, however short. */
function decodeBrokenBase64(text: string): string {
  return /\s/.test(text) ? decodeBase64(text.replace(/\s+/g, "")) : "";
}

/** The parts of what was encoded that could be a name; every second byte of UTF-16 is empty. */
function printable(bytes: Buffer): readonly string[] {
  const text = bytes.toString("latin1").replaceAll("\0", "");
  return text.match(PRINTABLE_RUN) ?? [];
}

/** What cloud-init and others take compressed. */
function inflated(bytes: Buffer): readonly string[] {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return [];
  try {
    return [gunzipSync(bytes, { maxOutputLength: INFLATED }).toString("utf8")];
  } catch {
    return [];
  }
}
