import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { closest } from "fastest-levenshtein";

import { readStacks } from "../environment/catalogue.ts";
import { environmentOf } from "../environment/environment.ts";
import { stackNameProblem } from "../environment/names.ts";
import { show } from "../environment/problems.ts";
import { UserError } from "../engine/errors.ts";
import { readIfThere } from "../engine/files.ts";
import {
  digestOf,
  emptyLedger,
  fingerprint,
  LEDGER_FILE,
  withEntry,
  writeLedger,
  type Ledger,
  type LedgerEntry,
} from "../policy/ledger.ts";
import { holdersElsewhere } from "../policy/ledger-problems.ts";
import { valueProblem } from "../policy/secret-value.ts";
import { secretsOf } from "../policy/stack-secrets.ts";
import { encryptInto, type SecretsEngine } from "./engine.ts";
import { readLedger, readSecrets, replaceFile } from "./project.ts";

/** A secret that a stack declares. */
export interface Target {
  /** Folder of the stack files. */
  readonly root: string;
  readonly stack: string;
  readonly key: string;
  readonly shape: string;
  /** The stack's file, absolute. */
  readonly file: string;
}

/** A value, and whether it was declared to be easy to guess. */
export interface Given {
  readonly value: string;
  readonly lowEntropy: boolean;
}

/**
 * The secret that is meant, looked up before its value is asked for.
 *
 * @throws UserError with exit code 2 for a stack that cannot be read or has no key to encrypt with,
 * for a secret that it does not declare, and for a ledger that cannot be trusted.
 */
export function findTarget(root: string, stack: string, key: string): Target {
  // A value that was given in a name's place must not be repeated: what could be one is masked.
  if (stackNameProblem(stack) !== undefined) {
    throw new UserError(`${show(stack)} is no stack's name.\n${USAGE}`, 2);
  }
  const { config, kmsKey, state } = environmentOf({ folder: root, stack });
  const shape = Object.hasOwn(config.secrets, key) ? config.secrets[key]?.shape : undefined;
  if (shape === undefined) throw undeclared(stack, key, Object.keys(config.secrets));
  const { files } = readSecrets(root);
  const found = files.find((one) => one.stack === stack);
  const provider = found?.content["secretsprovider"];
  const expected = `gcpkms://${kmsKey}`;
  if (typeof provider === "string" && provider.startsWith("gcpkms:") && provider !== expected) {
    throw new UserError(
      `${stack}: its file is encrypted by ${provider}, but bulkhead:kmsKey names ${expected}.\n` +
        "Set bulkhead:kmsKey to the key in use, or: pulumi stack change-secrets-provider",
      2,
    );
  }
  // Without one, the engine would make up a passphrase's; Pulumi Cloud keeps a key of its own.
  const isKeyed = provider !== undefined || found?.content["encryptionsalt"] !== undefined;
  if (!isKeyed && !state.startsWith("https://")) {
    throw new UserError(
      `${stack}: nothing can be encrypted yet, for the stack was never made.\n` +
        `Make it with: pulumi stack init ${stack} --secrets-provider="${expected}"`,
      2,
    );
  }
  return { root, stack, key, shape, file: join(root, found?.file ?? `Pulumi.${stack}.yaml`) };
}

const USAGE =
  "Usage: npx bulkhead secrets set <stack> <key>; the value is read from standard input.";

function undeclared(stack: string, key: string, declared: readonly string[]): UserError {
  const cure =
    declared.length > 0
      ? `The nearest is ${closest(key, [...declared])}; declared are ${declared.join(", ")}.`
      : `Declare it in bulkhead:secrets of Pulumi.${stack}.yaml, with its shape.`;
  return new UserError(`${stack} declares no secret ${show(key)}.\n${cure}`, 2);
}

/**
 * Encrypts a value into its stack's file and enters it in the ledger: both or neither. The engine
 * works on a copy, so that what is left to be cut off is the moment between two renamings; what
 * that leaves behind is named by `verify`, and mended by setting the secret again.
 *
 * @throws UserError with exit code 2 for a value that is too weak or of another shape, 3 for one
 * that another environment has, 1 when it cannot be encrypted or written. No error holds the value.
 */
export async function setSecret(
  engine: SecretsEngine,
  target: Target,
  given: Given,
): Promise<void> {
  const { root, stack, key, shape, file } = target;
  const problem = valueProblem({ ...given, shape });
  if (problem)
    throw new UserError(`${stack} ${key}: its value ${problem.reason}.\n${problem.cure}`, 2);
  const { header } = readLedger(root) ?? emptyLedger(randomBytes(16));
  const mark: Mark = given.lowEntropy
    ? { lowEntropy: true }
    : { fingerprint: fingerprint(given.value, header) };
  refuseShared(currentLedger(root, header), target, mark);

  const before = await readIfThere(file);
  const { text, ciphertext } = await encrypted(engine, target, given.value, before);
  // Another command may have been at work meanwhile: what it wrote is neither lost nor passed over.
  const ledger = currentLedger(root, header);
  refuseShared(ledger, target, mark);
  if ((await readIfThere(file)) !== before) throw changedMeanwhile(file);
  const entry: LedgerEntry = { stack, key, ciphertext: digestOf(ciphertext), ...mark };
  await replaceFile(file, text);
  try {
    await replaceFile(join(root, LEDGER_FILE), writeLedger(withEntry(ledger, entry)));
  } catch (error) {
    if (before === undefined) await rm(file, { force: true });
    else await replaceFile(file, before);
    throw error;
  }
}

type Mark = { readonly fingerprint: string } | { readonly lowEntropy: true };

/** The ledger as it is now; one that was begun anew meanwhile has another salt. */
function currentLedger(root: string, header: Ledger["header"]): Ledger {
  const ledger = readLedger(root);
  if (ledger && ledger.header.salt !== header.salt) throw changedMeanwhile(join(root, LEDGER_FILE));
  return ledger ?? { header, entries: [] };
}

function refuseShared(ledger: Ledger, { stack, key }: Target, mark: Mark): void {
  if (!("fingerprint" in mark)) return;
  const holders = holdersElsewhere(ledger, stack, mark.fingerprint);
  if (holders.length === 0) return;
  const names = holders.map((holder) => `${holder.stack} ${holder.key}`).join(", ");
  throw new UserError(
    `${stack} ${key}: this is the value of ${names}, and no two environments share a secret.\n` +
      `Have one issued for ${stack} alone, and set that.`,
    3,
  );
}

/** The stack file with the value in it, and the value's ciphertext. */
async function encrypted(
  engine: SecretsEngine,
  { stack, key, file }: Target,
  value: string,
  before: string | undefined,
): Promise<{ text: string; ciphertext: string }> {
  const folder = await mkdtemp(join(tmpdir(), "bulkhead-secrets-"));
  try {
    const copy = join(folder, basename(file));
    if (before !== undefined) await writeFile(copy, before, { mode: 0o600 });
    await encryptInto(engine, { stack, key, value, file: copy });
    const text = (await readIfThere(copy)) ?? "";
    const [written] = readStacks(folder);
    const ciphertext = written && secretsOf(written).values.get(key);
    if (ciphertext !== undefined) return { text, ciphertext };
    throw new UserError(`${stack} ${key}: Pulumi did not encrypt the value; nothing was written.`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function changedMeanwhile(file: string): UserError {
  return new UserError(`${file} changed meanwhile, and nothing was written. Run this again.`);
}
