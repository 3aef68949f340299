import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { readAddress, type Address } from "../address.ts";
import { LocalCloudClient } from "../client.ts";
import { UserError } from "./errors.ts";
import { readIfThere } from "./files.ts";
import { ROOT, type Folders } from "./folders.ts";
import { isAlive } from "./processes.ts";

const SERVER = join(ROOT, "local", "server.ts");
const IDLE_SECONDS = 900;
const LOOK_AGAIN_MS = 25;

/** The address of the local cloud that owns a folder; `undefined` when none runs. */
export async function findCloud(folder: string): Promise<Address | undefined> {
  const address = await readAddress(folder);
  const lives = address && isAlive(address.pid) && (await answers(address.control));
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

  const log = await open(join(folder, "server.log"), "w", 0o600);
  const args = ["--import", "tsx", SERVER, "--dir", folder, "--idle", String(IDLE_SECONDS)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const ended = once(child, "exit");
  child.unref();
  try {
    for (;;) {
      const address = await findCloud(folder);
      if (address) return address;
      const gone = await Promise.race([ended, setTimeout(LOOK_AGAIN_MS)]);
      // Another process may have started one at the same moment; then that one is ours too.
      if (gone !== undefined) return (await findCloud(folder)) ?? (await refuse(folder));
    }
  } finally {
    await log.close();
  }
}

/**
 * Empties the local cloud and forgets the local stacks with it: a state of what is gone would have the
 * next update find nothing to do. Works on a cloud that runs, and on one that cannot start.
 */
export async function resetCloud(folders: Folders): Promise<void> {
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

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
  });
}
