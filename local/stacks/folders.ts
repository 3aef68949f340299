import { join } from "node:path";

import { foldersOf, makeFolders, type Folders } from "../../engine/folders.ts";

/** Where local mode keeps everything; each path is absolute. */
export interface LocalFolders extends Folders {
  /** The shadow of the user's project in which the engine works. */
  readonly project: string;
  /** The engine's state of all local stacks. */
  readonly state: string;
  /** PULUMI_HOME: no plugin, no login, no credential is in it. */
  readonly engine: string;
  /** The local cloud's data and address. */
  readonly cloud: string;
  /** HOME of everything that runs locally, with no credential in it. */
  readonly empty: string;
}

/** The folders of local mode for a project; the defaults are those of `foldersOf`. */
export function localFoldersOf(root?: string, data?: string): LocalFolders {
  const folders = foldersOf(root, data);
  const inside = (name: string) => join(folders.data, name);
  return {
    ...folders,
    project: inside("project"),
    state: inside("state"),
    engine: inside("engine"),
    cloud: inside("cloud"),
    empty: inside("empty"),
  };
}

/**
 * Makes every folder that is missing; only its owner may look into them.
 *
 * @throws UserError where a folder cannot be made.
 */
export function makeLocalFolders(folders: LocalFolders): Promise<void> {
  const { data, logs, project, state, engine, cloud, empty } = folders;
  return makeFolders(data, [logs, project, state, engine, cloud, empty]);
}

/** The last cure, for when what is lost is nowhere else: what to do to begin without it. */
export function startAnew(data: string): string {
  return `To give up every local stack and begin anew: npx bulkhead cloud stop, delete ${data}, npm start.`;
}
