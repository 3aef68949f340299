import assert from "node:assert/strict";
import { appendFile, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type JournalFile, Store } from "../../../local/cloud/store.ts";
import { temporaryFolder } from "../engine.ts";

/** A disk in memory that can be made to fill up in the middle of a write. */
class SmallDisk implements JournalFile {
  content = "";
  room = Infinity;
  syncs = 0;
  write(text: string, position: number): Promise<void> {
    const fits = text.slice(0, this.room);
    this.content = this.content.slice(0, position) + fits;
    if (fits.length < text.length) return Promise.reject(new Error("ENOSPC: no space left"));
    return Promise.resolve();
  }
  truncate(length: number): Promise<void> {
    this.content = this.content.slice(0, length);
    return Promise.resolve();
  }
  datasync(): Promise<void> {
    this.syncs += 1;
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const one = (key: string, value: number | null) => new Map([[key, value]]);

describe("the store", () => {
  let dir: string;
  let clean: () => Promise<void>;
  const journal = () => join(dir, "journal.jsonl");
  const reopened = async () => {
    const store = await Store.open<number>(dir);
    const entries = Object.fromEntries(store.entries());
    await store.close();
    return entries;
  };

  beforeEach(async () => {
    ({ dir, clean } = await temporaryFolder());
  });
  afterEach(() => clean());

  it("gives back after a restart what was committed, and not what was removed", async () => {
    const store = await Store.open<number>(dir);
    await store.commit(
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
    );
    await store.commit(
      new Map([
        ["a", null],
        ["c", 3],
      ]),
    );
    await store.close();
    assert.deepEqual(await reopened(), { b: 2, c: 3 });
  });

  it("keeps its journal from other users", async () => {
    await (await Store.open<number>(dir)).close();
    assert.equal((await stat(journal())).mode & 0o777, 0o600);
  });

  it("drops a last line that was cut anywhere, and nothing before it", async () => {
    const store = await Store.open<number>(dir);
    await store.commit(one("kept", 1));
    const whole = (await stat(journal())).size;
    await store.commit(one("cut", 2));
    await store.close();
    const content = await readFile(journal());
    for (let length = whole; length < content.length; length += 1) {
      await writeFile(journal(), content);
      await truncate(journal(), length);
      assert.deepEqual(await reopened(), { kept: 1 }, `cut at ${length}`);
      assert.equal((await stat(journal())).size, whole);
    }
  });

  it("refuses a journal with a whole line that is damaged, and names the line", async () => {
    for (const text of ['[["a",1]]\n[["b",\n[["c",3]]\n', '[["a",1]]\n[["b",\n']) {
      await writeFile(journal(), text);
      await assert.rejects(Store.open(dir), /journal\.jsonl: line 2 is damaged\. .*cloud reset/);
      assert.equal(await readFile(journal(), "utf8"), text);
    }
  });

  it("fails a write on a full disk, keeps nothing of it, and takes the next one", async () => {
    const disk = new SmallDisk();
    const store = await Store.open<number>(dir, { openFile: () => Promise.resolve(disk) });
    await store.commit(one("a", 1));
    const before = disk.content;
    disk.room = 5;
    await assert.rejects(store.commit(one("a", 2)), /ENOSPC.*Nothing was changed: free disk space/);
    assert.equal(store.get("a"), 1);
    assert.equal(disk.content, before);
    disk.room = Infinity;
    await store.commit(one("b", 3));
    assert.equal(disk.content, `${before}[["b",3]]\n`);
  });

  it("fails what was queued behind a failed write, in the order of the values it saw", async () => {
    const disk = new SmallDisk();
    const store = await Store.open<number>(dir, { openFile: () => Promise.resolve(disk) });
    disk.room = 5;
    const results = await Promise.allSettled([
      store.commit(one("a", 1)),
      store.commit(one("a", 2)),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal(store.get("a"), undefined);
  });

  it("syncs concurrent commits together, each before it is acknowledged", async () => {
    const disk = new SmallDisk();
    const store = await Store.open<number>(dir, { openFile: () => Promise.resolve(disk) });
    const commits = Array.from({ length: 50 }, (_, n) => store.commit(one(`k${n}`, n)));
    await Promise.all(commits);
    assert.equal(disk.content.split("\n").length, 51);
    assert.equal(disk.syncs, 2);
  });

  it("rewrites a journal of mostly stale lines without losing a value", async () => {
    const lines = Array.from({ length: 1500 }, (_, n) => `[["counter",${n}]]\n`).join("");
    await writeFile(journal(), `[["a",1]]\n${lines}`);
    assert.deepEqual(await reopened(), { a: 1, counter: 1499 });
    assert.equal(await readFile(journal(), "utf8"), '[["a",1]]\n[["counter",1499]]\n');
    await appendFile(journal(), '[["b",2]]\n');
    assert.deepEqual(await reopened(), { a: 1, counter: 1499, b: 2 });
  });
});
