import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { judgeInputs } from "../../policy/inputs.ts";
import { KnownSecrets } from "../../policy/known-secrets.ts";

const KEY = "sk_test_Zk3jf82jdkXqLp0s9WmE7uYt";
const PEM =
  "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n";
const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";
const USER = "gcp:sql/user:User";
const BUCKET = "gcp:storage/bucket:Bucket";
const urn = (type: string) => `urn:pulumi:staging::bulkhead::shop:index:Api$${type}::made`;
const PASSWORD = urn("random:index/randomPassword:RandomPassword");
const INSTANCE = urn("gcp:sql/databaseInstance:DatabaseInstance");

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("an input of a resource", () => {
  const before = process.env["PULUMI_CONFIG_SECRET_KEYS"];
  let secrets: KnownSecrets;

  beforeEach(() => {
    process.env["PULUMI_CONFIG_SECRET_KEYS"] = '["bulkhead:secretValues"]';
    const values = { "payment-key": KEY, pem: PEM, bank: JSON.stringify({ pin: "0123456789" }) };
    pulumi.runtime.setAllConfig({ "bulkhead:secretValues": JSON.stringify(values) });
    secrets = KnownSecrets.ofStack();
  });
  after(() => {
    pulumi.runtime.setAllConfig({});
    if (before === undefined) Reflect.deleteProperty(process.env, "PULUMI_CONFIG_SECRET_KEYS");
    else process.env["PULUMI_CONFIG_SECRET_KEYS"] = before;
  });

  /** By which rule a value is refused, and from which resources it comes. */
  async function ruleAgainst(type: string, key: string, value: unknown, ...from: string[]) {
    const sources = new Map([[key, from]]);
    return (await judgeInputs({ type, name: "x", props: { [key]: value }, sources }, secrets))
      ?.rule;
  }
  const asData = (value: string, ...from: string[]) =>
    ruleAgainst(VERSION, "secretData", pulumi.secret(value), ...from);

  for (const [what, value] of [
    ["as it is", KEY],
    ["in base64", base64(KEY)],
    ["in a URL", `https://${KEY}@pay.example`],
    ["as a key of many lines in JSON", JSON.stringify({ pem: PEM, id: 1 })],
    ["as a field of a JSON text", "0123456789"],
    ["as a long part", KEY.slice(8)],
  ] as const) {
    it(`that takes a secret may be a configured one: ${what}`, async () => {
      assert.equal(await asData(value), undefined);
    });
  }

  for (const literal of ["payment-key", "secretValues", "k", "test", KEY.slice(0, 12)]) {
    it(`that takes a secret is no literal that only stands in the configuration: ${literal}`, async () => {
      assert.equal(await asData(literal), "literal-secret");
    });
  }

  it("that takes a secret is no literal beside an output that is none", async () => {
    assert.equal(await asData("postgres://app:hunter2@10.20.8.3", INSTANCE), "literal-secret");
  });

  it("that takes a secret may be made by a resource that makes some, with what is beside it", async () => {
    assert.equal(
      await asData("postgres://app:Zk3jf82jdk@10.20.8.3", INSTANCE, PASSWORD),
      undefined,
    );
    const serviceKey = urn("gcp:serviceaccount/key:Key");
    assert.equal(await asData("eyJwcml2YXRlIn0=", serviceKey), undefined);
  });

  it("that takes a secret may be handed on by the resource that took it", async () => {
    const value = "Zk3jf82jdkXqLp0s9WmE7uYt";
    assert.equal(await ruleAgainst(USER, "password", value, PASSWORD), undefined);
    assert.equal(await asData(`app:${value}`, urn(USER)), undefined);
    assert.equal(await asData("app:hunter2hunter2", urn(USER)), "literal-secret");
  });

  it("holds no configured secret in plain text, whatever it is, nor one that was made", async () => {
    assert.equal(await ruleAgainst(BUCKET, "labels", { key: KEY.toLowerCase() }), SIGHT);
    assert.equal(await ruleAgainst(BUCKET, "website", { page: base64(KEY) }), SIGHT);
    assert.equal(await ruleAgainst(BUCKET, "labels", { key: "payment-key" }), undefined);
    await ruleAgainst(USER, "password", "Zk3jf82jdkXqLp0s9WmE7uYt", PASSWORD);
    assert.equal(await ruleAgainst(BUCKET, "labels", ["Zk3jf82jdkXqLp0s9WmE7uYt"]), SIGHT);
  });

  it("that is not known yet is left to the update", async () => {
    const unknown = pulumi.output(pulumi.unknown);
    assert.equal(await ruleAgainst(VERSION, "secretData", unknown), undefined);
  });
});

const SIGHT = "secret-in-plain-sight";
