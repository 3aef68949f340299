import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../../engine/folders.ts";
import { planBaseOf, publicNames } from "../../../preview/bases/export.ts";
import { textOf, type PlanBase } from "../../../preview/bases/format.ts";
import { secretPlace } from "../../../preview/bases/held.ts";
import { importBases } from "../../../preview/bases/import.ts";
import { Random } from "../../conformance/random.ts";
import { secretOf } from "../../policy/canaries.ts";
import { deployed, drawChange, inPlanBase } from "./generated.ts";

const NAMES = publicNames(ROOT);
const URN = "urn:pulumi:prod::bulkhead::a:b:C::d";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const base64 = (text: string) => Buffer.from(text).toString("base64");
const FILE = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17" };

/** Every kind of value that an export replaces, or leaves. */
const inputs = (value: string) => ({
  ...{ text: secret(value), number: secret(4711), flag: secret(true), none: secret("") },
  list: secret([value, { token: value }]),
  json: secret(JSON.stringify({ username: "app", password: value, port: 5432 })),
  inBase64: secret(base64(JSON.stringify({ private_key: value, port: 1 }))),
  ...{ map: secret({ [value]: "x" }), file: secret({ ...FILE, hash: "aa", text: value }) },
  ...{ url: `postgres://app:${value}@10.0.0.1/main`, note: `with ${value}`, name: "acme-shop" },
  template: { containers: [{ envs: [{ name: "KEY", value }] }] },
  ...{ host: secret("acme-shop-prod"), labels: { part: "web" }, password: value },
});

const made = (stack = "prod", time = "2026-11-21T10:00:00Z"): PlanBase =>
  planBaseOf({
    ...{ project: "bulkhead", stack, commit: undefined, names: NAMES },
    deployment: {
      manifest: { time },
      resources: [{ urn: URN, type: "a:b:C", id: "d", inputs: inputs(secretOf(1)) }],
    },
    encrypted: [
      { place: "bulkhead:secretValues.a", value: secretOf(2), ciphertext: undefined },
      { place: "bulkhead:secretValues.b", value: "", ciphertext: undefined },
    ],
  });
const withInputs = (more: Readonly<Record<string, unknown>>): PlanBase => {
  const base = made();
  const resources = base.state.resources.map((one) => ({
    ...one,
    inputs: { ...one.inputs, ...more },
  }));
  return { ...base, state: { ...base.state, resources } };
};

describe("looking for secrets in a plan base", () => {
  it("finds none in what an export has made", () => {
    assert.equal(secretPlace(made(), NAMES), undefined);
  });

  it("finds none in generated ones either", async () => {
    const random = new Random(11);
    let secrets = 0;
    for (let tried = 0; tried < 150;) {
      const change = drawChange(random, () => secretOf(secrets++));
      const state = change && (await deployed(change.type, change.olds).catch(() => undefined));
      if (!state) continue;
      tried++;
      const resource = inPlanBase(state);
      const base = { ...made(), state: { resources: [resource] } };
      assert.equal(secretPlace(base, []), undefined, JSON.stringify(resource));
    }
  });

  const value = secretOf(3);
  for (const [what, more, place] of [
    ["a text", { text: secret(value) }, "text"],
    ["a number", { number: secret(4711) }, "number"],
    ["an item of a list", { list: secret(["", value]) }, "list[1]"],
    ["JSON", { json: secret(JSON.stringify({ password: value })) }, "json"],
    ["base64", { inBase64: secret(base64(JSON.stringify({ private_key: value }))) }, "inBase64"],
    ["a key", { map: secret({ [value]: "bulkhead-placeholder-1" }) }, "map"],
    ["a file", { file: secret({ ...FILE, hash: "aa", text: value }) }, "file.text"],
    ["an address", { url: `https://a:${value}@b.example/` }, "url"],
    ["what is called a password", { password: "correct-horse" }, "password"],
    ["a part of a placeholder's text", { text: secret(`bulkhead-placeholder-1 ${value}`) }, "text"],
  ] as const) {
    it(`finds one in ${what}`, () => {
      const found = secretPlace(withInputs(more), NAMES) ?? "";
      assert.ok(found.startsWith(`state.resources[0].inputs.${place}`), found);
    });
  }

  it("finds one in the configuration, and what an export leaves out", () => {
    const base = made();
    const config = { "bulkhead:secretValues.a": { placeholder: value } };
    assert.equal(secretPlace({ ...base, config }, NAMES), "config.bulkhead:secretValues.a");
    const [resource] = base.state.resources;
    assert.ok(resource);
    const resources = [{ ...resource, sourcePosition: "project:///a.ts" }];
    const found = secretPlace({ ...base, state: { resources } }, NAMES);
    assert.equal(found, "state.resources[0]");
  });
});

describe("taking in plan bases", () => {
  let folder: string;
  let out: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-import-"));
    out = join(folder, "bases");
  });

  afterEach(() => rm(folder, { recursive: true }));

  const file = async (name: string, base: PlanBase | string) => {
    await writeFile(join(folder, name), typeof base === "string" ? base : textOf(base));
    return join(folder, name);
  };
  const written = () => readdir(out).catch(() => []);

  it("puts each where a preview looks for it, as it was", async () => {
    const files = [await file("a", made("prod")), await file("b", made("dev"))];
    const imported = await importBases(ROOT, files, out);
    assert.deepEqual(
      imported.map(({ file: to }) => to),
      [join(out, "prod.plan-base.json"), join(out, "dev.plan-base.json")],
    );
    assert.equal(await readFile(join(out, "prod.plan-base.json"), "utf8"), textOf(made("prod")));
  });

  for (const [what, base, says] of [
    ["is damaged", textOf(made()).slice(0, -9), /is damaged, or was edited/],
    ["is of another project", { ...made(), project: "shop" }, /of the project shop, not of bulk/],
    ["is of no stack of ours", { ...made(), stack: "../../evil" }, /none of this project's stacks/],
    [
      "holds a secret",
      withInputs({ password: "hunter-two" }),
      /secret stands at state\.res.*word\./,
    ],
  ] as const) {
    it(`refuses one that ${what}, and writes none of the others`, async () => {
      const files = [await file("good", made("dev")), await file("bad", base)];
      await assert.rejects(importBases(ROOT, files, out), (error: Error) => {
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /hunter/);
        return true;
      });
      assert.deepEqual(await written(), []);
    });
  }

  it("refuses an older one than is there, and two of one stack", async () => {
    const [newer, older] = [await file("a", made()), await file("b", made("prod", "2026-01-01"))];
    await assert.rejects(importBases(ROOT, [newer, older], out), /prod is given twice/);
    await importBases(ROOT, [newer], out);
    await assert.rejects(importBases(ROOT, [older], out), /prod\.plan-base\.json is newer/);
    await importBases(ROOT, [newer], out);
  });
});
