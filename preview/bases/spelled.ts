/**
 * A text as it stands, and as it reads when what escapes its characters is undone, once and again:
 * JSON as any language writes it, percent signs, entities, a shell's backslashes, and
 * quoted-printable beside them.
 */
export function readingsOf(text: string): readonly string[] {
  const readings = [text];
  for (let undone = 0; undone < DEPTH; undone++) {
    const last = readings.at(-1) ?? "";
    const next = UNDOING.reduce((said, { pattern, to }) => said.replace(pattern, to), last);
    if (next === last) break;
    readings.push(next);
  }
  const printable = QUOTED.test(text)
    ? [text.replace(SOFT_END, "").replace(QUOTED_RUN, bytes)]
    : [];
  return [...readings, ...printable];
}

/** JSON in JSON in a URL needs three. */
const DEPTH = 6;

type Undo = (found: string, ...groups: (string | undefined)[]) => string;

const UNDOING: readonly { readonly pattern: RegExp; readonly to: Undo }[] = [
  {
    pattern: /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|([0-3][0-7]{2})|([^]))/gi,
    to: (_, braced, four, two, octal, one) => {
      if (octal !== undefined) return codePoint(octal, 8);
      if (one !== undefined) return /[nrtbfv]/.test(one) ? "\n" : one;
      return codePoint(braced ?? four ?? two ?? "", 16);
    },
  },
  { pattern: /(?:0x[\da-f]{2}[\s,;]*){4,}/gi, to: (found) => bytes(found.replace(/0x/gi, "")) },
  { pattern: /%u([\da-f]{4})/gi, to: (_, digits = "") => codePoint(digits, 16) },
  { pattern: /(?:%[\da-f]{2})+/gi, to: (found) => bytes(found) },
  { pattern: /&#x([\da-f]{1,6});?/gi, to: (_, digits = "") => codePoint(digits, 16) },
  { pattern: /&#(\d{1,7});?/g, to: (_, digits = "") => codePoint(digits, 10) },
  { pattern: /&(amp|lt|gt|quot|apos|nbsp);/gi, to: (_, name = "") => ENTITIES[name] ?? " " },
];

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" },
};

const QUOTED = /=[\dA-F]{2}/;
const QUOTED_RUN = /(?:=[\dA-F]{2})+/g;
const SOFT_END = /=\r?\n/g;

function codePoint(digits: string, base: number): string {
  const point = Number.parseInt(digits, base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : "";
}

/** What bytes say that are written as pairs of digits, each after a sign. */
function bytes(found: string): string {
  return Buffer.from(found.replace(/[^\da-f]/gi, ""), "hex").toString("utf8");
}

/**
 * A text by its letters and digits alone, in one case: whatever else stands between them was put
 * there by the one or the other way of writing it, and of the alphabets of base64 nothing else is left.
 */
export function folded(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** A text without what lines, forms and tables put between characters. */
export function compact(text: string): string {
  return text.replace(/[\s+]+/g, "");
}
