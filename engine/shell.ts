import { join } from "node:path";
import { parse } from "yaml";

import type { Environment } from "../environment/environment.ts";
import { UserError } from "./errors.ts";
import { readIfThere } from "./files.ts";

/** Names and values that a shell or a workflow has to set. */
export type Variables = Readonly<Record<string, string>>;

/** What a shell is to set, and which folders are to be searched for programs before its own. */
export interface Settings {
  readonly variables: Variables;
  /** Names that are to be without a value before any is set. */
  readonly unset: readonly string[];
  readonly path: readonly string[];
}

/**
 * What a shell must set so that plain `pulumi` works on a stack: its own backend, its own key, its own
 * project. Nothing in Pulumi picks a backend by stack.
 *
 * @param secretsProvider What the stack's file says, where it says one.
 * @throws UserError when that is not the key that the stack's configuration names.
 */
export function variablesOf(
  { stack, state, kmsKey, project }: Environment,
  secretsProvider: string | undefined,
): Variables {
  const expected = `gcpkms://${kmsKey}`;
  if (secretsProvider !== undefined && secretsProvider !== expected) {
    throw new UserError(
      `${stack}: Pulumi.${stack}.yaml is encrypted by ${secretsProvider}, but bulkhead:kmsKey names ${expected}.\n` +
        `Set bulkhead:kmsKey to the key in use, or change it with: pulumi stack change-secrets-provider "${expected}" --stack ${stack}`,
      2,
    );
  }
  return {
    PULUMI_BACKEND_URL: state,
    PULUMI_STACK: stack,
    PULUMI_SECRETS_PROVIDER: expected,
    GOOGLE_CLOUD_PROJECT: project,
    CLOUDSDK_CORE_PROJECT: project,
  };
}

/** The secrets provider that a stack's own file names; `undefined` where it names none. */
export async function secretsProviderOf(root: string, stack: string): Promise<string | undefined> {
  const text = await readIfThere(join(root, `Pulumi.${stack}.yaml`));
  const file = parse(text ?? "") as { readonly secretsprovider?: unknown } | null;
  return typeof file?.secretsprovider === "string" ? file.secretsprovider : undefined;
}

/** Lines for `eval` in any POSIX shell; no value can be anything but a value. */
export function exportLines({ variables, unset, path }: Settings): string {
  const taken = unset.length > 0 ? [`unset ${unset.join(" ")}`] : [];
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
  const search = path.length > 0 ? [`export PATH=${path.map(quote).join(":")}:"$PATH"`] : [];
  return [...taken, ...lines, ...search].join("\n");
}

/**
 * Lines for the file that `$GITHUB_ENV` names; folders go to `$GITHUB_PATH`, which is not written here.
 *
 * @throws UserError for a value of more than one line, which could set any other variable.
 */
export function githubLines({ variables }: Pick<Settings, "variables">): string {
  const lines = Object.entries(variables).map(([name, value]) => {
    if (/[\r\n]/.test(value)) throw new UserError(`${name}: its value has more than one line.`, 2);
    return `${name}=${value}`;
  });
  return lines.join("\n");
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
