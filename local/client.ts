import { type Address, readAddress } from "./address.ts";
import type { Fault } from "./cloud/faults.ts";
import type { Resource } from "./cloud/kind.ts";
import type { Filter } from "./cloud/records.ts";

/** A local cloud answers in a few milliseconds, in tens of them when it is busy. */
const ANSWER_LIMIT_MS = 5_000;

/** Speaks to the control interface of a running local cloud. */
export class LocalCloudClient {
  readonly #address: Address;

  constructor(address: Address) {
    this.#address = address;
  }

  /** The client of the local cloud of a data folder. @throws when none was started there */
  static async open(folder: string): Promise<LocalCloudClient> {
    const address = await readAddress(folder);
    if (!address)
      throw new Error(`${folder}: no local cloud runs here. Start it with 'npm start'.`);
    return new LocalCloudClient(address);
  }

  /**
   * Whether the local cloud is there. A port and a process id are used again by others; only the cloud
   * itself knows the token and answers with its own id.
   */
  async answers(): Promise<boolean> {
    const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
    return this.#send("GET", "/status", undefined, limit).then(
      (answer) => (answer as { pid?: unknown }).pid === this.#address.pid,
      () => false,
    );
  }

  /** Resources sorted by type and id, secrets null. */
  async resources(filter: Filter = {}): Promise<Resource[]> {
    const { all, ...rest } = filter;
    const query = new URLSearchParams({ ...rest, ...(all ? { all: "true" } : {}) });
    return (await this.#send("GET", `/resources?${query.toString()}`)) as Resource[];
  }

  /** Takes a resource away by hand, past every protection. @returns whether it was there */
  async remove(type: string, id: string): Promise<boolean> {
    const query = new URLSearchParams({ type, id });
    return ((await this.#send("DELETE", `/resources?${query.toString()}`)) as { removed: boolean })
      .removed;
  }

  /** Empties the cloud. */
  async reset(): Promise<void> {
    await this.#send("POST", "/reset");
  }

  /** Lets the cloud's time pass, in seconds. */
  async advance(seconds: number): Promise<void> {
    await this.#send("POST", "/clock", { seconds });
  }

  /** Says which numbers projects have, by their ids. */
  async declareProjects(numbers: Readonly<Record<string, string>>): Promise<void> {
    await this.#send("POST", "/projects", numbers);
  }

  /** Makes calls that fit the fault fail until it has struck so often as it says. */
  async declareFault(fault: Fault): Promise<void> {
    await this.#send("POST", "/faults", fault);
  }

  /** Forgets every declared fault. */
  async clearFaults(): Promise<void> {
    await this.#send("DELETE", "/faults");
  }

  /** Ends the local cloud; its data stays. */
  async stop(): Promise<void> {
    await this.#send("POST", "/stop");
  }

  async #send(
    method: string,
    path: string,
    body?: object,
    signal: AbortSignal | null = null,
  ): Promise<unknown> {
    const { control, token } = this.#address;
    const response = await fetch(`http://127.0.0.1:${control}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error((answer as { error: string }).error);
    return answer;
  }
}
