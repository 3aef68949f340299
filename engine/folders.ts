import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { writing } from "./files.ts";

/** The folder of the program: where `Pulumi.yaml` and the stack files are. */
export const ROOT = join(import.meta.dirname, "..");

/** Where a project is, and where what is made while it is worked on goes; each path is absolute. */
export interface Folders {
  /** The user's project. */
  readonly root: string;
  /** `.bulkhead` in the project, or what BULKHEAD_HOME says. */
  readonly data: string;
  /** Event logs of updates. */
  readonly logs: string;
}

/**
 * The folders of a project.
 *
 * @param root Default: this repository.
 * @param data Default: BULKHEAD_HOME, or `.bulkhead` in the project.
 */
export function foldersOf(root = ROOT, data = process.env["BULKHEAD_HOME"] ?? ""): Folders {
  const base = data === "" ? join(root, ".bulkhead") : resolve(data);
  return { root, data: base, logs: join(base, "logs") };
}

/**
 * Makes the folders in `data` that are missing; only its owner may look into them.
 *
 * @throws UserError where a folder cannot be made.
 */
export async function makeFolders(data: string, inside: readonly string[]): Promise<void> {
  await writing(data, async () => {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await Promise.all(inside.map((folder) => mkdir(folder, { recursive: true })));
  });
}
