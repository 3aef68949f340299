import { UserError } from "../engine/errors.ts";
import type { Engine } from "../engine/engine.ts";
import { run, type Command } from "../engine/processes.ts";

/** What of the engine secrets need: how to run its CLI for a stack. */
export type SecretsEngine = Pick<Engine, "command">;

/**
 * Encrypts a value into a stack file by the stack's own secrets provider.
 *
 * @param file The file that is written; the stack's own is not touched.
 * @throws UserError with what the engine said, for want of a credential for instance.
 */
export async function encryptInto(
  engine: SecretsEngine,
  { stack, key, value, file }: { stack: string; key: string; value: string; file: string },
): Promise<void> {
  const path = ["--path", `bulkhead:secretValues["${key}"]`, "--config-file", file];
  const args = ["config", "set", "--secret", ...path, "--stack", stack, "--non-interactive"];
  // The engine drops one line break at the end.
  const { code, stderr } = await run({ ...commandOf(engine, args, stack), input: `${value}\n` });
  if (code === 0) return;
  throw new UserError(
    `${stack} ${key}: the value could not be encrypted, and nothing was written.\n` +
      saidBy(stderr.replaceAll(value, "[not shown]")),
  );
}

/**
 * The values of a stack's third-party secrets by name, in plain text.
 *
 * @throws UserError with what the engine said, where this machine cannot decrypt them.
 */
export async function decryptAll(engine: SecretsEngine, stack: string): Promise<Values> {
  const args = ["config", "--show-secrets", "--json", "--stack", stack, "--non-interactive"];
  const { code, stdout, stderr } = await run(commandOf(engine, args, stack));
  if (code !== 0) throw new UserError(`${stack} cannot be decrypted here.\n${saidBy(stderr)}`);
  return valuesIn(stdout) ?? {};
}

type Values = Readonly<Record<string, string>>;

/** What a parser says quotes the text, which holds secrets: nothing of it is told. */
function valuesIn(json: string): Values | undefined {
  try {
    const config = JSON.parse(json) as Record<string, { objectValue?: Values }>;
    return config["bulkhead:secretValues"]?.objectValue;
  } catch {
    throw new UserError("Pulumi's answer cannot be read: it is not JSON.");
  }
}

/**
 * The backend is the stack's own, as its file names it. One in a folder, named in the shell, holds
 * nothing of another environment, and is used: by who keeps state there, and by the tests.
 */
function commandOf(engine: SecretsEngine, args: readonly string[], stack: string): Command {
  const command = engine.command(args, stack);
  const backend = process.env["PULUMI_BACKEND_URL"];
  if (backend?.startsWith("file://") !== true) return command;
  return { ...command, env: { ...command.env, PULUMI_BACKEND_URL: backend } };
}

function saidBy(stderr: string): string {
  const lines = stderr.trim().split("\n");
  return `Pulumi says: ${lines.filter((line) => line.trim() !== "").join("\n  ")}`;
}
