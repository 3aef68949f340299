import { ROOT } from "../engine/folders.ts";
import { cliFolder } from "../engine/install.ts";
import { programFolders } from "../engine/search-path.ts";
import {
  exportLines,
  githubLines,
  secretsProviderOf,
  variablesOf,
  type Variables,
} from "../engine/shell.ts";
import { checkedEnvironments } from "../engine/stacks.ts";
import { findCloud } from "../local/stacks/cloud.ts";
import { localFoldersOf, type LocalFolders } from "../local/stacks/folders.ts";
import { openLocal } from "../local/stacks/open.ts";
import { localNames, localVariables, ownEnvironment } from "../local/stacks/run-environment.ts";
import { say, type CloudOption } from "./context.ts";

/** Which cloud, and for whom it is written. */
export interface EnvOption extends CloudOption {
  readonly github?: boolean;
}

/** `bulkhead env <stack>`: for `eval` in a shell, or for a workflow's environment file. */
export async function env(stack: string, option: EnvOption): Promise<number> {
  const [environment] = checkedEnvironments(ROOT, [stack]);
  if (!environment) return 2;
  const folders = localFoldersOf();
  const variables = option.local
    ? await ofLocal(stack, folders)
    : variablesOf(environment, await secretsProviderOf(ROOT, stack));
  const path = await programFolders(cliFolder(ownEnvironment(folders)));
  const unset = option.local ? [] : localNames(folders).filter((name) => !(name in variables));
  const write = option.github === true ? githubLines : exportLines;
  console.log(write({ variables, unset, path }));
  return 0;
}

async function ofLocal(stack: string, folders: LocalFolders): Promise<Variables> {
  await openLocal(folders, say);
  const cloud = await findCloud(folders.cloud);
  say(`Pulumi works on the local cloud in ${folders.project}`);
  return { ...(cloud && localVariables(folders, cloud)), PULUMI_STACK: stack };
}
