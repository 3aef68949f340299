import { link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../engine/processes.ts";
import { addressPath, answers, readAddress } from "./address.ts";

/** A process that holds a folder for so many milliseconds without an address has failed to start. */
const STARTING = 60_000;

/**
 * Makes this process the one owner of a data folder. What a killed owner left behind is replaced.
 * @returns a function that gives the folder up
 * @throws when a living process owns the folder
 */
export async function own(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, "owner");
  const mine = `${lock}.${process.pid}`;
  await writeFile(mine, String(process.pid), { mode: 0o600 });
  try {
    while (!(await claim(mine, lock))) {
      const holder = await readFile(lock, "utf8").catch(() => "");
      if (await lives(folder, lock, Number(holder))) throw await inUse(folder, holder);
      await discard(lock, mine, holder);
    }
  } finally {
    await rm(mine, { force: true });
  }
  return () => rm(lock, { force: true });
}

async function claim(mine: string, lock: string): Promise<boolean> {
  return link(mine, lock).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    },
  );
}

/** Takes a stale lock away; when someone else was faster and the lock is fresh, it is put back. */
async function discard(lock: string, mine: string, holder: string): Promise<void> {
  const taken = `${mine}.stale`;
  await rename(lock, taken).catch(() => undefined);
  const found = await readFile(taken, "utf8").catch(() => holder);
  if (found !== holder) await link(taken, lock).catch(() => undefined);
  await rm(taken, { force: true });
}

/** A living owner answers on its control port; a process that only reuses the owner's number does not. */
async function lives(folder: string, lock: string, pid: number): Promise<boolean> {
  if (pid === process.pid || !isAlive(pid)) return false;
  const address = await readAddress(folder);
  if (address?.pid === pid) return answers(address);
  const written = await stat(lock).catch(() => undefined);
  return written !== undefined && Date.now() - written.mtimeMs < STARTING;
}

async function inUse(folder: string, pid: string): Promise<Error> {
  const address = await readAddress(folder);
  const where = address ? `at http://127.0.0.1:${address.control}` : "and still starting";
  return new Error(
    `${folder}: a local cloud already runs here (process ${pid}, ${where}; see ${addressPath(folder)}). Use that one, stop it, or give another --dir.`,
  );
}
