import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { elsewhere, type Engine } from "./engine.ts";
import { readIfThere, writeWhole } from "./files.ts";
import type { Report } from "./install.ts";

/** What the engine starts in place of the packs; it leads to the process that serves them. */
const SHIM = join(import.meta.dirname, "served-pack.sh");

/** What is preloaded so that the packs start without what they never use. */
const LEAN = join(import.meta.dirname, "lean.mjs");

/** What a folder of packs has that can judge several stacks in one process. */
const ENTRY = "served.cjs";

/**
 * Does work with an engine whose policy packs are served to all stacks by one process. A process of
 * packs takes as long to start as a program, and each stack would have its own.
 *
 * When the process does not start, or ends too soon, every stack is refused, as with packs of its own,
 * and the reason is reported.
 */
export async function withServedPacks<T>(
  engine: Engine,
  report: Report,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const env = engine.command([]).env ?? process.env;
  const folder = env["PULUMI_OPTION_POLICY_PACK"] ?? "";
  const entry = join(folder, ENTRY);
  // The guards of an older revision judge one stack a process, and a user's own packs are the user's.
  if (folder === "" || (await readIfThere(entry).catch(() => undefined)) === undefined) {
    return work(engine);
  }
  const place = await mkdtemp(join(engine.folders.data, "packs-"));
  const address = join(place, "address");
  const packs = serve({ entry, env, address, report });
  try {
    return await work(
      elsewhere(engine, { env: { PULUMI_OPTION_POLICY_PACK: SHIM, BULKHEAD_PACKS: address } }),
    );
  } finally {
    await packs.stop();
    await rm(place, { recursive: true, force: true });
  }
}

interface Served {
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  /** File for the port, or for the reason why there is none. */
  readonly address: string;
  readonly report: Report;
}

/** Starts the packs, and says where they are when they answer. */
function serve({ entry, env, address, report }: Served): { stop: () => Promise<void> } {
  // In a group of its own, so that Ctrl-C ends the engines and then these.
  const child = spawn(process.execPath, ["--import", LEAN, entry], { env, detached: true });
  const said = { stdout: "", stderr: "" };
  let writing: Promise<void> | undefined;
  const announce = (text: string) => (writing ??= writeWhole(address, `${text}\n`));
  child.stdin.on("error", () => undefined);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
    const [port = "", ...more] = said.stdout.split("\n");
    if (more.length > 0) void announce(port).catch(() => undefined);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const ended = new Promise<void>((resolve) => {
    child.on("error", (error) => (said.stderr += error.message));
    child.on("close", () => {
      resolve();
    });
  });
  let stopped = false;
  void ended.then(() => {
    if (stopped) return;
    const reason = `The policy packs ended: ${said.stderr.trim()}`;
    report(reason);
    void announce(reason).catch(() => undefined);
  });
  return {
    stop: async () => {
      stopped = true;
      child.kill("SIGKILL");
      await ended;
      await writing?.catch(() => undefined);
    },
  };
}
