import { MASK } from "./marks.ts";

/** How what is secret by its form is found, and what is left of it. */
export interface Form {
  readonly pattern: RegExp;
  readonly to: string;
}

/** Names of what is secret, as they stand before it in a text; `bypass=true` names no secret. */
const SOUNDS_SECRET =
  "(?:(?<!by|com|tres|sur|over|under)pass(?:word|wd|phrase|code)?|pwd|secret|token|jwt|credential|" +
  "authorization|signature|cookie|(?<![a-z])(?:pw|auth)|client[-_]?secret|" +
  "(?:api|access|private|secret|shared|signing|account|master)[-_]?key)s?" +
  "(?:[-_](?:base|hash|salt|old|new|prod|staging|dev|test|root|admin|\\d{1,3}))?\\d{0,3}";

/** How services begin the keys and tokens that they issue. */
const ISSUED_AS = [
  ...["[rsp]k_(?:live|test)_", "whsec_", "SG\\.", "xox[abeprs]-", "AIza", "ya29\\.", "GOCSPX-"],
  ...["A[KS]IA(?=[A-Z0-9]{12})", "gh[opusr]_", "github_pat_", "glpat-", "npm_", "pul-", "eyJ"],
  "sk-(?:proj|ant|svcacct)-",
].join("|");

/**
 * A quote, and what is between it and the next like it that nothing escapes: over lines, and to the
 * end where the text was cut off.
 */
const QUOTED = quotedAs(2);

function quotedAs(group: number): string {
  return `(\\\\*["'])(?!\\[secret\\]\\${group})(?!\\${group})[^]+?(?:(?<!\\\\)\\${group}|$)`;
}

/** What stands in no quotes: in a query, an assignment, an environment. */
const BARE =
  "(?![\"'`\\[{])(?:[^\\s&;\"'`%]|%(?!26)|\\\\.|(?:&(?:amp;)?|;)(?![\\w.%-]{1,60}=|\\s|$)|" +
  "[\"'`](?=\\w))+(?<![,)}\\]])";

/** A number, and what YAML and JSON allow to stand there without quotes, but for their own words. */
const PLAIN = `(?!(?:null|true|false)\\b)[^\\s,}\\]"'\\\\{[]+`;

/** What ends a name that stands in quotes and leads to its value; and one that does not. */
const AFTER_QUOTED = `\\\\*["']\\s{0,9}(?:=>|[:=])\\s{0,9}`;
const ASSIGNED = "(?::=|=>|->|={1,3}(?![=>]))";

/**
 * How messages go on after `token: ` that say something of it. Whatever else stands there is the
 * token.
 */
const SAYS =
  "(?:an?|the|is|are|was|be|not|no|none|must|may|can|cannot|could|should|will|would|has|have|had|" +
  "only|one|any|it|its|this|that|if|when|where|which|who|use|used|using|see|set|given|each|every|" +
  "for|from|to|of|in|on|at|by|with|without|as|or|and|but|missing|required|invalid|unknown|" +
  "unexpected|expected|unauthorized|unauthenticated|denied|permission|failed|failure|error|does|" +
  "do|did|too|already|still|unset|empty|unsupported|optional|deprecated|expired|value|string|type|" +
  "name|length|exceeds|contains|resource|request|bearer|basic|digest|negotiate|" +
  "[1-5]\\d\\d(?= [a-z]))\\b";

/** What a list calls the name of an item that has a value. */
const NAMED = `(?<![a-z])(?:name|key|variable)\\\\*["']?\\s{0,9}[:=]\\s{0,9}\\\\*["']?`;
const PAIR = `${NAMED}[\\w./-]{0,100}?${SOUNDS_SECRET}\\\\*["']?(?=[\\s,])[^{}]{0,200}?`;
const VALUE = `(?<![a-z])value\\\\*["']?\\s{0,9}[:=]\\s{0,9}`;

/** Every form, in the order in which they are looked for. */
export const FORMS: readonly Form[] = [
  {
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
    to: MASK,
  },
  {
    pattern: new RegExp(
      "(?<=://)([^\\s:@/\"'`]{0,200}:)" +
        "(?:[^\\s\"'`]|(?<![,:{[(=])[\"'`](?![\\s,:;}\\])]|$)){1,2000}@",
      "g",
    ),
    to: `$1${MASK}@`,
  },
  {
    pattern:
      /(authorization\\*["']?\s{0,9}[:=]\s{0,9}\\*["']?(?:bearer|basic|digest|negotiate|token) {1,9})(?!\[secret\])[^\s"'`]+/gi,
    to: `$1${MASK}`,
  },
  { pattern: /\b(bearer|basic) {1,9}(?!\[secret\])[^\s"'`,;]{8,}/gi, to: `$1 ${MASK}` },
  { pattern: /(cookie: {0,9})(?!\[secret\])[^\s=;]{1,200}=[^\r\n"']+/gi, to: `$1${MASK}` },
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
  // A name and its value beside each other, as lists of variables have them, in either order.
  { pattern: after(`${PAIR}${VALUE}`, QUOTED), to: `$1$2${MASK}$2` },
  { pattern: after(`${PAIR}${VALUE}`, PLAIN), to: `$1${MASK}` },
  {
    pattern: new RegExp(
      `(${VALUE})(\\\\*["'])(?!\\[secret\\])(?:(?!\\2)[^]){1,2000}\\2(?=\\s{0,9},\\s{0,40}\\\\*["']?` +
        `${NAMED}[\\w./-]{0,100}?${SOUNDS_SECRET}(?:\\\\*["']|\\s))`,
      "gi",
    ),
    to: `$1$2${MASK}$2`,
  },
  // In JSON, also as text within JSON, and where the message was cut off before its end.
  { pattern: named(AFTER_QUOTED, QUOTED), to: `$1$2${MASK}$2` },
  { pattern: named(AFTER_QUOTED, PLAIN), to: `$1${MASK}` },
  // In code, in an assignment, in a query, on a command line.
  { pattern: named(`\\s{0,9}(?:${ASSIGNED}|:)\\s{0,9}`, QUOTED), to: `$1$2${MASK}$2` },
  { pattern: named(" {0,9}(?:%3A|%3D)(?:%22|%27)?(?!%2[27])", BARE), to: `$1${MASK}` },
  { pattern: named(`\\s{0,9}${ASSIGNED} {0,9}`, BARE), to: `$1${MASK}` },
  { pattern: after(`(?:password|passwd|passphrase) {1,9}`, QUOTED), to: `$1$2${MASK}$2` },
  {
    pattern: after(`--[\\w-]{0,40}(?:pass|password|pw|secret|token|key|auth) {1,9}`, QUOTED),
    to: `$1$2${MASK}$2`,
  },
  {
    pattern:
      /(--[\w-]{0,40}(?:pass|password|pw|secret|token|key|auth) +)(?!\[secret\])[^\s"'-]\S*/gi,
    to: `$1${MASK}`,
  },
  {
    pattern: new RegExp(
      `(<[\\w:.-]{0,60}?${SOUNDS_SECRET}(?:\\s[^<>]{0,200})?>)(?!\\[secret\\])` +
        "(?:<!\\[CDATA\\[[^]*?(?:\\]\\]>|$)|\\s*[^<\\s][^<]*)",
      "gi",
    ),
    to: `$1${MASK}`,
  },
  // In YAML and in messages: what is alone on the rest of its line, or says nothing of the name.
  {
    pattern: named(": +", `(?!["'\`]\\[secret\\])[^\\s]+(?=[^\\S\\n]*(?:\\n|$))`),
    to: `$1${MASK}`,
  },
  { pattern: named(": +", `(?!${SAYS})[^\\s"'\`]+`), to: `$1${MASK}` },
];

/** What begins a list or a map that a name leads to that sounds secret. */
export const HOLDS_SECRETS = new RegExp(
  `${SOUNDS_SECRET}(?:${AFTER_QUOTED}|\\s{0,9}(?:${ASSIGNED}|:)\\s{0,9})(?!\\[secret\\])(?=[[{])`,
  "gi",
);

/** What follows a name that sounds secret, unless that is masked already. */
function named(between: string, value: string): RegExp {
  return after(`${SOUNDS_SECRET}${between}`, value);
}

function after(before: string, value: string): RegExp {
  return new RegExp(`(${before})(?!\\[secret\\])${value}`, "gi");
}
