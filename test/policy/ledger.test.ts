import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";

import { ROOT } from "../../engine/folders.ts";
import {
  digestOf,
  emptyLedger,
  fingerprint,
  LEDGER_FILE,
  LedgerError,
  parseLedger,
  withEntry,
  withoutEntry,
  writeLedger,
  type Ledger,
  type LedgerEntry,
} from "../../policy/ledger.ts";

const EMPTY = emptyLedger(Buffer.alloc(16, 7));

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));
const entry: fc.Arbitrary<LedgerEntry> = fc
  .record({ stack: name, key: name, ciphertext: hex, mark: fc.option(hex) })
  .map(({ stack, key, ciphertext, mark }) =>
    mark === null
      ? { stack, key, ciphertext, lowEntropy: true }
      : { stack, key, ciphertext, fingerprint: mark },
  );
const ledger = fc.array(entry, { maxLength: 6 }).map((entries) => entries.reduce(withEntry, EMPTY));

function entryOf(stack: string, key: string): LedgerEntry {
  return { stack, key, ciphertext: digestOf(`v1:${stack}${key}`), fingerprint: digestOf(key) };
}

function faults(text: string) {
  try {
    parseLedger(text);
  } catch (error) {
    if (error instanceof LedgerError) return error.faults;
    throw error;
  }
  return [];
}

describe("the ledger", () => {
  it("that is committed can be read", () => {
    assert.doesNotThrow(() => parseLedger(readFileSync(join(ROOT, LEDGER_FILE), "utf8")));
  });

  it("is the same after it was written and read", () => {
    fc.assert(
      fc.property(ledger, (one) => {
        assert.deepEqual(parseLedger(writeLedger(one)), one);
      }),
    );
  });

  it("has the same text in whatever order its entries came", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { selector: ({ stack, key }) => `${stack} ${key}` }),
        (entries) => {
          const write = (all: readonly LedgerEntry[]) => writeLedger(all.reduce(withEntry, EMPTY));
          assert.equal(write(entries), write([...entries].reverse()));
        },
      ),
    );
  });

  it("is as it was when an entry came and went", () => {
    fc.assert(
      fc.property(ledger, entry, (one, more) => {
        const without = withoutEntry(one, more);
        assert.deepEqual(withoutEntry(withEntry(one, more), more), without);
      }),
    );
  });

  it("refuses every edit of one character", () => {
    const change = fc.constantFrom("replace", "insert", "delete");
    const character = fc.constantFrom(...'0123456789abcdef" {}:,-\n\t\rZ'.split(""));
    fc.assert(
      fc.property(ledger, fc.nat(), change, character, (one, place, kind, by) => {
        const text = writeLedger(one);
        const at = place % text.length;
        const edited =
          text.slice(0, at) +
          (kind === "delete" ? "" : by) +
          text.slice(kind === "insert" ? at : at + 1);
        return edited === text || faults(edited).length > 0;
      }),
      { numRuns: 2_000 },
    );
  });

  const two = writeLedger(
    [entryOf("dev", "key-a"), entryOf("prod", "key-b")].reduce(withEntry, EMPTY),
  );
  const [header = "", dev = "", prod = ""] = two.split("\n");
  const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");

  for (const [what, text, line, reason] of [
    ["no text", "", 1, /header/],
    ["no header", lines(dev), 1, /header/],
    ["a newer format", lines(header.replace('"version":1', '"version":2'), dev), 1, /format 2/],
    ["another cost", lines(header.replace("32768", "2"), dev), 1, /header/],
    ["a cut-off end", two.slice(0, -9), 3, /no entry|cut off/],
    ["no last line break", two.slice(0, -1), 3, /cut off/],
    ["line ends of Windows", two.replaceAll("\n", "\r\n"), 1, /header/],
    ["an empty line", lines(header, "", dev), 2, /no entry/],
    ["an unfinished merge", lines(header, "<<<<<<< HEAD", dev, "=======", prod), 2, /merge/],
    ["another order", lines(header, prod, dev), 3, /stands below prod key-b/],
    ["an entry twice", lines(header, dev, dev, prod), 3, /second entry for dev key-a/],
    ["an entry of another ledger", lines(header, dev, otherSalt()), 3, /edited or damaged/],
    ["an unknown field", lines(header, dev.replace("{", '{"note":1,')), 2, /no entry/],
    ["a field twice", lines(header, dev.replace("{", '{"stack":"qa",')), 2, /edited or damaged/],
    ["fields in another order", lines(header, reordered(dev)), 2, /edited or damaged/],
    ["spaces", lines(header, dev.replace(":", ": ")), 2, /edited or damaged/],
    [
      "a fingerprint and low entropy",
      lines(header, dev.replace(',"c', ',"lowEntropy":true,"c')),
      2,
      /no entry/,
    ],
  ] as const) {
    it(`is refused with ${what}`, () => {
      const [first] = faults(text);
      assert.equal(first?.line, line);
      assert.match(first.reason, reason);
      assert.notEqual(first.cure, "");
    });
  }

  it("names every fault at once, and quotes nothing", () => {
    const pasted = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    const found = faults(lines(header, pasted, dev, dev, prod.replace("prod", "prud")));
    assert.deepEqual(
      found.map(({ line }) => line),
      [2, 4, 5],
    );
    const { message } = new LedgerError(found);
    assert.ok(!message.includes(pasted));
    assert.match(message, /secrets\.ledger\.jsonl[^]*line 2 [^]*line 4 [^]*line 5 /);
  });

  function otherSalt(): string {
    const other = withEntry(emptyLedger(Buffer.alloc(16, 8)), entryOf("prod", "key-b"));
    return writeLedger(other).split("\n")[1] ?? "";
  }

  function reordered(line: string): string {
    return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line) as object).reverse()));
  }
});

describe("a fingerprint", () => {
  it("is the same for the same value and no other, under one salt", () => {
    const { header } = EMPTY;
    assert.equal(fingerprint("value", header), fingerprint("value", header));
    assert.notEqual(fingerprint("value", header), fingerprint("valuf", header));
    const other = emptyLedger(Buffer.alloc(16, 8)).header;
    assert.notEqual(fingerprint("value", header), fingerprint("value", other));
  });

  it("is what another implementation of scrypt makes of it", () => {
    // Python: hashlib.scrypt(b"value", salt=bytes([7] * 16), n=32768, r=8, p=1, dklen=32)
    const known = "38506d0a22bc60ca0c6a587f279516c2c6281ffb2748b89159ad43a3976cf170";
    assert.equal(fingerprint("value", EMPTY.header), known);
  });
});

describe("two branches that each set a secret", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bulkhead-merge-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const base = [
    entryOf("dev", "mail-key"),
    entryOf("prod", "mail-key"),
    entryOf("staging", "mail-key"),
  ].reduce(withEntry, EMPTY);

  it("merge without a conflict where another line stands between", () => {
    const ours = withEntry(base, entryOf("dev", "api-key"));
    const theirs = withEntry(base, entryOf("staging", "payment-key"));
    const { conflicts, text } = merged(base, ours, theirs);
    assert.equal(conflicts, 0);
    assert.deepEqual(parseLedger(text), withEntry(theirs, entryOf("dev", "api-key")));
  });

  it("merge by keeping the lines of both where they touch", () => {
    const ours = withEntry(base, entryOf("dev", "payment-key"));
    const theirs = withEntry(base, entryOf("dev", "queue-key"));
    const { conflicts, text } = merged(base, ours, theirs);
    assert.equal(conflicts, 1);
    assert.match(faults(text)[0]?.reason ?? "", /merge/);
    const kept = text
      .split("\n")
      .filter((line) => !/^[<=>]{7}/.test(line))
      .join("\n");
    assert.deepEqual(parseLedger(kept), withEntry(ours, entryOf("dev", "queue-key")));
  });

  function merged(base: Ledger, ours: Ledger, theirs: Ledger) {
    const [a, o, b] = [ours, base, theirs].map((one, index) => {
      const file = join(folder, String(index));
      writeFileSync(file, writeLedger(one));
      return file;
    });
    const args = ["merge-file", "-p", a ?? "", o ?? "", b ?? ""];
    try {
      return { conflicts: 0, text: execFileSync("git", args, { encoding: "utf8", stdio: "pipe" }) };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { conflicts: status, text: stdout };
    }
  }
});
