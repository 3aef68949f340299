import { digestOf, type LedgerEntry } from "../policy/ledger.ts";
import { meantStacks, readSecrets } from "./project.ts";

/** What the ledger says of a secret. */
export type LedgerState = "ok" | "low entropy" | "missing" | "stale" | "";

/** One secret of one stack, without its value. */
export interface ListedSecret {
  readonly stack: string;
  readonly key: string;
  /** `undefined` where the stack does not declare it. */
  readonly shape: string | undefined;
  readonly isSet: boolean;
  /** `stale`: the entry is not that of the value. Empty where there is neither. */
  readonly ledger: LedgerState;
}

/**
 * Every secret that a stack declares, has a value of or has an entry for, by stack and name.
 *
 * @param named Default: all stacks.
 * @throws UserError with exit code 2 as `verifySecrets` does.
 */
export function listSecrets(root: string, named: readonly string[]): readonly ListedSecret[] {
  const secrets = readSecrets(root);
  return [...meantStacks(named, secrets)].sort().flatMap((stack) => {
    const { declared, values } = secrets.stacks.find((one) => one.stack === stack) ?? NONE;
    const entries = new Map(
      (secrets.ledger?.entries ?? [])
        .filter((entry) => entry.stack === stack)
        .map((entry) => [entry.key, entry] as const),
    );
    const keys = new Set([...declared.keys(), ...values.keys(), ...entries.keys()]);
    return [...keys].sort().map((key) => ({
      ...{ stack, key, shape: declared.get(key), isSet: values.has(key) },
      ledger: stateOf(entries.get(key), values.has(key), values.get(key)),
    }));
  });
}

const NONE = { declared: new Map<string, string>(), values: new Map<string, string>() };

function stateOf(
  entry: LedgerEntry | undefined,
  isSet: boolean,
  ciphertext: string | undefined,
): LedgerState {
  if (!entry) return isSet ? "missing" : "";
  if (ciphertext === undefined || digestOf(ciphertext) !== entry.ciphertext) return "stale";
  return entry.lowEntropy ? "low entropy" : "ok";
}
