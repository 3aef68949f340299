import assert from "node:assert/strict";
import { hasUnknown, type Properties, Secret } from "../../../local/provider/properties.ts";
import { random } from "../../../local/provider/random.ts";
import { requestOf } from "./request.ts";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const STRING = "random:index/randomString:RandomString";
const ID = "random:index/randomId:RandomId";
const provider = random("1.0.0");

const create = (type: string, news: Properties) => provider.create(requestOf(type, { news }));
const reasons = (type: string, news: Properties) =>
  provider.check(requestOf(type, { news })).failures.map(({ reason }) => reason);

describe("the random provider", () => {
  it("makes a secret password of the wanted length, with every default in its outputs", async () => {
    const { id, outputs } = await create(PASSWORD, { length: 24, minSpecial: 3 });
    const result = outputs["result"];
    assert.ok(result instanceof Secret);
    const password = result.reveal();
    assert.ok(typeof password === "string");
    assert.equal(password.length, 24);
    assert.ok(password.replace(/\w/g, "").length >= 3);
    assert.equal(id, "none");
    assert.deepEqual(
      { ...outputs, result: "" },
      {
        ...{ id: "none", length: 24, result: "" },
        ...{ lower: true, upper: true, numeric: true, number: true, special: true },
        ...{ minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 3 },
      },
    );
  });

  it("never makes the same value twice", async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, () => create(STRING, { length: 16 })),
    );
    assert.equal(new Set(made.map(({ id }) => id)).size, 50);
  });

  it("uses only the classes and special characters that are allowed", async () => {
    const digits = { upper: false, lower: false, special: false };
    assert.match((await create(STRING, { length: 30, ...digits })).id, /^\d{30}$/);
    const marks = { upper: false, lower: false, numeric: false, overrideSpecial: "+-" };
    assert.match((await create(STRING, { length: 30, ...marks })).id, /^[+-]{30}$/);
  });

  it("describes the same bytes in every notation of an id", async () => {
    const { id, outputs } = await create(ID, { byteLength: 4, prefix: "x-" });
    const hex = Buffer.from(id, "base64url").toString("hex");
    assert.equal(outputs["hex"], `x-${hex}`);
    assert.equal(outputs["dec"], `x-${parseInt(hex, 16)}`);
    assert.equal(outputs["b64Url"], `x-${id}`);
    assert.equal(outputs["b64Std"], `x-${Buffer.from(hex, "hex").toString("base64")}`);
  });

  it("knows nothing but the inputs in a preview", async () => {
    const request = requestOf(PASSWORD, { news: { length: 8 }, preview: true });
    const { id, outputs } = await provider.create(request);
    assert.equal(id, "");
    const unknown = Object.entries(outputs).filter(([, value]) => hasUnknown(value));
    assert.deepEqual(unknown.map(([name]) => name).sort(), ["id", "result"]);
  });

  it("replaces for any changed input, and not for a default that is written out", () => {
    const diff = (news: Properties) =>
      provider.diff(requestOf(PASSWORD, { oldInputs: { length: 8 }, news })).replaces;
    assert.deepEqual(diff({ length: 9 }), ["length"]);
    assert.deepEqual(diff({ length: 8, keepers: { rotation: "2" } }), ["keepers"]);
    assert.deepEqual(diff({ length: 8, upper: true, minUpper: 0 }), []);
  });

  it("refuses what the real provider refuses", () => {
    assert.match(reasons(PASSWORD, {}).join(), /Missing required property 'length'/);
    assert.match(reasons(PASSWORD, { length: 0 }).join(), /must be at least 1, got: 0/);
    assert.match(reasons(STRING, { length: 2, minUpper: 3 }).join(), /at least sum of min_upper/);
    const none = { length: 8, upper: false, lower: false, numeric: false, special: false };
    assert.match(reasons(STRING, none).join(), /At least one attribute out of/);
    assert.match(reasons(ID, { byteLength: 4, colour: "red" }).join(), /no property of this type/);
    assert.throws(
      () => reasons("random:index/randomPet:RandomPet", {}),
      /'random:index\/randomPet:RandomPet' is not simulated/,
    );
  });

  it("reads back what the engine holds, and cannot import what nobody else does", async () => {
    const made = await create(PASSWORD, { length: 8 });
    const held = { oldInputs: { length: 8 }, oldState: made.outputs, id: made.id };
    const read = await provider.read(requestOf(PASSWORD, held));
    assert.deepEqual(read, { id: made.id, outputs: made.outputs, inputs: { length: 8 } });
    await assert.rejects(
      async () => provider.read(requestOf(ID, { id: "AbCdEg" })),
      /cannot be imported/,
    );
  });
});
