import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { StackFile } from "../environment/catalogue.ts";
import { LEDGER_FILE, LedgerError, parseLedger, type Ledger } from "./ledger.ts";
import {
  ledgerProblems,
  sharedSecrets,
  type LedgerProblem,
  type SecretName,
} from "./ledger-problems.ts";

/** What the ledger says of all environments, decided without any key. */
export interface LedgerVerdict {
  readonly problems: readonly LedgerProblem[];
  /** Groups of secrets that are one, in different environments. */
  readonly shared: readonly (readonly SecretName[])[];
  /** Why the ledger cannot be trusted at all. */
  readonly damage?: string;
}

/**
 * Judges the ledger of a project against its stack files.
 *
 * @param guards Folder of the project by whose ledger it is judged, where that is another.
 */
export function judgeLedger(
  head: string,
  guards: string,
  stacks: readonly StackFile[],
): LedgerVerdict {
  try {
    const ledger = ledgerIn(head);
    const base = guards === head ? undefined : ledgerIn(guards);
    return {
      problems: ledgerProblems(ledger, stacks, base),
      shared: ledger ? sharedSecrets(ledger) : [],
    };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const places = error.faults.map(({ line, reason }) => `line ${line} ${reason}`);
    return { problems: [], shared: [], damage: places.join("; ") };
  }
}

/**
 * The ledger of a project; `undefined` where there is none yet.
 *
 * @throws LedgerError with every fault of a ledger that cannot be trusted.
 */
export function ledgerIn(folder: string): Ledger | undefined {
  const text = textOf(join(folder, LEDGER_FILE));
  return text === undefined ? undefined : parseLedger(text);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
