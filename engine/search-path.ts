import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The folder of the Node language host, under the name that the engine looks for. */
export const HOST_FOLDER = join(import.meta.dirname, "host");

/**
 * The folders to be searched for the CLI and, where it does not bring the official one, our language
 * host.
 */
export async function programFolders(bin: string): Promise<readonly string[]> {
  const host = await ownHost(bin);
  return host === undefined ? [bin] : [bin, host];
}

/** The folder of our language host, where the CLI does not bring the official one. */
export async function ownHost(bin: string): Promise<string | undefined> {
  return access(join(bin, "pulumi-language-nodejs")).then(
    () => undefined,
    () => HOST_FOLDER,
  );
}

/** A search path with folders in front. */
export function withFolders(folders: readonly string[], path: string | undefined): string {
  return [...folders, ...(path === undefined || path === "" ? [] : [path])].join(delimiter);
}
