import { createHash, scryptSync } from "node:crypto";
import { z } from "zod";

import { jsonOf } from "./values.ts";

/** The ledger's file, beside the stack files; it holds no secret and is committed. */
export const LEDGER_FILE = "secrets.ledger.jsonl";

/** How fingerprints are made: one salt and one set of parameters for a whole ledger. */
export interface LedgerHeader {
  readonly version: 1;
  /** 16 random bytes, hexadecimal. */
  readonly salt: string;
  /** Cost, block size and parallelisation of scrypt (RFC 7914), and the fingerprint's bytes. */
  readonly scrypt: typeof SCRYPT;
}

/** One secret of one environment: no value, and nothing a value can be guessed from. */
export type LedgerEntry = {
  readonly stack: string;
  /** Its name in `bulkhead:secrets`. */
  readonly key: string;
  /** SHA-256 of the ciphertext as it stands in the stack file, by {@link digestOf}. */
  readonly ciphertext: string;
} & (
  | { readonly fingerprint: string; readonly lowEntropy?: undefined }
  | { readonly lowEntropy: true; readonly fingerprint?: undefined }
);

/** Which secrets there are; entries are in the order of stack and key, each once. */
export interface Ledger {
  readonly header: LedgerHeader;
  readonly entries: readonly LedgerEntry[];
}

/** One thing that is wrong with the ledger's text. */
export interface LedgerFault {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
  readonly cure: string;
}

/** The one error for a ledger that cannot be trusted: every fault with its line and cure. */
export class LedgerError extends Error {
  override readonly name = "LedgerError";

  constructor(readonly faults: readonly LedgerFault[]) {
    const lines = faults.map(
      ({ line, reason, cure }) => `  line ${line} ${reason}\n    ${cure}`, // prettier-ignore
    );
    super([`${LEDGER_FILE} cannot be trusted:`, ...lines].join("\n"));
  }
}

/**
 * OWASP's recommendation for scrypt is N = 2^17 for passwords; values here have 80 bits or more, so
 * that 2^15, which takes 32 MB and a tenth of a second, is no weakness.
 */
const SCRYPT = { N: 32_768, r: 8, p: 1, length: 32 } as const;

const SALT_BYTES = 16;

/** A ledger without entries. @param salt 16 random bytes. */
export function emptyLedger(salt: Uint8Array): Ledger {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`);
  return {
    header: { version: 1, salt: Buffer.from(salt).toString("hex"), scrypt: SCRYPT },
    entries: [],
  };
}

/**
 * What tells whether two values are the same without telling either: scrypt under the salt, hex.
 */
export function fingerprint(value: string, { salt, scrypt }: LedgerHeader): string {
  const { N, r, p, length } = scrypt;
  const options = { N, r, p, maxmem: 256 * N * r };
  return scryptSync(value, Buffer.from(salt, "hex"), length, options).toString("hex");
}

/** What binds an entry to its value without any key: SHA-256 of the text after `secure:`, hex. */
export function digestOf(ciphertext: string): string {
  return createHash("sha256").update(ciphertext).digest("hex");
}

/** The ledger with an entry, in the place of one for the same stack and key. */
export function withEntry(ledger: Ledger, entry: LedgerEntry): Ledger {
  const { header, entries } = withoutEntry(ledger, entry);
  return { header, entries: [...entries, entry].sort(inOrder) };
}

/** The ledger without the entry of a stack and key. */
export function withoutEntry(
  { header, entries }: Ledger,
  { stack, key }: Pick<LedgerEntry, "stack" | "key">,
): Ledger {
  return { header, entries: entries.filter((one) => one.stack !== stack || one.key !== key) };
}

/** The ledger's text. The same ledger has the same text, whatever came before. */
export function writeLedger({ header, entries }: Ledger): string {
  const first = headerText(header);
  return [first, ...entries.map((entry) => entryText(entry, first))]
    .map((line) => `${line}\n`)
    .join("");
}

/**
 * Reads a ledger.
 *
 * @throws LedgerError for one that is damaged, edited by hand, not as {@link writeLedger} writes
 * it, or of another version; never quoting the text, into which a secret may have been pasted.
 */
export function parseLedger(text: string): Ledger {
  const lines = text.split("\n");
  const faults: LedgerFault[] = [];
  const [first = ""] = lines;
  const header = readHeader(first);
  if ("reason" in header) throw new LedgerError([header]);
  if (lines.pop() !== "") faults.push({ line: lines.length + 1, ...CUT_OFF });
  const entries: LedgerEntry[] = [];
  for (const [index, line] of lines.slice(1).entries()) {
    const read = readEntry(line, first, entries.at(-1));
    if ("reason" in read) faults.push({ line: index + 2, ...read });
    else entries.push(read);
  }
  if (faults.length > 0) throw new LedgerError(faults);
  return { header, entries };
}

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

/** Enough to notice an edit; it proves nothing to someone who computes it anew. */
const CHECK_BYTES = 8;

const headerLine = z.strictObject({
  version: z.literal(1),
  salt: hex(SALT_BYTES),
  scrypt: z.strictObject({
    N: z.literal(SCRYPT.N),
    r: z.literal(SCRYPT.r),
    p: z.literal(SCRYPT.p),
    length: z.literal(SCRYPT.length),
  }),
  check: hex(CHECK_BYTES),
});

const entryShared = {
  stack: z.string().regex(/^[a-z][a-z0-9-]{0,23}$/),
  key: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  ciphertext: hex(32),
  check: hex(CHECK_BYTES),
};
const entryLine = z.union([
  z.strictObject({ ...entryShared, fingerprint: hex(SCRYPT.length) }),
  z.strictObject({ ...entryShared, lowEntropy: z.literal(true) }),
]);

type Fault = Omit<LedgerFault, "line">;

const CUT_OFF: Fault = {
  reason: "is cut off",
  cure: "Restore the file from version control.",
};
const SET_AGAIN = "Restore it from version control, or delete the line and set the secret again.";

function readHeader(line: string): LedgerHeader | LedgerFault {
  const value = jsonOf(line);
  const version = z.object({ version: z.number() }).safeParse(value).data?.version;
  if (version !== undefined && version !== 1) {
    const cure = "Use the version of Bulkhead that wrote it, or a newer one.";
    return { line: 1, reason: `is of format ${version}, and this Bulkhead reads 1`, cure };
  }
  const read = headerLine.safeParse(value);
  if (read.success) {
    const { version, salt, scrypt } = read.data;
    const header = { version, salt, scrypt };
    if (headerText(header) === line) return header;
  }
  const cure = "Restore it from version control: without it no fingerprint means anything.";
  return { line: 1, reason: "is not the header that was written there", cure };
}

function readEntry(
  line: string,
  header: string,
  previous: LedgerEntry | undefined,
): LedgerEntry | Fault {
  if (/^[<=>|]{7}/.test(line)) {
    const cure = "Keep the lines of both sides in the order of stack and key; delete this one.";
    return { reason: "is a mark of a merge that was not finished", cure };
  }
  const read = entryLine.safeParse(jsonOf(line));
  if (!read.success) return { reason: "is no entry of a ledger", cure: SET_AGAIN };
  const entry: LedgerEntry = read.data;
  if (entryText(entry, header) !== line) {
    return { reason: "is not as it was written: it was edited or damaged", cure: SET_AGAIN };
  }
  const { stack, key } = entry;
  if (previous === undefined || inOrder(previous, entry) < 0) return withoutCheck(entry);
  return inOrder(previous, entry) === 0
    ? {
        reason: `is a second entry for ${stack} ${key}`,
        cure: "Delete both lines and set the secret again.",
      }
    : {
        reason: `(${stack} ${key}) stands below ${previous.stack} ${previous.key}`,
        cure: "Move the line up: entries are in the order of stack and key.",
      };
}

/** In the form in which entries are made. */
function withoutCheck({
  stack,
  key,
  ciphertext,
  fingerprint,
  lowEntropy,
}: LedgerEntry): LedgerEntry {
  const named = { stack, key, ciphertext };
  return lowEntropy ? { ...named, lowEntropy } : { ...named, fingerprint };
}

function headerText({ version, salt, scrypt: { N, r, p, length } }: LedgerHeader): string {
  return checked({ version, salt, scrypt: { N, r, p, length } }, "");
}

function entryText(entry: LedgerEntry, header: string): string {
  const { stack, key, fingerprint, lowEntropy, ciphertext } = entry;
  return checked({ stack, key, fingerprint, lowEntropy, ciphertext }, header);
}

/** A line whose last field is a check over the rest of it and over the header, and so the salt. */
function checked(fields: object, header: string): string {
  const digest = createHash("sha256")
    .update(`${header}\n${JSON.stringify(fields)}`)
    .digest("hex");
  return JSON.stringify({ ...fields, check: digest.slice(0, 2 * CHECK_BYTES) });
}

/** By code unit, so that no locale has a say. */
function inOrder(one: LedgerEntry, other: LedgerEntry): number {
  const [a, b] = [`${one.stack} ${one.key}`, `${other.stack} ${other.key}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
