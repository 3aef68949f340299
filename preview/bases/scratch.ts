import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readIfThere, writing } from "../../engine/files.ts";
import { ROOT } from "../../engine/folders.ts";
import { hearSignals, isAlive } from "../../engine/processes.ts";

const PREFIX = "bulkhead-plan-";

/** The file that says whose a folder is. */
const OWNER = "owner";

/** A folder without an owner has just been made, or was left in that moment. Milliseconds. */
const UNOWNED_MS = 60_000;

/** A folder of one run, in the system's place for temporary files. */
export interface ScratchFolder {
  readonly path: string;
  /** Takes it away, with all that is in it. Calling it again changes nothing. */
  readonly remove: () => Promise<void>;
}

/**
 * Makes a folder that no other run shares; only its owner may look into it. What runs have left that
 * were killed is taken away first. From here on Ctrl-C ends what runs, and not this process, so that
 * whoever made the folder comes to take it away.
 */
export async function makeScratch(parent = tmpdir()): Promise<ScratchFolder> {
  hearSignals();
  await removeLeftovers(parent);
  const path = await writing(parent, () => mkdtemp(join(parent, PREFIX)));
  await writeFile(join(path, OWNER), ownerText(process.pid), { mode: 0o600 });
  // A project that is made in it, as for the guards of another revision, runs with these packages.
  await symlink(join(ROOT, "node_modules"), join(path, "node_modules"));
  return { path, remove: () => rm(path, REMOVING) };
}

/** A process that ends may write a last file while its folder goes. */
const REMOVING = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

async function removeLeftovers(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(PREFIX));
  await Promise.all(
    names.map(async (name) => {
      const path = join(parent, name);
      if (await isLeftover(path)) await rm(path, REMOVING).catch(() => undefined);
    }),
  );
}

/** Whether a folder is this user's, and of a process that is no more. */
async function isLeftover(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) return false;
  const owner = await readIfThere(join(path, OWNER)).catch(() => undefined);
  if (owner === undefined || owner === "") return Date.now() - found.mtimeMs > UNOWNED_MS;
  const pid = Number.parseInt(owner);
  return !isAlive(pid) || ownerText(pid) !== owner;
}

/** A process id is used again; where the system tells when a process began, that decides. */
function ownerText(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return `${pid} ${fields[STARTED] ?? ""}`;
  } catch {
    return `${pid} `;
  }
}

/** Which field behind the program's name is the start time. Source: proc_pid_stat(5), field 22. */
const STARTED = 19;
