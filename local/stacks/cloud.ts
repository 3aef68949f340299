import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { UserError } from "../../engine/errors.ts";
import { readIfThere, writing } from "../../engine/files.ts";
import { ROOT } from "../../engine/folders.ts";
import { isAlive } from "../../engine/processes.ts";
import { readAddress, type Address } from "../address.ts";
import { LocalCloudClient } from "../client.ts";
import type { LocalFolders } from "./folders.ts";
import { passedOn } from "./run-environment.ts";

const SERVER = join(ROOT, "local", "server.ts");
const LOOK_AGAIN_MS = 25;

/** It starts in one second; on a busy machine in a few. */
const START_LIMIT_MS = 30_000;

/** The address of the local cloud that owns a folder; `undefined` when none runs. */
export async function findCloud(folder: string): Promise<Address | undefined> {
  const address = await readAddress(folder);
  const lives = address && isAlive(address.pid) && (await new LocalCloudClient(address).answers());
  return lives ? address : undefined;
}

/**
 * The local cloud that owns a folder, started when none runs. It outlives this process and ends by
 * itself when idle.
 *
 * @throws UserError with what it said last when it does not start.
 */
export async function ensureCloud(folder: string): Promise<Address> {
  const found = await findCloud(folder);
  if (found) return found;

  const file = join(folder, "server.log");
  const log = await writing(file, async () => {
    const opened = await open(file, "w", 0o600);
    // A full disk is met here, where it can be told: the cloud could not even write down why it ends.
    await opened.write("\n").catch(async (error: unknown) => {
      await opened.close();
      throw error;
    });
    return opened;
  });
  const args = ["--import", "tsx", SERVER, "--dir", folder];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: passedOn(),
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const ended = once(child, "exit");
  child.unref();
  try {
    for (const started = Date.now(); Date.now() - started < START_LIMIT_MS;) {
      const address = await findCloud(folder);
      if (address) return address;
      const gone = await Promise.race([ended, setTimeout(LOOK_AGAIN_MS)]);
      // Another process may have started one at the same moment; then that one is ours too.
      if (gone !== undefined) return (await findCloud(folder)) ?? (await refuse(folder));
    }
    child.kill();
    return await refuse(folder);
  } finally {
    await log.close();
  }
}

/**
 * Empties the local cloud and forgets the local stacks with it: a state of what is gone would have the
 * next update find nothing to do. Works on a cloud that runs, and on one that cannot start.
 */
export async function resetCloud(folders: LocalFolders): Promise<void> {
  if (await findCloud(folders.cloud)) await (await LocalCloudClient.open(folders.cloud)).reset();
  else await rm(join(folders.cloud, "journal.jsonl"), { force: true });
  await rm(folders.state, { recursive: true, force: true });
}

async function refuse(folder: string): Promise<never> {
  const file = join(folder, "server.log");
  const said = (await readIfThere(file))?.trim().split("\n").at(-1) ?? "";
  throw new UserError(
    `The local cloud did not start: ${said === "" ? "it said nothing" : said}\nIts whole log is ${file}.`,
  );
}
