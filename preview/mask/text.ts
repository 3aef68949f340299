import { looksRandom, SHORTEST } from "./random.ts";
import { remembered } from "./remembered.ts";

/** Stands wherever a value is not shown. */
export const MASK = "[secret]";

/**
 * A text in which whatever could be a secret by its form is masked. Nothing marks it, since it comes
 * from where nothing is marked: names, error messages, values that a provider does not call secret.
 * Masking twice is the same as once. What is found, and nothing else:
 *
 * - private keys in PEM;
 * - the password of a URL, whatever it is;
 * - what follows a name that sounds secret, in JSON, in a query, in an assignment, in a header;
 * - a word of 16 characters or more that looks drawn by lot.
 *
 * A password that is made of words and stands alone is not found: give it to a property, a config
 * value or a variable that says what it is.
 */
export const maskText: (text: string) => string = remembered(mask);

function mask(text: string): string {
  return maskForms(text).replace(LINES, maskLines).replace(WORD, maskWord);
}

/** The same without the last: what only looks drawn by lot may be a name or a version. */
export function maskForms(text: string): string {
  return FORMS.reduce((masked, { pattern, to }) => masked.replace(pattern, to), text);
}

/** A name that somebody chose, such as a map's key; one of no usual form is told by its length. */
export function maskName(name: string): string {
  return maskText(name) === name ? name : `[${name.length} characters]`;
}

/** Names of what is secret, as they stand before it in a text. */
const SOUNDS_SECRET =
  "(?:password|passwd|passphrase|pwd|secret|token|credentials?|authorization|signature|cookie|" +
  "api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|shared[-_]?key|client[-_]?secret)";

/** How services begin the keys and tokens that they issue. */
const ISSUED_AS = [
  ...["[rsp]k_(?:live|test)_", "whsec_", "SG\\.", "xox[abeprs]-", "AIza", "ya29\\.", "GOCSPX-"],
  ...["A[KS]IA(?=[A-Z0-9]{12})", "gh[opusr]_", "github_pat_", "glpat-", "npm_", "pul-", "eyJ"],
].join("|");

const FORMS: readonly { readonly pattern: RegExp; readonly to: string }[] = [
  {
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    to: MASK,
  },
  { pattern: /(?<=:\/\/)([^\s:@/"'`]{0,200}:)[^\s"'`]{1,2000}@/g, to: `$1${MASK}@` },
  { pattern: /\b(bearer|basic) {1,9}(?!\[secret\])[^\s"'`,;]{8,}/gi, to: `$1 ${MASK}` },
  // What begins so unmistakably is found also where a name runs into it.
  { pattern: /eyJ[\w-]{10,400}\.[\w-]{10,9000}(?:\.[\w-]*)?/g, to: MASK },
  { pattern: /SG\.[\w-]{16,64}\.[\w-]{16,64}/g, to: MASK },
  {
    pattern:
      /(?:[rsp]k_(?:live|test)_|gh[opusr]_|glpat-|GOCSPX-|xox[abeprs]-\d+-)(?=\w*\d)\w{16,}/g,
    to: MASK,
  },
  {
    pattern: new RegExp(`(?<![A-Za-z0-9])(?:${ISSUED_AS})[\\w.+/=-]{10,}`, "g"),
    to: MASK,
  },
  // In JSON, also as text within JSON, and where the message was cut off before its end.
  {
    pattern: named(`\\\\*["']\\s{0,9}:\\s{0,9}`, `(\\\\*["'])(?:(?!\\2).)+?(?:\\2|$)`),
    to: `$1$2${MASK}$2`,
  },
  { pattern: named(`\\\\*["']\\s{0,9}:\\s{0,9}`, `-?\\d[\\d.]*`), to: `$1${MASK}` },
  // In code, in an assignment, in a query, on a command line.
  { pattern: named(`\\s{0,9}[:=]\\s{0,9}`, `(["'])(?:(?!\\2).)+?(?:\\2|$)`), to: `$1$2${MASK}$2` },
  { pattern: named(` {0,9}= {0,9}`, `[^\\s&;,"'\`]+`), to: `$1${MASK}` },
  {
    pattern: /(--[\w-]{0,40}(?:password|secret|token|key) +)(?!\[secret\])[^\s-]\S*/gi,
    to: `$1${MASK}`,
  },
  // In YAML, where nothing but the value stands on the line.
  { pattern: named(`: +`, `["']?[^\\s"']+["']?$`), to: `$1${MASK}` },
];

/** What follows a name that sounds secret, unless that is masked already. */
function named(between: string, value: string): RegExp {
  return new RegExp(`(${SOUNDS_SECRET}${between})(?!\\[secret\\])${value}`, "gims");
}

/** A character as JSON writes one that it need not write so. */
const ESCAPED = /\\{1,16}(?:u00([0-7][0-9a-f])|x([0-7][0-9a-f]))/gi;

/** What stands between the characters that divide paths, addresses and lists. */
const WORD = new RegExp(`(?:[\\w+=%!$~*^-]|${ESCAPED.source}){${SHORTEST},}`, "gi");

/** Base64 that somebody has broken into lines. */
const LINES =
  /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}(?:\r?\n|\\{1,16}n))+[A-Za-z0-9+/_-]+={0,2}(?![^\s"'\\])/g;

/** A digest of content, which is no secret. */
const DIGEST = /^[0-9a-f]{64}$/;

function maskWord(word: string, ...rest: readonly unknown[]): string {
  const [at, text] = rest.slice(-2) as [number, string];
  const isDigest = DIGEST.test(word) && text.slice(Math.max(0, at - 7), at) === "sha256:";
  const said = unescaped(word);
  const isSecret = said === word ? looksRandom(word) : maskText(said) !== said;
  return isSecret && !isDigest ? MASK : word;
}

function maskLines(lines: string): string {
  return looksRandom(lines.replace(/\s|\\+n/g, "")) ? MASK : lines;
}

function unescaped(word: string): string {
  return word.replace(ESCAPED, (_, u?: string, x?: string) =>
    String.fromCharCode(Number.parseInt(u ?? x ?? "20", 16)),
  );
}
