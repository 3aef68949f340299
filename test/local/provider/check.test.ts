import assert from "node:assert/strict";
import { check } from "../../../local/provider/check.ts";
import { checkConfig, settingsOf } from "../../../local/provider/config.ts";
import { Secret, UNKNOWN, type Properties } from "../../../local/provider/properties.ts";

const TOPIC = "gcp:pubsub/topic:Topic";
const FIREWALL = "gcp:compute/firewall:Firewall";
const RECORD = "gcp:dns/recordSet:RecordSet";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const FILE = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", path: "/tmp/a.txt", hash: "0a" };
const ARCHIVE = { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "/tmp/a.zip", hash: "0b" };

function run(type: string, news: Properties, olds?: Properties) {
  return check({ type, urn: `urn:pulumi:dev::acme::${type}::thing`, news, olds, provider: {} });
}

const failing = (type: string, news: Properties) =>
  run(type, news).failures.map(({ property }) => property);

describe("check", () => {
  it("generates a name from the logical name and the seed, and lists it as a default", () => {
    const { inputs, failures } = run(TOPIC, {});
    assert.deepEqual(failures, []);
    assert.match(JSON.stringify(inputs["name"]), /^"thing-[0-9a-f]{7}"$/);
    assert.deepEqual(inputs["__defaults"], ["name"]);
  });

  it("keeps the name of the last update, also one that the program gave", () => {
    assert.equal(run(TOPIC, {}, { name: "given", __defaults: [] }).inputs["name"], "given");
  });

  it("refuses to generate a name that is too long for its type", () => {
    const urn = `urn:pulumi:dev::acme::gcp:serviceaccount/account:Account::${"x".repeat(30)}`;
    assert.throws(
      () => check({ type: "gcp:serviceaccount/account:Account", urn, news: {}, provider: {} }),
      /38 characters, at most 30 fit/,
    );
  });

  it("fills defaults in nested objects, but leaves false ones to the cloud", () => {
    const { inputs } = run("gcp:compute/subnetwork:Subnetwork", {
      network: "n",
      logConfig: { flowSampling: 1 },
    });
    assert.deepEqual(inputs["logConfig"], {
      aggregationInterval: "INTERVAL_5_SEC",
      filterExpr: "true",
      flowSampling: 1,
      metadata: "INCLUDE_ALL_METADATA",
      __defaults: ["aggregationInterval", "filterExpr", "metadata"],
    });
    const bucket = run("gcp:storage/bucket:Bucket", { location: "ASIA" }).inputs;
    assert.equal("forceDestroy" in bucket, false);
    assert.equal(bucket["storageClass"], "STANDARD");
  });

  it("names a missing required property at its path", () => {
    const news = { network: "n", secondaryIpRanges: [{ ipCidrRange: "10.0.0.0/20" }] };
    assert.deepEqual(failing("gcp:compute/subnetwork:Subnetwork", news), [
      "secondaryIpRanges[0].rangeName",
    ]);
  });

  it("names the set, not the element, when an element of a set is wrong", () => {
    const news = { network: "n", allows: [{ protocol: "tcp" }, {}] };
    assert.deepEqual(failing(FIREWALL, news), ["allows"]);
  });

  it("refuses unknown properties and those that only the cloud sets", () => {
    assert.deepEqual(failing(TOPIC, { noSuchProperty: 1 }), ["noSuchProperty"]);
    assert.deepEqual(failing(TOPIC, { effectiveLabels: { a: "b" } }), ["effectiveLabels"]);
  });

  it("names every member of a group of which exactly one must be set", () => {
    const record = { name: "a.example.", managedZone: "z", type: "A" };
    assert.deepEqual(failing(RECORD, record).sort(), ["routingPolicy", "rrdatas"]);
    assert.deepEqual(failing(RECORD, { ...record, rrdatas: UNKNOWN }), []);
  });

  describe("of an object in a bucket", () => {
    const OBJECT = "gcp:storage/bucketObject:BucketObject";
    const object = { bucket: "b", name: "n" };

    // Its two properties each name only the other as the group of which exactly one must be set.
    it("takes a file, an archive, a path or a content, and one of them alone", () => {
      for (const source of [FILE, ARCHIVE, "/tmp/a.txt", UNKNOWN]) {
        assert.deepEqual(run(OBJECT, { ...object, source }).failures, []);
        const both = failing(OBJECT, { ...object, source, content: "x" });
        assert.deepEqual(both.sort(), source === UNKNOWN ? [] : ["content", "source"]);
      }
      assert.deepEqual(failing(OBJECT, { ...object, content: "x" }), []);
      assert.deepEqual(failing(OBJECT, object).sort(), ["content", "source"]);
    });

    it("takes a file nowhere else", () => {
      const news = { ...object, content: "x", cacheControl: FILE, metadata: { a: FILE } };
      assert.deepEqual(failing(OBJECT, news).sort(), ["cacheControl", "metadata.a"]);
    });
  });

  it("names both sides of a conflict", () => {
    const news = { network: "n", allows: [{ protocol: "tcp" }], sourceRanges: ["10.0.0.0/8"] };
    const both = { ...news, sourceTags: ["a"], targetServiceAccounts: ["b"] };
    assert.deepEqual(failing(FIREWALL, both).sort(), ["sourceTags", "targetServiceAccounts"]);
  });

  it("does not look into what is not wholly known", () => {
    const logConfig = { metadata: "NOT_A_VALUE", flowSampling: UNKNOWN };
    assert.deepEqual(failing("gcp:compute/subnetwork:Subnetwork", { network: "n", logConfig }), []);
  });

  it("checks the value inside a secret and keeps the secret", () => {
    const user = { name: "u", instance: "i", password: new Secret("p") };
    assert.ok(run("gcp:sql/user:User", user).inputs["password"] instanceof Secret);
    const range = { network: "n", ipCidrRange: new Secret("10.0.0.0/33") };
    const [failure] = run("gcp:compute/subnetwork:Subnetwork", range).failures;
    assert.equal(failure?.property, "ipCidrRange");
    assert.doesNotMatch(failure.reason, /10\.0\.0\.0\/33/);
  });

  it("marks as secret what the provider calls secret", () => {
    const user = { name: "u", instance: "i", password: "p" };
    assert.ok(run("gcp:sql/user:User", user).inputs["password"] instanceof Secret);
  });

  it("throws on a type that the provider does not have", () => {
    assert.throws(() => run("gcp:no/such:Type", {}), /'gcp:no\/such:Type' not found/);
  });
});

describe("checkConfig", () => {
  it("stores every setting as text and reads it back", () => {
    const news = { project: "p", defaultLabels: { team: "web" }, addPulumiAttributionLabel: false };
    const { inputs, failures } = checkConfig(news);
    assert.deepEqual(failures, []);
    assert.equal(inputs["defaultLabels"], '{"team":"web"}');
    const settings = settingsOf(inputs);
    assert.deepEqual(settings.defaultLabels, { team: "web" });
    assert.equal(settings.addPulumiAttributionLabel, false);
  });

  it("refuses what is no setting, no JSON, or an empty project", () => {
    const { failures } = checkConfig({ nope: "x", defaultLabels: "x", project: "" });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["nope", "defaultLabels", "project"],
    );
  });

  it("keeps credentials secret", () => {
    assert.ok(checkConfig({ accessToken: "t" }).inputs["accessToken"] instanceof Secret);
  });
});
