import { rename, rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

import { readIfThere, writeOnce } from "./files.ts";
import { isAlive } from "./processes.ts";

const LOOK_AGAIN_MS = 500;

/**
 * Runs an action while no other process on this machine runs one that holds the same file; waits for
 * its turn, and takes over from a process that died.
 */
export async function holding<T>(
  file: string,
  report: (line: string) => void,
  action: () => Promise<T>,
): Promise<T> {
  let told = false;
  for (;;) {
    const holder = Number(await writeOnce(file, String(process.pid)));
    if (holder === process.pid) break;
    if (!isAlive(holder)) {
      await release(file, holder);
      continue;
    }
    if (!told) report(`Waiting for process ${holder}, which does the same.`);
    told = true;
    await setTimeout(LOOK_AGAIN_MS);
  }
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}

/** Several may see that the holder died; the file moves once, and only when it is still its. */
async function release(file: string, holder: number): Promise<void> {
  const moved = `${file}.${process.pid}`;
  if (Number(await readIfThere(file)) !== holder) return;
  await rename(file, moved).catch(() => undefined);
  await rm(moved, { force: true });
}
