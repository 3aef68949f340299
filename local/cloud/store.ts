import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The part of a file that the journal needs; tests hand in one whose disk is full. */
export interface JournalFile {
  write(text: string, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
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

/**
 * A durable map from key to a value that JSON can hold. Every commit is one line of an append-only journal and is on
 * disk before it is acknowledged; commits that arrive while the disk is busy share one sync.
 */
export class Store<Value> {
  readonly #values: Map<string, Value>;
  readonly #file: JournalFile;
  #length: number;
  #queue: Pending<Value>[] = [];
  #flushing: Promise<void> | undefined;

  private constructor(values: Map<string, Value>, file: JournalFile, length: number) {
    this.#values = values;
    this.#file = file;
    this.#length = length;
  }

  /**
   * Reads the journal in a folder, made when absent. A last line that was cut by a crash was never
   * acknowledged and is dropped.
   * @throws when a line before the last is damaged: the folder must then be deleted by hand.
   */
  static async open<Value>(folder: string, openFile = openOnDisk): Promise<Store<Value>> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, "journal.jsonl");
    const { values, lines, length } = replay<Value>(path, await readIfThere(path));
    const compacted = lines - values.size > STALE_LINES ? await compact(path, values) : undefined;
    const file = await openFile(path);
    await file.truncate(compacted ?? length);
    return new Store(values, file, compacted ?? length);
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
    this.#apply(changes);
    const line = `${JSON.stringify([...changes])}\n`;
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
    for (const each of failed.toReversed()) this.#apply(each.undo);
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The local cloud could not write its journal (${reason}). Nothing was changed: free disk space and run the command again.`;
    for (const each of failed) each.done(new Error(message, { cause }));
  }

  #apply(changes: Changes<Value>): void {
    for (const [key, value] of changes) {
      if (value === null) this.#values.delete(key);
      else this.#values.set(key, value);
    }
  }
}

function replay<Value>(path: string, journal: Buffer) {
  const values = new Map<string, Value>();
  let length = 0;
  let lines = 0;
  for (let end; (end = journal.indexOf("\n", length)) >= 0; length = end + 1, lines += 1) {
    const changes = parseLine(journal.toString("utf8", length, end));
    if (changes === undefined) {
      if (end === journal.length - 1) break;
      throw new Error(
        `${path}: line ${lines + 1} is damaged. Delete that folder; the local cloud starts empty.`,
      );
    }
    for (const [key, value] of changes as [string, Value | null][]) {
      if (value === null) values.delete(key);
      else values.set(key, value);
    }
  }
  return { values, lines, length };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Returns the length of the new journal, or nothing when it could not be written: the old one still holds. */
async function compact(
  path: string,
  values: ReadonlyMap<string, unknown>,
): Promise<number | undefined> {
  const temporary = `${path}.new`;
  const text = [...values].map((entry) => `${JSON.stringify([entry])}\n`).join("");
  try {
    const file = await openOnDisk(temporary);
    await file.write(text, 0);
    await file.datasync();
    await file.close();
    await rename(temporary, path);
    const folder = await open(dirname(path), "r");
    await folder.sync();
    await folder.close();
    return Buffer.byteLength(text);
  } catch {
    await rm(temporary, { force: true });
    return undefined;
  }
}

async function readIfThere(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
}

async function openOnDisk(path: string): Promise<JournalFile> {
  const handle = await open(path, "a+", 0o600).then(async (created) => {
    await created.close();
    return open(path, "r+");
  });
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
