import assert from "node:assert/strict";

import { planBaseOf, type Deployment } from "../../../preview/bases/export.ts";
import { textOf } from "../../../preview/bases/format.ts";
import { Random } from "../../conformance/random.ts";
import { ENCODINGS, keyOf, passwordOf } from "./encodings.ts";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

/** A text that holds a secret, written in some way. */
interface Planted {
  readonly encoding: string;
  readonly value: string;
  readonly form: string;
}

function plantedIn(values: readonly string[]): readonly Planted[] {
  return values.flatMap((value) =>
    Object.entries(ENCODINGS).map(([encoding, write]) => ({
      ...{ encoding, value },
      form: write(value),
    })),
  );
}

/** A state that calls each value secret once, and has it in plain places in every encoding. */
function deploymentOf(planted: readonly Planted[]): Deployment {
  const resources = planted.map(({ value, form }, index) => ({
    urn: `urn:pulumi:prod::acme::gcp:storage/bucket:Bucket::number-${index}`,
    type: "gcp:storage/bucket:Bucket",
    inputs: { own: secret(value), note: `see ${form} here` },
    outputs: { own: secret(value), description: form, __meta: form },
  }));
  return { manifest: { time: "2026-11-21T10:00:00Z" }, resources };
}

/** The encodings that still stand in a text, by the whole of what was planted or any large part. */
function leftIn(text: string, planted: readonly Planted[]): readonly string[] {
  const left = planted.filter(({ form }) => partsOf(form).some((part) => text.includes(part)));
  return [...new Set(left.map(({ encoding }) => encoding))].sort();
}

/** What JSON makes of each stretch of it; what every key begins and ends with is no secret. */
function partsOf(form: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < form.length; at += PART / 2) parts.push(form.slice(at, at + PART));
  const whole = parts.filter((part) => part.length === PART && !isEveryKeys(part));
  return [form, ...whole].map((part) => JSON.stringify(part).slice(1, -1));
}

const PART = 32;

/** What stands in a second key, too, tells nothing of the first. */
function isEveryKeys(part: string): boolean {
  return others.some((other) => other.includes(part));
}

const others = plantedIn([keyOf(), "x".repeat(40)]).map(({ form }) => form);

describe("a plan base", () => {
  const random = new Random(5);
  const passwords = Array.from({ length: 20 }, () => passwordOf(random));
  const kinds = { passwords, "private keys": [keyOf(), keyOf()] };

  for (const [kind, values] of Object.entries(kinds)) {
    const planted = plantedIn(values);
    const deployment = deploymentOf(planted);
    const parts = { project: "acme", stack: "prod", commit: undefined, encrypted: [], names: [] };

    it(`holds no ${kind} in any of ${Object.keys(ENCODINGS).length} encodings`, () => {
      const text = textOf(planBaseOf({ ...parts, deployment }));
      assert.deepEqual(leftIn(text, planted), []);
    });

    it(`would hold ${kind} in each, were they looked for as they are`, () => {
      const naive = values.reduce(
        (text, value) => text.replaceAll(JSON.stringify(value).slice(1, -1), "gone"),
        JSON.stringify(deployment),
      );
      const same = planted.filter(({ value, form }) => form.includes(value));
      const all = new Set(Object.keys(ENCODINGS));
      for (const { encoding } of same) all.delete(encoding);
      for (const encoding of leftIn(naive, planted)) all.delete(encoding);
      assert.deepEqual([...all], []);
      assert.ok(leftIn(naive, planted).length >= 30);
    });
  }

  it("holds no line of a key by itself, and no part of one that is broken otherwise", () => {
    const key = keyOf();
    const lines = key.split("\n").filter((line) => line.length === 64);
    const body = lines.join("");
    const forms = [...lines, body, (body.match(/.{1,76}/g) ?? []).join("\n"), body.slice(70)];
    const planted = forms.map((form) => ({ encoding: "part", value: key, form }));
    const parts = { project: "acme", stack: "prod", commit: undefined, encrypted: [], names: [] };
    const text = textOf(planBaseOf({ ...parts, deployment: deploymentOf(planted) }));
    assert.deepEqual(
      lines.filter((line) => text.includes(line.slice(24, 64))),
      [],
    );
  });

  it("keeps what is no secret beside one, and what is published of a key", () => {
    const value = "Xk9&mQ2<pL7z!aB3/Yw8";
    const inputs = {
      own: secret(value),
      image: `asia-southeast2-docker.pkg.dev/acme/app/api@sha256:${"0123456789abcdef".repeat(4)}`,
      key: "projects/acme-shop-prod/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi",
      query: "a=1%26b&k=2",
      text: Buffer.from("nothing that anybody would have to hide from anybody").toString("base64"),
      note: `a \\u0026 b &amp; ${value}`,
    };
    const resource = { urn: "urn:pulumi:prod::acme::a:b:C::d", type: "a:b:C", inputs };
    const base = planBaseOf({
      ...{ project: "acme", stack: "prod", commit: undefined, encrypted: [], names: [] },
      deployment: { manifest: { time: "2026-11-21T10:00:00Z" }, resources: [resource] },
    });
    const held = base.state.resources[0]?.inputs;
    const note = "a \\u0026 b &amp; bulkhead-placeholder-1";
    assert.deepEqual({ ...held, own: inputs.own }, { ...inputs, note });
  });

  it("has something else in the place of what nobody can read", () => {
    const random = new Random(9);
    const run = Buffer.from(Array.from({ length: 90 }, () => random.integer(0, 255)));
    const inputs = { blob: `sealed:${run.toString("base64")}` };
    const resource = { urn: "urn:pulumi:prod::acme::a:b:C::d", type: "a:b:C", inputs };
    const base = planBaseOf({
      ...{ project: "acme", stack: "prod", commit: undefined, encrypted: [], names: [] },
      deployment: { manifest: { time: "2026-11-21T10:00:00Z" }, resources: [resource] },
    });
    assert.deepEqual(base.state.resources[0]?.inputs, { blob: "sealed:bulkhead-placeholder-1" });
  });
});
