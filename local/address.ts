import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where a running local cloud is reached; `DIR/address.json`, readable by its owner only. */
export interface Address {
  readonly pid: number;
  /** Loopback ports of the three providers, for `PULUMI_DEBUG_PROVIDERS`. */
  readonly gcp: number;
  readonly random: number;
  readonly docker: number;
  /** Loopback port of the control interface. */
  readonly control: number;
  /** Bearer token of the control interface. */
  readonly token: string;
}

/** Path of the address file in a data folder. */
export function addressPath(folder: string): string {
  return join(folder, "address.json");
}

/**
 * The address in a data folder, or nothing where no whole one was written; it may be that of a dead
 * process.
 */
export async function readAddress(folder: string): Promise<Address | undefined> {
  try {
    return JSON.parse(await readFile(addressPath(folder), "utf8")) as Address;
  } catch {
    return undefined;
  }
}

/** A local cloud answers in a few milliseconds, in tens of them when it is busy. */
const ANSWER_LIMIT_MS = 5_000;

/**
 * Whether the local cloud of an address is there. A port and a process id are used again by others;
 * only the cloud itself knows the token and answers with its own id.
 */
export async function answers({ pid, control, token }: Address): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${control}/status`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    return ((await response.json()) as { pid?: unknown }).pid === pid;
  } catch {
    return false;
  }
}
