import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { writing } from "./files.ts";

/** The folder of the program: where `Pulumi.yaml` and the stack files are. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder of the Node language host, under the name that the engine looks for. */
export const HOST_FOLDER = join(ROOT, "local", "host");

/** Where local mode keeps everything; each path is absolute. */
export interface Folders {
  /** The user's project. */
  readonly root: string;
  /** All of it: `.bulkhead` in the project, or what BULKHEAD_HOME says. */
  readonly data: string;
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
  /** Event logs of updates. */
  readonly logs: string;
}

/**
 * The folders of local mode for a project.
 *
 * @param root Default: this repository.
 * @param data Default: BULKHEAD_HOME, or `.bulkhead` in the project.
 */
export function foldersOf(root = ROOT, data = process.env["BULKHEAD_HOME"] ?? ""): Folders {
  const base = data === "" ? join(root, ".bulkhead") : resolve(data);
  return {
    root,
    data: base,
    project: join(base, "project"),
    state: join(base, "state"),
    engine: join(base, "engine"),
    cloud: join(base, "cloud"),
    empty: join(base, "empty"),
    logs: join(base, "logs"),
  };
}

/**
 * Makes every folder that is missing; only its owner may look into them.
 *
 * @throws UserError where a folder cannot be made.
 */
export async function makeFolders(folders: Folders): Promise<void> {
  const { data, project, state, engine, cloud, empty, logs } = folders;
  await writing(data, async () => {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await Promise.all(
      [project, state, engine, cloud, empty, logs].map((folder) =>
        mkdir(folder, { recursive: true }),
      ),
    );
  });
}

/** The last cure, for when what is lost is nowhere else: what to do to begin without it. */
export function startAnew(data: string): string {
  return `To give up every local stack and begin anew: npx bulkhead cloud stop, delete ${data}, npm start.`;
}
