import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { readIfThere, writeWhole } from "../../engine/files.ts";
import type { Json } from "./json.ts";

/** The part of a file that the journal needs; tests hand in one whose disk is full. */
export interface JournalFile {
  write(text: string, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** How values are written to disk; the default writes them as they are. */
export interface Codec<Value> {
  readonly encode: (value: Value) => unknown;
  /** Receives every key and value of a line, innermost first, as the reviver of JSON.parse does. */
  readonly revive: (key: string, value: Json) => Json;
}

/** New values by key; null removes the key. */
export type Changes<Value> = ReadonlyMap<string, Value | null>;

/** Below this many stale lines a journal is not worth rewriting. */
const STALE_LINES = 1000;

interface Pending<Value> {
  readonly line: string;
  readonly undo: Changes<Value>;
  readonly done: (error?: Error) => void;
}

/** What a store can be opened with; both are for use beside the default disk. */
export interface StoreOptions<Value> {
  readonly codec?: Codec<Value>;
  readonly openFile?: (path: string) => Promise<JournalFile>;
}

/**
 * A durable map from key to value. Every commit is one line of an append-only journal and is on disk before
 * it is acknowledged; commits that arrive while the disk is busy share one sync.
 */
export class Store<Value> {
  readonly #values: Map<string, Value>;
  readonly #file: JournalFile;
  readonly #encode: (value: Value) => unknown;
  #length: number;
  #queue: Pending<Value>[] = [];
  #flushing: Promise<void> | undefined;

  private constructor(
    values: Map<string, Value>,
    file: JournalFile,
    length: number,
    encode: (value: Value) => unknown,
  ) {
    this.#values = values;
    this.#file = file;
    this.#length = length;
    this.#encode = encode;
  }

  /**
   * Reads the journal in a folder, made when absent. A last line that was cut by a crash ends without
   * a newline, was never acknowledged, and is dropped. A journal of mostly stale lines is rewritten.
   * @throws when a whole line is damaged: the cloud must then be reset.
   */
  static async open<Value>(
    folder: string,
    options: StoreOptions<Value> = {},
  ): Promise<Store<Value>> {
    const { openFile = openOnDisk } = options;
    const encode = options.codec?.encode ?? ((value: Value) => value);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, "journal.jsonl");
    const journal = (await readIfThere(path)) ?? "";
    const replayed = replay<Value>(path, journal, options.codec?.revive);
    const { values, lines } = replayed;
    let length = replayed.length;
    if (lines - values.size > STALE_LINES) {
      const text = [...values].map(([key, value]) => lineOf([[key, encode(value)]])).join("");
      await writeWhole(path, text);
      length = Buffer.byteLength(text);
    }
    const file = await openFile(path);
    await file.truncate(length);
    return new Store(values, file, length, encode);
  }

  /** The value of a key. */
  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Every key and value, in the order of the keys' first appearance. */
  entries(): IterableIterator<[string, Value]> {
    return this.#values.entries();
  }

  /**
   * Applies all changes or none. They can be read at once; the promise tells when they are on disk.
   * @throws when the disk refuses, for example because it is full; nothing of the commit remains.
   */
  commit(changes: Changes<Value>): Promise<void> {
    const undo = new Map([...changes.keys()].map((key) => [key, this.#values.get(key) ?? null]));
    apply(this.#values, changes);
    const line = lineOf([...changes].map(([key, value]) => [key, value && this.#encode(value)]));
    return new Promise((resolve, reject) => {
      const done = (error?: Error) => {
        if (error) reject(error);
        else resolve();
      };
      this.#queue.push({ line, undo, done });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for running commits, then closes the file. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      const text = group.map((each) => each.line).join("");
      try {
        await this.#file.truncate(this.#length);
        await this.#file.write(text, this.#length);
        await this.#file.datasync();
        this.#length += Buffer.byteLength(text);
        for (const each of group) each.done();
      } catch (error) {
        await this.#rollBack(group, error);
      }
    }
    this.#flushing = undefined;
  }

  /** Commits queued behind a failed one were checked against its values, so they fail with it. */
  async #rollBack(group: Pending<Value>[], cause: unknown): Promise<void> {
    await this.#file.truncate(this.#length).catch(() => undefined);
    const failed = [...group, ...this.#queue];
    this.#queue = [];
    for (const each of failed.toReversed()) apply(this.#values, each.undo);
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The local cloud could not write its journal (${reason}). Nothing was changed: free disk space and run the command again.`;
    for (const each of failed) each.done(new Error(message, { cause }));
  }
}

function apply<Value>(values: Map<string, Value>, changes: Changes<Value>): void {
  for (const [key, value] of changes) {
    if (value === null) values.delete(key);
    else values.set(key, value);
  }
}

function lineOf(changes: readonly (readonly [string, unknown])[]): string {
  return `${JSON.stringify(changes)}\n`;
}

/** What stands behind the last newline was cut off while it was written. */
function replay<Value>(path: string, journal: string, revive: Codec<Value>["revive"] | undefined) {
  const whole = journal.slice(0, journal.lastIndexOf("\n") + 1);
  const lines = whole.split("\n").slice(0, -1);
  const values = new Map<string, Value>();
  for (const [index, line] of lines.entries()) {
    try {
      const changes: unknown = JSON.parse(line, revive);
      apply(values, new Map(changes as [string, Value | null][]));
    } catch {
      throw new Error(
        `${path}: line ${index + 1} is damaged. To begin anew: npx bulkhead cloud reset`,
      );
    }
  }
  return { values, lines: lines.length, length: Buffer.byteLength(whole) };
}

async function openOnDisk(path: string): Promise<JournalFile> {
  await (await open(path, "a", 0o600)).close();
  const handle = await open(path, "r+");
  return {
    write: async (text, position) => {
      const bytes = Buffer.from(text);
      for (let sent = 0; sent < bytes.length;) {
        const { bytesWritten } = await handle.write(bytes, sent, null, position + sent);
        sent += bytesWritten;
      }
    },
    truncate: (length) => handle.truncate(length),
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  };
}
