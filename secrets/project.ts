import { chmod, stat } from "node:fs/promises";
import { closest } from "fastest-levenshtein";

import { readProject, readStacks, type StackFile } from "../environment/catalogue.ts";
import { show } from "../environment/problems.ts";
import { UserError } from "../engine/errors.ts";
import { writeWhole } from "../engine/files.ts";
import { LEDGER_FILE, LedgerError, type Ledger } from "../policy/ledger.ts";
import { ledgerIn } from "../policy/ledger-file.ts";
import { secretsOf, type StackSecrets } from "../policy/stack-secrets.ts";

/** What a project's files say of its secrets; read without any key. */
export interface ProjectSecrets {
  /** `undefined` where there is no ledger yet. */
  readonly ledger: Ledger | undefined;
  readonly files: readonly StackFile[];
  /** The same files, by what they say of secrets. */
  readonly stacks: readonly StackSecrets[];
}

/**
 * Reads ledger and stack files.
 *
 * @throws UserError with exit code 2 for a ledger that cannot be trusted, with every fault.
 */
export function readSecrets(root: string): ProjectSecrets {
  const { config } = readProject(root);
  const files = readStacks(root);
  const stacks = files.map((file) => secretsOf(file, config));
  return { ledger: readLedger(root), files, stacks };
}

/** The project's ledger; throws as {@link readSecrets} does. */
export function readLedger(root: string): Ledger | undefined {
  try {
    return ledgerIn(root);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new UserError(error.message, 2);
  }
}

/**
 * The stacks that are meant, all of them where none is named.
 *
 * @throws UserError with exit code 2 for one that neither a file nor the ledger knows.
 */
export function meantStacks(
  named: readonly string[],
  { ledger, stacks }: ProjectSecrets,
): ReadonlySet<string> {
  const entries = ledger?.entries ?? [];
  const known = new Set([...stacks, ...entries].map(({ stack }) => stack));
  for (const stack of named) {
    if (known.has(stack)) continue;
    throw new UserError(
      `There is no stack ${show(stack)}: neither a stack file nor ${LEDGER_FILE} knows it.\n` +
        `Did you mean ${closest(stack, [...known])}?`,
      2,
    );
  }
  return named.length > 0 ? new Set(named) : known;
}

/** Writes a file of the user's in one step; it keeps its mode, and a new one is readable by all. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const mode = await stat(file).then(
    (found) => found.mode,
    () => 0o644,
  );
  await writeWhole(file, text);
  await chmod(file, mode);
}
