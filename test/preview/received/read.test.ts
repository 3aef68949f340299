import assert from "node:assert/strict";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { UserError } from "../../../engine/errors.ts";
import type { Operation, PlanDocument } from "../../../preview/document/plan.ts";
import { extentOf, MOST_BYTES, parseDocument, receive } from "../../../preview/received/read.ts";
import { example, withPlan } from "./example.ts";

const CANARY = "q7Rw2ZkX9vLm4TbN8sHd";

const parse = (document: unknown): PlanDocument =>
  parseDocument({ from: "plan.json", text: JSON.stringify(document) });

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof UserError);
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  return assert.fail("it was taken");
};

describe("a plan document that somebody else wrote", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-received-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("is taken as it is when it is what a preview writes, digests included", () => {
    assert.deepEqual(parse(example()), example());
  });

  it("may name by its commit the revision whose guards judged", () => {
    const ref = "b7a4d2190c55e6f8a3d1427b9e0f6c8d5a2b3e41";
    const document = { ...example(), guards: { ref, commit: ref, changed: [] } };
    assert.deepEqual(parse(document), document);
  });

  it("is refused with path, value and cure of each thing that is wrong", () => {
    const text = refusal(() =>
      parse({ ...example(), format: 2, program: 7, run: { number: -1, attempt: 1 } }),
    );
    assert.match(text, /^plan\.json is refused:$/m);
    assert.match(text, /^ {2}format: .*\(seen: 2\)$/m);
    assert.match(text, /^ {2}program: .*\(seen: 7\)$/m);
    assert.match(text, /^ {2}run\.number: .*\(seen: -1\)\n {4}Write it anew with/m);
  });

  const wrong: readonly [string, string, RegExp][] = [
    ["no JSON", "{", /is no JSON/],
    ["a property of its own", JSON.stringify({ ...example(), extra: 1 }), /unrecognized key/],
    ["a bare number", "4", /expected object/],
    ["depth", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, /deeper than 16 levels/],
    ["__proto__", '{"__proto__":{"format":1}}', /unrecognized key/],
    ["a script for a link", JSON.stringify(withRun("javascript:alert(1)")), /run\.url/],
    ["a link that ends early", JSON.stringify(withRun("https://a/) @team")), /run\.url/],
  ];
  for (const [what, text, says] of wrong) {
    it(`is refused for ${what}`, () => {
      assert.match(
        refusal(() => parseDocument({ from: "p", text })),
        says,
      );
    });
  }

  it("shows no secret, and nothing that hides, in a refusal", () => {
    const program = { [`secret-${CANARY}`]: `\u202e${CANARY}` };
    const text = refusal(() => parse({ ...example(), program, [CANARY]: CANARY, commit: CANARY }));
    assert.ok(!text.includes(CANARY), text);
    assert.doesNotMatch(text, /\u202e/);
  });

  it("says at most twenty problems", () => {
    const stacks = Array.from({ length: 500 }, () => 1);
    const text = refusal(() => parse({ ...example(), stacks }));
    assert.match(text, /and 480 more$/);
  });

  it("is not read when it is no file, too large or no text", async () => {
    const file = join(folder, "plan.json");
    await writeFile(file, "");
    await truncate(file, MOST_BYTES + 1);
    await assert.rejects(receive(file), /33554433 bytes, and 33554432 at most/);
    await assert.rejects(receive(folder), /is no plain file|EISDIR/);
    await assert.rejects(receive(join(folder, "none")), /ENOENT/);
    await writeFile(file, Buffer.from([0xff, 0xfe, 0x00]));
    await assert.rejects(receive(file), /no UTF-8/);
  });

  it("counts depth outside strings, in time that grows with the text alone", () => {
    assert.equal(extentOf('{"a":["[[[",{"b\\"{":1}]}').depth, 3);
    const started = performance.now();
    extentOf('"\\'.repeat(4_000_000));
    assert.ok(performance.now() - started < 2_000);
  });

  it("counts items outside strings, of all lists and of the longest", () => {
    const { items, longest } = extentOf('{"a":["1,2,3",4,5,{"b":6}],"c,":[7]}');
    assert.deepEqual({ items, longest }, { items: 2 + 4 + 1 + 1, longest: 4 });
  });

  const endless: readonly [string, PlanDocument, string, number, RegExp][] = [
    [
      "list",
      withPlan({ errors: ["it"] }),
      '"it"',
      16_000_000,
      /has 16\d+ items, 16\d+ in one list/,
    ],
    ["map", withPlan({ shape: { it: {} } }), '"it":{}', 3_000_000, /has 3\d+ items/],
  ];
  for (const [what, document, one, count, says] of endless) {
    it(`is refused for an endless ${what}, before anything is made of it`, () => {
      const item = what === "list" ? "1" : '"it":1';
      const text = JSON.stringify(document).replace(one, `${one}${`,${item}`.repeat(count)}`);
      const before = process.memoryUsage().heapUsed;
      assert.match(
        refusal(() => parseDocument({ from: "plan.json", text })),
        says,
      );
      assert.ok(process.memoryUsage().heapUsed - before < 200 * 1024 * 1024);
    });
  }

  it("is refused for more that is wrong than can be told", () => {
    const wrong = Array.from({ length: 40_000 }, () => 1) as unknown as string[];
    const fields = { errors: wrong, warnings: wrong, violations: [], notes: [] };
    const document = withPlan({ ...fields, ...{ violations: wrong as never[] } });
    const stacks = [
      ...document.stacks,
      ...document.stacks.slice(0, 1),
      ...document.stacks.slice(0, 1),
    ];
    assert.match(
      refusal(() => parse({ ...document, stacks })),
      /wrong in too many places|and \d+ more/,
    );
  });

  describe("is masked again", () => {
    const operation = (change: Partial<Operation>): Operation => ({
      urn: "urn:pulumi:dev::bulkhead::gcp:x/y:Y::it",
      type: "gcp:x/y:Y",
      name: "it",
      operation: "update",
      changes: [],
      causes: [],
      ...change,
    });
    const ofChange = (change: Operation["changes"][number], type = "gcp:x/y:Y") =>
      withPlan({ operations: [operation({ type, changes: [change] })] });

    const planted: readonly [string, PlanDocument][] = [
      ["an error", withPlan({ errors: [`cannot use ${CANARY}`] })],
      ["a warning", withPlan({ warnings: [CANARY] })],
      ["a violation", withPlan({ violations: [{ rule: "r", message: CANARY }] })],
      ["a note's resource", withPlan({ notes: [{ rule: "r", resource: CANARY, message: "m" }] })],
      ["a name", withPlan({ operations: [operation({ name: CANARY })] })],
      ["a URN", withPlan({ operations: [operation({ urn: `urn:pulumi:dev::${CANARY}` })] })],
      ["a cause", withPlan({ operations: [operation({ causes: [CANARY] })] })],
      ["a value", ofChange({ path: "a", kind: "add", new: { value: CANARY } })],
      ["a key", ofChange({ path: `labels["${CANARY}"]`, kind: "remove" })],
      ["a URL", ofChange({ path: "a", kind: "add", new: { value: `https://u:${CANARY}@h/` } })],
      ["a shape", withPlan({ shape: { [`t ${CANARY}`]: { [CANARY]: CANARY } } })],
      ["a version", { ...example(), versions: { [CANARY]: CANARY } }],
      [
        "a guard",
        { ...example(), guards: { ref: CANARY, changed: [{ path: CANARY, kind: "added" }] } },
      ],
      ["the program", { ...example(), program: CANARY }],
    ];
    for (const [where, document] of planted) {
      it(`in ${where}`, () => {
        assert.ok(JSON.stringify(document).includes(CANARY));
        assert.ok(!JSON.stringify(parse(document)).includes(CANARY));
      });
    }

    it("by its place, where a word would not be known by its form", () => {
      const env = ofChange({
        path: "template.containers[0].envs[0].value",
        kind: "update",
        old: { value: "hunter" },
        new: { value: "winter" },
      });
      const password = ofChange({ path: "password", kind: "add", new: { value: "hunter" } });
      assert.doesNotMatch(JSON.stringify(parse(env)), /hunter|winter/);
      assert.doesNotMatch(JSON.stringify(parse(password)), /hunter/);
    });

    it("on both sides, where one of them is secret", () => {
      const became = ofChange({
        path: "a",
        kind: "update",
        old: { value: "hunter" },
        new: { secret: true },
      });
      const [first] = parse(became).stacks;
      const [change] = first?.operations[0]?.changes ?? [];
      assert.deepEqual([change?.old, change?.new], [{ secret: true }, { secret: true }]);
    });
  });

  it("has digests of what it shows, whatever it says of them", () => {
    const [first] = example().stacks;
    const lied = parse(withPlan({ digest: "0".repeat(64) }));
    assert.equal(lied.stacks[0]?.digest, first?.digest);
    const changed = parse(withPlan({ operations: [] }));
    assert.notEqual(changed.stacks[0]?.digest, first?.digest);
  });
});

function withRun(url: string) {
  return { ...example(), run: { number: 1, attempt: 1, url } };
}
