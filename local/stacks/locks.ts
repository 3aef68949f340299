import { readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { namesIn } from "../../engine/files.ts";
import { isAlive } from "../../engine/processes.ts";

/** Who holds a stack's state, as the engine wrote it down. */
export interface Lock {
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** When it was taken. */
  readonly timestamp: string;
}

/** A stack of a project, as the engine's file backend names it. */
export interface StackPlace {
  /** Folder of the backend. */
  readonly state: string;
  readonly project: string;
  readonly stack: string;
}

/**
 * Removes the locks of a stack that were left by processes of this machine that died, and returns
 * them; those of living processes and of other machines stay.
 */
export async function releaseDeadLocks(place: StackPlace): Promise<readonly Lock[]> {
  const dead = (await readLocks(place)).filter(isDead);
  await Promise.all(dead.map(({ file }) => rm(file, { force: true })));
  return dead;
}

/**
 * Refuses a stack that is held.
 *
 * @throws UserError that names the holder.
 */
export async function refuseWhileLocked(place: StackPlace): Promise<void> {
  const holder = await holderOf(place);
  if (holder !== undefined) throw new UserError(holder);
}

/** Who holds a stack and what to do about it, in words; `undefined` when nobody does. */
export async function holderOf(place: StackPlace): Promise<string | undefined> {
  const [lock] = await readLocks(place);
  if (!lock) return undefined;
  const { username, hostname, pid, timestamp, file } = lock;
  return (
    `${place.stack}: process ${pid} of ${username} on ${hostname} has held the stack since ${timestamp}.\n` +
    `Wait until it ends; if it is gone for good, delete ${file}, then run this again.`
  );
}

/** The locks that a stack has now. */
export async function readLocks({ state, project, stack }: StackPlace): Promise<readonly Lock[]> {
  const folder = join(state, ".pulumi", "locks", "organization", project, stack);
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".json"));
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return { ...parseLock(await readFile(file, "utf8")), file };
    }),
  );
}

/** Whether the stack has been made in this backend. */
export async function isStackThere({ state, project, stack }: StackPlace): Promise<boolean> {
  const names = await namesIn(join(state, ".pulumi", "stacks", project));
  return names.some((name) => new RegExp(`^${stack}\\.json(\\.gz|\\.zst)?$`).test(name));
}

/** A lock that was cut off while it was written is nobody's. */
function parseLock(text: string): Omit<Lock, "file"> {
  try {
    return JSON.parse(text) as Omit<Lock, "file">;
  } catch {
    return { pid: 0, username: "unknown", hostname: hostname(), timestamp: "" };
  }
}

function isDead(lock: Lock): boolean {
  return lock.hostname === hostname() && (lock.pid === 0 || !isAlive(lock.pid, "pulumi"));
}
