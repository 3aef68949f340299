import assert from "node:assert/strict";

import { memberOf } from "../../../preview/publish/zip.ts";
import { archiveOf } from "./archive.ts";

const PLAN = Buffer.from('{"format":1}');
const MOST = 1000;

/** Made by Info-ZIP 3.0 of a file `plan.json` with `{"format":1}` and a line end. */
const FOREIGN = Buffer.from(
  "UEsDBAoAAAAAAAAAIVhYkH1tDQAAAA0AAAAJABwAcGxhbi5qc29uVVQJAAOAAJJlgACSZXV4CwABBAAAAAAEAAAAAHsiZm9ybWF0IjoxfQpQSwECHgMKAAAAAAAAACFYWJB9bQ0AAAANAAAACQAYAAAAAAABAAAApIEAAAAAcGxhbi5qc29uVVQFAAOAAJJldXgLAAEEAAAAAAQAAAAAUEsFBgAAAAABAAEATwAAAFAAAAAAAA==",
  "base64",
);

describe("an archive that anybody may have made", () => {
  it("gives the file of a name, packed or not", () => {
    const other = { name: "other.json", bytes: Buffer.from("no") };
    const packed = archiveOf(other, { name: "plan.json", bytes: PLAN });
    const stored = archiveOf({ name: "plan.json", bytes: PLAN, stored: true }, other);
    assert.deepEqual(memberOf(packed, "plan.json", MOST), PLAN);
    assert.deepEqual(memberOf(stored, "plan.json", MOST), PLAN);
  });

  it("is read as other programs write it", () => {
    assert.equal(memberOf(FOREIGN, "plan.json", MOST)?.toString(), '{"format":1}\n');
  });

  it("gives nothing for a path that only ends with the name", () => {
    for (const name of ["../plan.json", "/plan.json", "a/plan.json", "PLAN.JSON", "plan.json\0"]) {
      assert.equal(memberOf(archiveOf({ name, bytes: PLAN }), "plan.json", MOST), undefined);
    }
  });

  const refused: readonly [string, Buffer, RegExp][] = [
    ["nothing at all", Buffer.alloc(0), /is none/],
    ["noise", Buffer.alloc(5_000, 7), /is none/],
    ["an end cut off", archiveOf({ name: "plan.json", bytes: PLAN }).subarray(0, -1), /is none/],
    [
      "two files of that name",
      archiveOf({ name: "plan.json", bytes: PLAN }, { name: "plan.json", bytes: PLAN }),
      /has 2 files plan\.json/,
    ],
    [
      "a file that says it is too large",
      archiveOf({ name: "plan.json", bytes: Buffer.alloc(MOST + 1) }),
      /1001 bytes in plan\.json, of 1000/,
    ],
    [
      "a file that is too large and does not say so",
      archiveOf({ name: "plan.json", bytes: Buffer.alloc(50_000_000), says: 10 }),
      /cannot be unpacked/,
    ],
    ["a thousand files", archiveOf(...many(1_000)), /has 1000 files/],
    ["a directory that leads nowhere", leadingNowhere(), /ends too early/],
  ];
  for (const [what, archive, why] of refused) {
    it(`is refused for ${what}`, () => {
      assert.throws(() => memberOf(archive, "plan.json", MOST), why);
    });
  }

  it("fails in no other way, whatever is changed in it", () => {
    const archive = archiveOf({ name: "plan.json", bytes: PLAN });
    for (let at = 0; at < archive.length; at++) {
      for (const value of [0, 0x7f, 0xff]) {
        const changed = Buffer.from(archive);
        changed[at] = value;
        try {
          memberOf(changed, "plan.json", MOST);
        } catch (error) {
          assert.equal((error as Error).name, "UserError", String(error));
        }
      }
    }
  });
});

function many(count: number) {
  return Array.from({ length: count }, (_, at) => ({ name: `${at}`, bytes: PLAN }));
}

function leadingNowhere(): Buffer {
  const archive = archiveOf({ name: "plan.json", bytes: PLAN });
  archive.writeUInt32LE(0xfffffff0, archive.length - 6);
  return archive;
}
