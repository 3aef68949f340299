import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { type Address, readAddress } from "../../local/address.ts";

const SERVER = new URL("../../local/server.ts", import.meta.url).pathname;

/** Starts a local cloud in a process of its own. */
export function run(dir: string, ...options: string[]): ChildProcess {
  const args = ["--import", "tsx", SERVER, "--dir", dir, ...options];
  return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Waits for a process to end. */
export async function ended(child: ChildProcess) {
  let errors = "";
  child.stderr?.on("data", (part) => (errors += String(part)));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, errors };
}

/** The address that a process writes, as soon as it has. */
export async function addressOf(dir: string, { pid }: ChildProcess): Promise<Address> {
  const changes = watch(dir);
  try {
    for (;;) {
      const changed = once(changes, "change");
      const address = await readAddress(dir).catch(() => undefined);
      if (address && address.pid === pid) return address;
      await changed;
    }
  } finally {
    changes.close();
  }
}
