import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

import { parsePlanBase, textOf } from "../../../preview/bases/format.ts";
import { planBaseOf, type Deployment } from "../../../preview/bases/export.ts";
import { Random } from "../../conformance/random.ts";
import { secretOf } from "../../policy/canaries.ts";
import { foundIn, passwordOf } from "./encodings.ts";

const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": SECRET,
  plaintext: JSON.stringify(value),
});
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");

/** Where a secret may stand in a state, twenty places; only the first ten are called secret. */
const PLACES: readonly ((value: string) => Record<string, unknown>)[] = [
  (value) => ({ secretData: secret(value) }),
  (value) => ({ settings: secret({ tier: "x", password: value }) }),
  (value) => ({ users: secret({ [value]: "admin" }) }),
  (value) => ({ list: secret([value, { token: value }]) }),
  (value) => ({ json: secret(JSON.stringify({ user: value, [value]: 1 })) }),
  (value) => ({ key: secret(base64(JSON.stringify({ private_key: value }))) }),
  (value) => ({ twice: secret(secret(value)) }),
  (value) => ({ url: secret(`postgres://app:${value}@10.0.0.1/main`) }),
  (value) => ({ file: secret({ ...FILE, hash: "aa", text: value }) }),
  (value) => ({ packed: secret(base64(gzipSync(value))) }),
  (value) => ({
    template: { containers: [{ envs: [{ name: "KEY", value }] }] },
    own: secret(value),
  }),
  (value) => ({ description: `made with ${value}`, own: secret(value) }),
  (value) => ({ labels: { [value]: "x" }, own: secret(value) }),
  (value) => ({ startup: base64(`#!/bin/sh\nexport KEY=${value}\n`), own: secret(value) }),
  (value) => ({ userData: base64(gzipSync(`key: ${value}`)), own: secret(value) }),
  (value) => ({ hex: Buffer.from(value).toString("hex"), own: secret(value) }),
  (value) => ({ query: encodeURIComponent(`a=1&k=${value}`), own: secret(value) }),
  (value) => ({ inJson: JSON.stringify(JSON.stringify({ value })), own: secret(value) }),
  (value) => ({ nested: base64(base64(`x ${value}`)), own: secret(value) }),
  (value) => ({ __meta: `{"v":"${value}"}`, own: secret(value) }),
];
const FILE = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17" };

/** A state with a secret in each place, among the inputs, the outputs, and what is pending. */
function deploymentWith(secrets: readonly string[]): Deployment {
  const resources = secrets.map((value, index) => ({
    urn: `urn:pulumi:prod::bulkhead::gcp:storage/bucket:Bucket::number-${index}`,
    type: "gcp:storage/bucket:Bucket",
    id: `number-${index}`,
    custom: true,
    inputs: PLACES[index % PLACES.length]?.(value) ?? {},
    outputs: PLACES[index % PLACES.length]?.(value) ?? {},
    initErrors: [`it says ${value}`],
    additionalSecretOutputs: ["own"],
    sourcePosition: `project:///${value}.ts`,
  }));
  const pending_operations = resources.map((resource) => ({ type: "creating", resource }));
  return { manifest: { time: "2026-11-21T10:00:00Z" }, resources, pending_operations };
}

function made(deployment: Deployment, values: readonly string[] = []) {
  const encrypted = values.map((value, index) => ({
    ...{ place: `bulkhead:secretValues.key-${index}`, value, ciphertext: undefined },
  }));
  const names = ["acme-shop-prod"];
  return planBaseOf({
    project: "bulkhead",
    stack: "prod",
    commit: undefined,
    deployment,
    encrypted,
    names,
  });
}

describe("a plan base", () => {
  const secrets = PLACES.map((_, index) => secretOf(index));
  const random = new Random(3);
  const passwords = PLACES.map(() => passwordOf(random));

  for (const [kind, values] of Object.entries({ secrets, passwords })) {
    it(`holds none of twenty ${kind} in any encoding`, () => {
      const text = textOf(made(deploymentWith(values)));
      assert.deepEqual(foundIn(text, values), []);
      assert.equal(values.length, 20);
    });

    it(`would hold every one of the ${kind}, were it the state itself`, () => {
      // The place in the source has each of them as it is.
      const { resources = [] } = deploymentWith(values);
      const found = values.filter((value, index) => {
        const { inputs } = resources[index] ?? {};
        return foundIn(JSON.stringify(inputs), [value]).length > 0;
      });
      assert.deepEqual(found, values);
    });
  }

  it("holds no third-party secret that some resource has in plain text", () => {
    const value = secretOf(30);
    const deployment = deploymentWith([]);
    const resource = {
      urn: "urn:pulumi:prod::bulkhead::a:b:C::d",
      type: "a:b:C",
      inputs: { note: `x${value}y` },
    };
    const base = made({ ...deployment, resources: [resource], pending_operations: [] }, [value]);
    assert.deepEqual(base.state.resources[0]?.inputs, { note: "xbulkhead-placeholder-1y" });
    assert.equal(base.config["bulkhead:secretValues.key-0"]?.placeholder, "bulkhead-placeholder-1");
  });

  it("keeps type and shape of a secret, and which are the same", () => {
    const inputs = {
      text: secret("correct-horse"),
      number: secret(4711),
      flag: secret(true),
      none: secret(""),
      list: secret(["correct-horse", "other-horse"]),
      json: secret(JSON.stringify({ username: "app", password: "correct-horse", port: 5432 })),
      map: secret({ alice: "correct-horse" }),
    };
    const resource = { urn: "urn:pulumi:prod::bulkhead::a:b:C::d", type: "a:b:C", inputs };
    const base = made({ ...deploymentWith([]), resources: [resource] });
    const held = Object.entries(base.state.resources[0]?.inputs ?? {}).map(([key, value]) => [
      key,
      JSON.parse((value as { plaintext: string }).plaintext) as unknown,
    ]);
    const mark = (index: number) => `bulkhead-placeholder-${index}`;
    assert.deepEqual(Object.fromEntries(held), {
      text: mark(1),
      number: 2_077_000_002,
      flag: false,
      none: "",
      list: [mark(1), mark(3)],
      json: JSON.stringify({ username: mark(4), password: mark(1), port: 2_077_000_005 }),
      map: { [mark(6)]: mark(6) },
    });
  });

  it("is the same text for the same state, whatever the order of keys", () => {
    const { manifest, resources = [] } = deploymentWith(secrets);
    const turned = resources.map((each) => Object.fromEntries(Object.entries(each).reverse()));
    const [one, other] = [resources, turned as unknown as typeof resources].map((each) =>
      textOf(made({ manifest, resources: each })),
    );
    assert.equal(one, other);
  });

  it("refuses a resource whose name is a secret", () => {
    const value = secretOf(3);
    const urn = `urn:pulumi:prod::bulkhead::a:b:C::${value}`;
    const resource = { urn, type: "a:b:C", inputs: { own: secret(value) } };
    assert.throws(
      () => made({ ...deploymentWith([]), resources: [resource] }),
      (error: Error) => /Rename the resource/.test(error.message) && !error.message.includes(value),
    );
  });

  it("leaves names alone that are secret only because something beside them is", () => {
    const inputs = { host: secret("acme-shop-prod"), path: "projects/acme-shop-prod/topics/a" };
    const resource = { urn: "urn:pulumi:prod::bulkhead::a:b:C::d", type: "a:b:C", inputs };
    const base = made({ ...deploymentWith([]), resources: [resource] });
    assert.equal(base.state.resources[0]?.inputs?.["path"], "projects/acme-shop-prod/topics/a");
  });
});

describe("reading a plan base", () => {
  const text = textOf(made(deploymentWith([secretOf(1)])));

  it("reads what was written", () => {
    assert.equal(textOf(parsePlanBase(text, "prod")), text);
  });

  for (const [what, damaged] of [
    ["cut off", text.slice(0, -20)],
    ["edited", text.replace('"number-0"', '"number-1"')],
    ["of another format", text.replace('"format": 1', '"format": 2')],
    ["empty", ""],
  ] as const) {
    it(`refuses one that is ${what}, and says what to do`, () => {
      assert.throws(() => parsePlanBase(damaged, "prod.plan-base.json"), {
        message: /^prod\.plan-base\.json cannot be planned against: .*\n.*plan-base export/,
      });
    });
  }
});
