import type { StackFile } from "../environment/catalogue.ts";
import { digestOf, LEDGER_FILE, type Ledger, type LedgerEntry } from "./ledger.ts";
import { secretsOf, type StackSecrets } from "./stack-secrets.ts";

/** One secret of one environment, by name. */
export interface SecretName {
  readonly stack: string;
  readonly key: string;
}

/** Something that ledger and stack files contradict each other in. */
export interface LedgerProblem {
  readonly stack: string;
  /** Absent where it is not one secret's. */
  readonly key?: string;
  /** A clause without a full stop. */
  readonly reason: string;
  readonly cure: string;
}

/**
 * The secrets that more than one environment has, each group in the order of stack and key. Two are
 * one where their fingerprints are, or where one ciphertext was copied.
 */
export function sharedSecrets({ entries }: Ledger): readonly (readonly SecretName[])[] {
  const alike = groupsBy(entries, ({ fingerprint }) => fingerprint);
  const copied = groupsBy(entries, ({ ciphertext }) => ciphertext);
  const groups = [
    ...alike,
    ...copied.filter((group) => !alike.some((found) => group.every((one) => found.includes(one)))),
  ];
  return groups
    .filter((group) => new Set(group.map(({ stack }) => stack)).size > 1)
    .map((group) => group.map(({ stack, key }) => ({ stack, key })));
}

function groupsBy(
  entries: readonly LedgerEntry[],
  by: (entry: LedgerEntry) => string | undefined,
): readonly (readonly LedgerEntry[])[] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const mark = by(entry);
    if (mark !== undefined) groups.set(mark, [...(groups.get(mark) ?? []), entry]);
  }
  return [...groups.values()];
}

/** The secrets of other environments that have a fingerprint. */
export function holdersElsewhere(
  { entries }: Ledger,
  stack: string,
  fingerprint: string,
): readonly SecretName[] {
  return entries
    .filter((entry) => entry.fingerprint === fingerprint && entry.stack !== stack)
    .map(({ stack, key }) => ({ stack, key }));
}

/**
 * Everything in which ledger and stack files contradict each other, and in which the ledger differs
 * from an earlier one in a way that no `secrets set` brings about. Decided without any key.
 *
 * @param ledger `undefined` where the project has none.
 * @param base The ledger that the change is judged against, such as the base branch's.
 */
export function ledgerProblems(
  ledger: Ledger | undefined,
  stackFiles: readonly StackFile[],
  base?: Ledger,
): readonly LedgerProblem[] {
  const stacks = stackFiles.map((file) => secretsOf(file));
  const entries = ledger?.entries ?? [];
  return [
    ...stacks.flatMap((stack) => unreadable(stack)),
    ...stacks.flatMap((stack) => withoutEntries(stack, entries, base)),
    ...entries.flatMap((entry) => unbound(entry, stacks)),
    ...(base ? changedSince(base, ledger) : []),
  ];
}

function unreadable({ stack, file, values, inOne }: StackSecrets): readonly LedgerProblem[] {
  const plain = [...values].filter(([, ciphertext]) => ciphertext === undefined);
  return [
    ...plain.map(([key]) => ({
      stack,
      key,
      reason: `stands in ${file} in plain text`,
      cure: `Revoke the value, then set a new one with: ${setCommand({ stack, key })}`,
    })),
    ...(inOne
      ? [
          {
            stack,
            reason: `has the values of bulkhead:secretValues in one, so that none can be compared`,
            cure: `Remove the key from ${file} and set each secret with: npx bulkhead secrets set`,
          },
        ]
      : []),
  ];
}

function withoutEntries(
  { stack, values }: StackSecrets,
  entries: readonly LedgerEntry[],
  base: Ledger | undefined,
): readonly LedgerProblem[] {
  const lacks = (key: string) => !find(entries, { stack, key });
  return [...values]
    .filter(([key, ciphertext]) => ciphertext !== undefined && lacks(key))
    .map(([key]) => ({
      stack,
      key,
      reason: find(base?.entries ?? [], { stack, key })
        ? `lost its entry in ${LEDGER_FILE} and kept its value`
        : `has a value and no entry in ${LEDGER_FILE}`,
      cure: setAgain({ stack, key }),
    }));
}

/** An entry that is not that of the value in the stack file. */
function unbound(entry: LedgerEntry, stacks: readonly StackSecrets[]): readonly LedgerProblem[] {
  const { stack, key } = entry;
  const values = stacks.find((one) => one.stack === stack)?.values;
  if (values?.has(key) !== true) {
    const cure = `Delete its line in ${LEDGER_FILE}, or set it: ${setCommand(entry)}`;
    return [{ stack, key, reason: `has an entry in ${LEDGER_FILE} and no value`, cure }];
  }
  const ciphertext = values.get(key);
  if (ciphertext === undefined || digestOf(ciphertext) === entry.ciphertext) return [];
  const reason = `has another ciphertext than its entry in ${LEDGER_FILE} was made for`;
  return [{ stack, key, reason, cure: setAgain(entry) }];
}

function changedSince(base: Ledger, ledger: Ledger | undefined): readonly LedgerProblem[] {
  if (base.entries.length === 0) return [];
  if (JSON.stringify(base.header) !== JSON.stringify(ledger?.header)) {
    const cure = "Restore it from the base branch: with another, no two fingerprints compare.";
    return base.entries.map(({ stack, key }) => ({
      ...{ stack, key, cure },
      reason: `was fingerprinted under a salt that ${LEDGER_FILE} no longer has`,
    }));
  }
  return base.entries.flatMap((before) => {
    const { stack, key } = before;
    const now = find(ledger?.entries ?? [], before);
    if (now === undefined || now.fingerprint === before.fingerprint) return [];
    if (now.ciphertext === before.ciphertext) {
      const reason = "has another fingerprint than before for the ciphertext that it had";
      return [{ stack, key, reason, cure: setAgain(before) }];
    }
    // What is declared so is compared with nothing, whatever its new ciphertext holds.
    if (now.fingerprint !== undefined) return [];
    const reason = "was compared with those of others, and is declared low entropy now";
    return [{ stack, key, reason, cure: LOWERED }];
  });
}

const LOWERED =
  "Set it without --low-entropy; a secret that has become a PIN gets a name of its own.";

function find(entries: readonly LedgerEntry[], { stack, key }: SecretName) {
  return entries.find((entry) => entry.stack === stack && entry.key === key);
}

function setCommand({ stack, key }: SecretName): string {
  return `npx bulkhead secrets set ${stack} ${key}`;
}

function setAgain(name: SecretName): string {
  return `Set it again: ${setCommand(name)}`;
}
