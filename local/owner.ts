import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeOnce } from "../engine/files.ts";
import { isAlive } from "../engine/processes.ts";
import { addressPath, readAddress } from "./address.ts";
import { LocalCloudClient } from "./client.ts";

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
  // A killed owner may have had the same process id: each start has a name of its own.
  const mine = `${process.pid} ${randomUUID()}`;
  for (let holder; (holder = await writeOnce(lock, mine)) !== mine;) {
    const pid = parseInt(holder);
    if (await lives(folder, lock, pid)) throw await inUse(folder, pid);
    await discard(lock, holder);
  }
  return () => rm(lock, { force: true });
}

/** Takes a stale lock away; when someone else was faster and the lock is fresh, it is put back. */
async function discard(lock: string, holder: string): Promise<void> {
  const taken = `${lock}.${process.pid}.stale`;
  await rename(lock, taken).catch(() => undefined);
  const found = await readFile(taken, "utf8").catch(() => holder);
  if (found !== holder) await link(taken, lock).catch(() => undefined);
  await rm(taken, { force: true });
}

/** A living owner answers on its control port; a process that only reuses the owner's number does not. */
async function lives(folder: string, lock: string, pid: number): Promise<boolean> {
  if (pid === process.pid || !isAlive(pid)) return false;
  const address = await readAddress(folder);
  if (address?.pid === pid) return new LocalCloudClient(address).answers();
  const written = await stat(lock).catch(() => undefined);
  return written !== undefined && Date.now() - written.mtimeMs < STARTING;
}

async function inUse(folder: string, pid: number): Promise<Error> {
  const address = await readAddress(folder);
  const where = address ? `at http://127.0.0.1:${address.control}` : "and still starting";
  return new Error(
    `${folder}: a local cloud already runs here (process ${pid}, ${where}; see ${addressPath(folder)}). Use that one, stop it, or give another --dir.`,
  );
}
