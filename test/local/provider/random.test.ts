import assert from "node:assert/strict";
import { hasUnknown, type Properties, Secret } from "../../../local/provider/properties.ts";
import { random } from "../../../local/provider/random.ts";
import { requestOf } from "./request.ts";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const provider = random("1.0.0");

const create = (news: Properties) => provider.create(requestOf(PASSWORD, { news }));
/** The password that is made, in plain text. */
const make = async (news: Properties) => {
  const { result } = (await create(news)).outputs;
  assert.ok(result instanceof Secret);
  const password = result.reveal();
  assert.ok(typeof password === "string");
  return password;
};
const reasons = (news: Properties, type = PASSWORD) =>
  provider.check(requestOf(type, { news })).failures.map(({ reason }) => reason);

describe("the random provider", () => {
  it("makes a secret, with every default in its outputs", async () => {
    const { id, outputs } = await create({ length: 24, minSpecial: 3 });
    assert.ok(outputs["result"] instanceof Secret);
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

  it("makes a password of so many characters, with so many of a class as it must have", async () => {
    const password = await make({ length: 24, minSpecial: 3 });
    assert.equal(password.length, 24);
    assert.ok(password.replace(/\w/g, "").length >= 3);
  });

  it("never makes the same value twice", async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => make({ length: 16 })));
    assert.equal(new Set(made).size, 50);
  });

  it("uses only the classes and special characters that are allowed", async () => {
    const digits = { upper: false, lower: false, special: false };
    assert.match(await make({ length: 30, ...digits }), /^\d{30}$/);
    const marks = { upper: false, lower: false, numeric: false, overrideSpecial: "+-" };
    assert.match(await make({ length: 30, ...marks }), /^[+-]{30}$/);
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
    assert.match(reasons({}).join(), /Missing required property 'length'/);
    assert.match(reasons({ length: 0 }).join(), /must be at least 1, got: 0/);
    assert.match(reasons({ length: 2, minUpper: 3 }).join(), /at least sum of min_upper/);
    const none = { length: 8, upper: false, lower: false, numeric: false, special: false };
    assert.match(reasons(none).join(), /At least one attribute out of/);
    assert.match(reasons({ length: 4, colour: "red" }).join(), /no property of this type/);
    assert.throws(
      () => reasons({}, "random:index/randomPet:RandomPet"),
      /'random:index\/randomPet:RandomPet' is not simulated/,
    );
  });

  it("reads back what the engine holds, and cannot import what nobody else does", async () => {
    const made = await create({ length: 8 });
    const held = { oldInputs: { length: 8 }, oldState: made.outputs, id: made.id };
    const read = await provider.read(requestOf(PASSWORD, held));
    assert.deepEqual(read, { id: made.id, outputs: made.outputs, inputs: { length: 8 } });
    await assert.rejects(
      async () => provider.read(requestOf(PASSWORD, { id: "none" })),
      /cannot be imported/,
    );
  });
});
