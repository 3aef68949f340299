import { randomBytes } from "node:crypto";
import { link, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { UserError } from "./errors.ts";

/** A file's text, or `undefined` where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The names in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

/**
 * Does what writes to a path.
 *
 * @throws UserError when the system refuses: the disk is full, or the place cannot be written.
 */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new UserError(
      FULL.has(code)
        ? `The disk of ${path} is full: free some space, then run this again.`
        : `${path} cannot be written (${code}): make it writable, or set BULKHEAD_HOME to a folder that is.`,
    );
  }
}

/** What the system says of a disk, or a user's share of it, with no room left. */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

/**
 * Writes a file in one step, so that no reader, no Ctrl-C and no power cut leaves half of it. Mode 0600.
 *
 * @throws UserError when the disk refuses; what was there before still is.
 */
export async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  await throughTemporary(file, content, (temporary) => rename(temporary, file));
}

/** Writes a file unless it exists already, in one step; returns what it then holds. */
export async function writeOnce(file: string, text: string): Promise<string> {
  const present = await readIfThere(file);
  if (present !== undefined) return present;
  await throughTemporary(file, text, async (temporary) => {
    await link(temporary, file).catch((error: unknown) => {
      if (systemCode(error) !== "EEXIST") throw error;
    });
  });
  return (await readIfThere(file)) ?? writeOnce(file, text);
}

async function throughTemporary(
  file: string,
  content: string | Buffer,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString("hex")}.part`;
  try {
    await writing(file, async () => {
      await writeFile(temporary, content, { mode: 0o600, flush: true });
      await place(temporary);
      const folder = await open(dirname(file), "r");
      await folder.sync().finally(() => folder.close());
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The `code` of a failed system call, such as `ENOENT`; `undefined` for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
