import { looksRandom, SHORTEST } from "./random.ts";

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
export function maskText(text: string): string {
  return maskForms(text).replace(WORD, maskWord);
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
  ...["gh[opusr]_", "github_pat_", "glpat-", "npm_", "pul-", "eyJ"],
].join("|");

const FORMS: readonly { readonly pattern: RegExp; readonly to: string }[] = [
  {
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    to: MASK,
  },
  { pattern: /\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"'`]*:)[^\s"'`]+@/gi, to: `$1${MASK}@` },
  { pattern: /\b(bearer|basic) +(?!\[secret\])[\w.~+/=-]{8,}/gi, to: `$1 ${MASK}` },
  {
    pattern: new RegExp(`(?<![A-Za-z0-9])(?:${ISSUED_AS})[\\w.+/=-]{10,}`, "g"),
    to: MASK,
  },
  { pattern: /(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])/g, to: MASK },
  // In JSON, also as text within JSON.
  {
    pattern: new RegExp(
      `((?:[\\w.-]*[^a-z\\s])?${SOUNDS_SECRET}\\\\*["'])(\\s*:\\s*)(\\\\*["'])(?:(?!\\3).)+?\\3`,
      "gis",
    ),
    to: `$1$2$3${MASK}$3`,
  },
  // In a query or an assignment, and in YAML where nothing but the value stands on the line.
  {
    pattern: new RegExp(`(${SOUNDS_SECRET}=)(?!\\[secret\\])[^\\s&;,"'\`]+`, "gi"),
    to: `$1${MASK}`,
  },
  {
    pattern: new RegExp(`(${SOUNDS_SECRET}: +)(?!\\[secret\\])["']?[^\\s"']+["']?$`, "gim"),
    to: `$1${MASK}`,
  },
];

/** What stands between the characters that divide paths, addresses and lists. */
const WORD = new RegExp(`[\\w+=%!$~*^-]{${SHORTEST},}`, "g");

/** A digest of content, which is no secret. */
const DIGEST = /^[0-9a-f]{64}$/;

function maskWord(word: string, at: number, text: string): string {
  const isDigest = DIGEST.test(word) && text.slice(0, at).endsWith("sha256:");
  return !isDigest && looksRandom(word) ? MASK : word;
}
