import { UserError } from "../engine/errors.ts";
import type { ExitCode } from "../engine/stacks.ts";
import { fingerprint, type Ledger, type LedgerEntry } from "../policy/ledger.ts";
import {
  ledgerProblems,
  sharedSecrets,
  type LedgerProblem,
  type SecretName,
} from "../policy/ledger-problems.ts";
import { valueProblem } from "../policy/secret-value.ts";
import type { StackSecrets } from "../policy/stack-secrets.ts";
import { decryptAll, type SecretsEngine } from "./engine.ts";
import { meantStacks, readSecrets } from "./project.ts";

/** What was found out about the secrets of some stacks. */
export interface Verification {
  readonly problems: readonly LedgerProblem[];
  /** Groups of secrets that are one, in different environments. */
  readonly shared: readonly (readonly SecretName[])[];
  /** How many secrets have a value, and of how many it was decrypted and compared. */
  readonly values: number;
  readonly compared: number;
}

/**
 * Compares stack files with the ledger, and environments with one another, by the files alone. With
 * an engine each stack is decrypted too, and each value compared with its entry.
 *
 * @param named Default: all stacks.
 * @throws UserError with exit code 2 for a ledger that cannot be trusted and for an unknown stack.
 */
export async function verifySecrets(
  root: string,
  named: readonly string[],
  engine?: SecretsEngine,
): Promise<Verification> {
  const secrets = readSecrets(root);
  const { ledger, files, stacks } = secrets;
  const meant = meantStacks(named, secrets);
  const checked = stacks.filter(({ stack, values }) => meant.has(stack) && values.size > 0);
  const problems = ledgerProblems(ledger, files).filter(({ stack }) => meant.has(stack));
  const decrypted =
    engine && ledger
      ? await Promise.all(checked.map((stack) => comparedWith(ledger, stack, engine)))
      : [];
  return {
    problems: [...problems, ...decrypted.flatMap((one) => one.problems)],
    shared: (ledger ? sharedSecrets(ledger) : []).filter((group) =>
      group.some(({ stack }) => meant.has(stack)),
    ),
    values: checked.reduce((sum, { values }) => sum + values.size, 0),
    compared: decrypted.reduce((sum, { compared }) => sum + compared, 0),
  };
}

/** Over several findings the first that applies of 1 and 3. */
export function exitCodeOf({ problems, shared }: Verification): ExitCode {
  if (problems.length > 0) return 1;
  return shared.length > 0 ? 3 : 0;
}

async function comparedWith(
  ledger: Ledger,
  stack: StackSecrets,
  engine: SecretsEngine,
): Promise<{ readonly problems: readonly LedgerProblem[]; readonly compared: number }> {
  try {
    const values = await decryptAll(engine, stack.stack);
    const entries = ledger.entries.filter((entry) => entry.stack === stack.stack);
    const pairs = entries.flatMap((entry) => {
      const value = values[entry.key];
      return value === undefined ? [] : [{ entry, value }];
    });
    const problems = pairs.flatMap(({ entry, value }) =>
      contradiction(ledger, stack, entry, value),
    );
    return { problems, compared: pairs.length };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const cure = "Run it where the environment's own key can be used, or leave out --decrypt.";
    const problem = { stack: stack.stack, reason: error.message, cure };
    return { problems: [problem], compared: 0 };
  }
}

function contradiction(
  { header }: Ledger,
  { declared }: StackSecrets,
  { stack, key, ...entry }: LedgerEntry,
  value: string,
): readonly LedgerProblem[] {
  const cure = `Set it again: npx bulkhead secrets set ${stack} ${key}`;
  if (entry.fingerprint !== undefined && fingerprint(value, header) !== entry.fingerprint) {
    return [{ stack, key, reason: "has another value than its fingerprint was made of", cure }];
  }
  const shape = declared.get(key);
  const wrong =
    shape !== undefined && valueProblem({ value, shape, lowEntropy: entry.lowEntropy === true });
  return wrong
    ? [{ stack, key, reason: `has a value that ${wrong.reason}`, cure: wrong.cure }]
    : [];
}
