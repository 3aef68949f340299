import { ROOT } from "../engine/folders.ts";
import { UserError } from "../engine/errors.ts";
import { listSecrets } from "../secrets/list.ts";
import { findTarget, setSecret } from "../secrets/set.ts";
import { readValue } from "../secrets/value.ts";
import { exitCodeOf, verifySecrets } from "../secrets/verify.ts";
import { open, say, type CloudOption } from "./context.ts";
import { secretsTable, verdict } from "./secrets-table.ts";

/** On which cloud, and whether the value was declared to be easy to guess. */
export interface SetOption extends CloudOption {
  readonly lowEntropy?: boolean;
}

/** Whether values are decrypted and compared too. */
export interface VerifyOption {
  readonly decrypt?: boolean;
}

/** `bulkhead secrets set <stack> <key>`: the value comes from standard input. */
export async function set(
  [stack, key, ...more]: readonly string[],
  { local, lowEntropy = false }: SetOption,
): Promise<number> {
  if (stack === undefined || key === undefined) throw new UserError(USAGE, 2);
  if (more.length > 0) throw new UserError(`${NO_ARGUMENT}\n${USAGE}`, 2);
  if (local) throw new UserError(NOT_LOCAL, 2);
  const target = findTarget(ROOT, stack, key);
  const value = await readValue(process.stdin, () => {
    say(`The value of ${key} for ${stack}; it is not shown while you type or paste it:`);
  });
  await setSecret(await open({ local }), target, { value, lowEntropy });
  console.log(`${stack} ${key} is set. Commit the stack file and the ledger in one change.`);
  return 0;
}

const USAGE =
  "Usage: npx bulkhead secrets set <stack> <key> [--low-entropy]\n" +
  "The value is read from standard input.";

const NO_ARGUMENT =
  "Nothing but stack and key can be given: a value among the arguments would stay in the\n" +
  "shell's history and could be read by every process of this machine. If it was one, revoke it.";

const NOT_LOCAL =
  "There are no secrets to set on the local cloud: its stacks hold placeholders.\n" +
  "For the real stack, run it without --local and with BULKHEAD_CLOUD unset.";

/** `bulkhead secrets list [stacks...]`. */
export function list(stacks: readonly string[]): number {
  console.log(secretsTable(listSecrets(ROOT, stacks)));
  return 0;
}

/** `bulkhead secrets verify [stacks...]`. */
export async function verify(
  stacks: readonly string[],
  { decrypt = false }: VerifyOption,
): Promise<number> {
  const engine = decrypt ? await open({ local: false }) : undefined;
  const found = await verifySecrets(ROOT, stacks, engine);
  const code = exitCodeOf(found);
  (code === 0 ? console.log : console.error)(verdict(found));
  return code;
}
