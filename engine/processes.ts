import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";

import { systemCode } from "./files.ts";

/** How a process ended and what it said. */
export interface Finished {
  /** Its exit code; 128 plus the signal's number when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What to run. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Default: this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is told to end. Default: it may run for ever. */
  readonly timeout?: number;
  /** What it reads from standard input; default nothing. */
  readonly input?: string;
  /** Called with each line of standard error as it comes. */
  readonly onError?: (line: string) => void;
}

const running = new Set<ChildProcess>();
let interruptedBy: NodeJS.Signals | undefined;

/** The signal that asked this process to end, if one did; its children have been told. */
export function interruption(): NodeJS.Signals | undefined {
  return interruptedBy;
}

/**
 * Runs a command in a process group of its own, so that it hears of Ctrl-C once, from here, and can
 * end in its own way. A signal to this process goes to every child and ends nothing else.
 */
export async function run(command: Command): Promise<Finished> {
  hearSignals();
  const { file, args, input = "", onError, ...options } = command;
  const child = spawn(file, args, { ...options, detached: true, stdio: "pipe" });
  // A command may end without reading, which its exit code tells better than a broken pipe.
  child.stdin.on("error", () => undefined).end(input);
  running.add(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const before = output.stderr.lastIndexOf("\n") + 1;
    output.stderr += text;
    const lines = output.stderr.slice(before).split("\n");
    for (const line of lines.slice(0, -1)) onError?.(line);
  });
  try {
    return { code: await exitCode(child), ...output };
  } finally {
    running.delete(child);
  }
}

/** Runs a command on this terminal: its input, output and Ctrl-C are the user's. */
export async function runOnTerminal({ file, args, cwd, env }: Command): Promise<number> {
  const child = spawn(file, args, { cwd, env, stdio: "inherit" });
  // The terminal tells the child as well; this process only has to outlive it.
  const wait = () => undefined;
  const stop = () => child.kill("SIGTERM");
  process.on("SIGINT", wait).on("SIGTERM", stop);
  try {
    return await exitCode(child);
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", stop);
  }
}

/**
 * Whether a process runs on this machine; with a name, whether it is that program. One that has ended
 * and waits for its parent to hear of it does not run.
 */
export function isAlive(pid: number, name?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process: it cannot be signalled, but it is there.
    return systemCode(error) === "EPERM";
  }
  const { program = name, state } = factsOf(pid);
  return state !== "Z" && (name === undefined || program?.startsWith(name) === true);
}

/** A process id is used again; where the system tells the program's name and state, they decide. */
function factsOf(pid: number): { readonly program?: string; readonly state?: string } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, program = "", state = ""] = /^Name:\t(.*)$[^]*?^State:\t(.)/m.exec(text) ?? [];
    return { program, state };
  } catch {
    return {};
  }
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

let hearing = false;

/**
 * From now on a signal ends this process's children, and this process in its own way: see
 * {@link interruption}. The first child calls it; so does whoever must not be cut off before.
 */
export function hearSignals(): void {
  if (hearing) return;
  hearing = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      interruptedBy = signal;
      for (const child of running) tell(child, signal);
    });
  }
}

function tell(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (systemCode(error) !== "ESRCH") throw error;
  }
}
