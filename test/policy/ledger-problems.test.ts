import assert from "node:assert/strict";

import type { StackFile } from "../../environment/catalogue.ts";
import {
  digestOf,
  emptyLedger,
  withEntry,
  withoutEntry,
  type Ledger,
  type LedgerEntry,
} from "../../policy/ledger.ts";
import { holdersElsewhere, ledgerProblems, sharedSecrets } from "../../policy/ledger-problems.ts";

const SECRET = { stack: "prod", key: "payment-key" };

function entryOf(stack: string, key: string, mark = `${stack} ${key}`): LedgerEntry {
  return { stack, key, ciphertext: digestOf(`v1:${stack}:${key}`), fingerprint: digestOf(mark) };
}

function ledgerOf(...entries: readonly LedgerEntry[]): Ledger {
  return entries.reduce(withEntry, emptyLedger(Buffer.alloc(16, 7)));
}

/** A stack file in which each secret has the ciphertext that {@link entryOf} is made for. */
function fileOf(stack: string, ...keys: readonly string[]): StackFile {
  const values = keys.map((key) => [key, { secure: `v1:${stack}:${key}` }] as const);
  return fileWith(stack, Object.fromEntries(values));
}

function fileWith(stack: string, values: unknown): StackFile {
  const content = { config: { "bulkhead:secretValues": values } };
  return { stack, file: `Pulumi.${stack}.yaml`, config: {}, content };
}

describe("secrets that environments share", () => {
  it("are none where all values differ", () => {
    assert.deepEqual(
      sharedSecrets(ledgerOf(entryOf("dev", "a-key"), entryOf("prod", "a-key"))),
      [],
    );
  });

  it("are found under any name, in siblings of the sandbox too", () => {
    const entries = [
      entryOf("dev-alice", "mail-key", "one value"),
      entryOf("dev-bob", "payment-key", "one value"),
      entryOf("prod", "mail-key"),
    ];
    assert.deepEqual(sharedSecrets(ledgerOf(...entries)), [
      [
        { stack: "dev-alice", key: "mail-key" },
        { stack: "dev-bob", key: "payment-key" },
      ],
    ]);
  });

  it("are not what one environment has twice", () => {
    const twice = [entryOf("dev", "a-key", "one"), entryOf("dev", "b-key", "one")];
    assert.deepEqual(sharedSecrets(ledgerOf(...twice)), []);
  });

  it("are found where a ciphertext was copied, whatever its fingerprint says", () => {
    const own = entryOf("prod", "a-key");
    const { ciphertext } = own;
    for (const copy of [
      { stack: "dev", key: "a-key", ciphertext, fingerprint: digestOf("made up") },
      { stack: "dev", key: "a-key", ciphertext, lowEntropy: true },
    ] as const) {
      assert.equal(sharedSecrets(ledgerOf(own, copy)).length, 1);
    }
  });

  it("are never told of values of low entropy, which have no fingerprint", () => {
    const low = (stack: string): LedgerEntry => ({
      ...{ stack, key: "pin", ciphertext: digestOf(stack), lowEntropy: true },
    });
    assert.deepEqual(sharedSecrets(ledgerOf(low("dev"), low("prod"))), []);
  });

  it("are looked up in other environments only", () => {
    const ledger = ledgerOf(entryOf("dev", "a-key", "one"), entryOf("prod", "b-key", "one"));
    assert.deepEqual(holdersElsewhere(ledger, "dev", digestOf("one")), [
      { stack: "prod", key: "b-key" },
    ]);
  });
});

describe("ledger and stack files", () => {
  const own = entryOf("prod", "payment-key");
  const base = ledgerOf(own);
  const said = (ledger: Ledger | undefined, file: StackFile, before?: Ledger) =>
    ledgerProblems(ledger, [file], before).map(({ stack, key, reason }) => ({
      stack,
      key,
      reason,
    }));

  it("agree when each value has the entry that was made for it", () => {
    assert.deepEqual(
      ledgerProblems(base, [fileOf("prod", "payment-key"), fileOf("dev")], base),
      [],
    );
  });

  it("agree when nothing has a value and there is no ledger", () => {
    assert.deepEqual(ledgerProblems(undefined, [fileOf("prod"), fileWith("dev", undefined)]), []);
  });

  const changed = fileWith("prod", { "payment-key": { secure: "v1:other" } });
  const otherMark: LedgerEntry = {
    ...SECRET,
    ciphertext: own.ciphertext,
    fingerprint: digestOf("x"),
  };
  const low: LedgerEntry = { ...SECRET, ciphertext: own.ciphertext, lowEntropy: true };
  const lower: LedgerEntry = { ...low, ciphertext: digestOf("v1:other") };
  const salted = withEntry(emptyLedger(Buffer.alloc(16, 8)), own);
  const file = fileOf("prod", "payment-key");

  const cases: readonly [string, RegExp, Ledger | undefined, StackFile, Ledger?][] = [
    ["an entry without a value", /an entry .* no value/, base, fileOf("prod")],
    ["an entry of a stack without a file", /an entry .* no value/, base, fileOf("dev")],
    ["a value without an entry", /a value and no entry/, ledgerOf(), file],
    ["a value without a ledger", /a value and no entry/, undefined, file],
    ["a ciphertext that changed alone", /another ciphertext/, base, changed],
    ["an entry that vanished while its value stayed", /lost its entry/, ledgerOf(), file, base],
    ["a ledger that vanished", /lost its entry/, undefined, file, base],
    ["a fingerprint that changed alone", /another fingerprint/, ledgerOf(otherMark), file, base],
    ["a fingerprint that was dropped", /another fingerprint/, ledgerOf(low), file, base],
    [
      "a new value that is compared no more",
      /declared low entropy/,
      ledgerOf(lower),
      changed,
      base,
    ],
    ["another salt", /under a salt/, salted, file, base],
    ["a value in plain text", /plain text/, undefined, fileWith("prod", { "payment-key": "sk" })],
    ["values in one ciphertext", /in one/, undefined, fileWith("prod", { secure: "v1:all" })],
    ["values as text", /in one/, undefined, fileWith("prod", '{"payment-key":"sk"}')],
  ];
  for (const [what, reason, ledger, stackFile, before] of cases) {
    it(`contradict each other in ${what}`, () => {
      const problems = said(ledger, stackFile, before);
      assert.ok(
        problems.some((one) => reason.test(one.reason)),
        JSON.stringify(problems),
      );
      assert.ok(problems.every(({ stack }) => stack === "prod"));
    });
  }

  it("may be changed as secrets set does it", () => {
    const renewed = { ...SECRET, ciphertext: digestOf("v1:other"), fingerprint: digestOf("y") };
    assert.deepEqual(ledgerProblems(ledgerOf(renewed), [changed], base), []);
    assert.deepEqual(ledgerProblems(withoutEntry(base, own), [fileOf("prod")], base), []);
  });

  it("name what is wrong without a value, a fingerprint or a ciphertext", () => {
    const all = JSON.stringify(ledgerProblems(ledgerOf(otherMark), [changed], base));
    for (const hidden of [own.ciphertext, digestOf("x"), "v1:"]) assert.ok(!all.includes(hidden));
  });
});
