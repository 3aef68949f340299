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
