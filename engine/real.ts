import { join } from "node:path";

import { readProject } from "../environment/catalogue.ts";
import { environmentOf } from "../environment/environment.ts";
import type { Engine } from "./engine.ts";
import { makeFolders, type Folders } from "./folders.ts";
import { installCli, type Report } from "./install.ts";
import { programFolders, withFolders } from "./search-path.ts";

/**
 * The engine against the real cloud: the user's own environment and credentials, and each stack's own
 * backend, as its file names it. Whoever opens it has refused a shell that leads to a local cloud.
 */
export async function openReal(folders: Folders, report: Report): Promise<Engine> {
  const { root } = folders;
  // Read first: a project that cannot be read is refused before anything is fetched.
  readProject(root);
  await makeFolders(folders.data, [folders.logs]);
  const bin = await installCli(report);
  const PATH = withFolders(await programFolders(bin), process.env["PATH"]);
  const backend = (stack: string | undefined) =>
    stack === undefined ? {} : { PULUMI_BACKEND_URL: environmentOf({ folder: root, stack }).state };
  return {
    folders,
    command: (args, stack) => ({
      file: join(bin, "pulumi"),
      args,
      cwd: root,
      env: { ...process.env, PATH, PULUMI_DEBUG_COMMANDS: "true", ...backend(stack) },
    }),
    // To make a stack there, and to take one from its holder, are decisions of the user's.
    prepare: () => Promise.resolve(),
    explain: (_stack, errors) => Promise.resolve(errors),
  };
}
