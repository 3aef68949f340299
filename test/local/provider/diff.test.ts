import assert from "node:assert/strict";
import { check } from "../../../local/provider/check.ts";
import { diff } from "../../../local/provider/diff.ts";
import { plan } from "../../../local/provider/plan.ts";
import { UNKNOWN, type Properties } from "../../../local/provider/properties.ts";

const NETWORK = "gcp:compute/network:Network";
const FIREWALL = "gcp:compute/firewall:Firewall";
const SECRET = "gcp:secretmanager/secret:Secret";
const SQL = "gcp:sql/databaseInstance:DatabaseInstance";

const PROVIDER = { project: "acme-dev", defaultLabels: { team: "web" } };

/** What changes when a resource that was created from `olds` gets the inputs `news`. */
function change(type: string, olds: Properties, news: Properties, provider = PROVIDER) {
  const urn = `urn:pulumi:dev::acme::${type}::thing`;
  const oldInputs = check({ type, urn, news: olds, provider: PROVIDER }).inputs;
  const planned = plan({ type, news: oldInputs, provider: PROVIDER });
  const oldState = Object.fromEntries(
    Object.entries(planned).filter(([, value]) => value !== UNKNOWN),
  );
  const { inputs } = check({ type, urn, news, olds: oldInputs, provider });
  const result = diff({ type, id: "id", oldInputs, oldState, news: inputs, provider });
  const kinds = Object.fromEntries(
    Object.entries(result.detailed).map(([path, { kind }]) => [path, kind]),
  );
  return { ...result, kinds };
}

describe("diff", () => {
  const rule = { network: "n", allows: [{ protocol: "tcp" }], sourceRanges: ["10.0.0.0/8"] };

  it("finds no change where nothing changed", () => {
    const { changes, kinds } = change(FIREWALL, rule, rule);
    assert.equal(changes, false);
    assert.deepEqual(kinds, {});
  });

  it("tells a file by its content, wherever it comes from", () => {
    const file = (path: string, hash: string) => ({
      ...{ bucket: "b", name: "n" },
      source: {
        "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
        path,
        hash,
      },
    });
    const type = "gcp:storage/bucketObject:BucketObject";
    assert.equal(change(type, file("a.txt", "0a"), file("moved.txt", "0a")).changes, false);
    const { kinds, replaces } = change(type, file("a.txt", "0a"), file("a.txt", "0b"));
    assert.deepEqual([kinds, replaces], [{ source: "update-replace" }, ["source"]]);
  });

  it("tells additions, updates and deletions apart", () => {
    const { kinds } = change(
      FIREWALL,
      { ...rule, description: "old", priority: 900 },
      { ...rule, priority: 800, disabled: true },
    );
    assert.deepEqual(kinds, { description: "delete", priority: "update", disabled: "add" });
  });

  it("creates before it deletes where the name was generated, after it where it was given", () => {
    const generated = change(NETWORK, { description: "a" }, { description: "b" });
    assert.deepEqual(generated.replaces, ["description"]);
    assert.equal(generated.deleteBeforeReplace, false);
    const given = change(NETWORK, { name: "n", description: "a" }, { name: "n", description: "b" });
    assert.equal(given.deleteBeforeReplace, true);
  });

  it("always deletes a secret first", () => {
    const olds = { replication: { userManaged: { replicas: [{ location: "a" }] } } };
    const news = { replication: { userManaged: { replicas: [{ location: "b" }] } } };
    const { kinds, deleteBeforeReplace } = change(SECRET, olds, news);
    assert.deepEqual(kinds, { "replication.userManaged.replicas[0].location": "update-replace" });
    assert.equal(deleteBeforeReplace, true);
  });

  it("does not count the order of a set, but names its elements when they change", () => {
    const ranges = (...sourceRanges: string[]) => ({ ...rule, sourceRanges });
    const two = ranges("10.0.0.0/8", "192.168.0.0/16");
    const reordered = ranges("192.168.0.0/16", "10.0.0.0/8");
    assert.equal(change(FIREWALL, two, reordered).changes, false);
    const { kinds } = change(FIREWALL, two, ranges("10.0.0.0/8", "172.16.0.0/12"));
    assert.deepEqual(kinds, { "sourceRanges[1]": "update" });
  });

  it("describes a list by the fewest additions and removals", () => {
    const connection = "gcp:servicenetworking/connection:Connection";
    const ranges = (...reservedPeeringRanges: string[]) => ({
      network: "n",
      service: "s",
      reservedPeeringRanges,
    });
    const { kinds } = change(connection, ranges("a", "b"), ranges("c", "a", "b"));
    assert.deepEqual(kinds, { "reservedPeeringRanges[0]": "add" });
  });

  it("takes a self link and a path for the same network", () => {
    const path = "projects/p/global/networks/n";
    const link = `https://www.googleapis.com/compute/v1/${path}`;
    const { changes } = change(FIREWALL, { ...rule, network: path }, { ...rule, network: link });
    assert.equal(changes, false);
  });

  it("shows new default labels of the provider in the computed labels", () => {
    const olds = { replication: { auto: {} }, labels: { tier: "one" } };
    const provider = { ...PROVIDER, defaultLabels: { team: "web", owner: "platform" } as never };
    assert.deepEqual(change(SECRET, olds, olds, provider).kinds, {
      "effectiveLabels.owner": "add",
      "pulumiLabels.owner": "add",
    });
  });

  it("keeps the project of a resource when the provider's changes", () => {
    const provider = { ...PROVIDER, project: "acme-prod" };
    assert.equal(change(NETWORK, { name: "n" }, { name: "n" }, provider).changes, false);
  });

  it("replaces a subnetwork whose range shrinks and updates one whose range grows", () => {
    const subnetwork = "gcp:compute/subnetwork:Subnetwork";
    const range = (ipCidrRange: string) => ({ network: "n", ipCidrRange });
    const shrunk = change(subnetwork, range("10.0.0.0/20"), range("10.0.0.0/24"));
    assert.deepEqual(shrunk.replaces, ["__meta"]);
    const grown = change(subnetwork, range("10.0.0.0/20"), range("10.0.0.0/16"));
    assert.deepEqual(grown.replaces, []);
    assert.deepEqual(grown.kinds, { ipCidrRange: "update" });
  });

  it("replaces a database whose private network is not known yet", () => {
    const database = (privateNetwork: Properties[string]) => ({
      databaseVersion: "POSTGRES_16",
      settings: { tier: "t", ipConfiguration: { privateNetwork } },
    });
    const network = "projects/p/global/networks/n";
    assert.deepEqual(change(SQL, database(network), database(UNKNOWN)).replaces, ["__meta"]);
  });

  it("leaves out what the program tells it to ignore", () => {
    const type = FIREWALL;
    const state = plan({ type, news: { ...rule, name: "a", priority: 900 }, provider: PROVIDER });
    const news = { ...rule, name: "a", priority: 800 };
    const result = diff({
      type,
      id: "id",
      oldInputs: {},
      oldState: Object.fromEntries(Object.entries(state).filter(([, value]) => value !== UNKNOWN)),
      news,
      provider: PROVIDER,
      ignoreChanges: ["priority"],
    });
    assert.deepEqual(result.detailed, {});
  });
});

describe("plan", () => {
  it("leaves unknown what only the cloud knows and fills what the provider decides", () => {
    const planned = plan({ type: NETWORK, news: { name: "n" }, provider: PROVIDER });
    assert.equal(planned["selfLink"], UNKNOWN);
    assert.equal(planned["project"], "acme-dev");
    assert.equal(planned["deletionPolicy"], "DELETE");
  });

  it("knows a service account's address before it exists", () => {
    const type = "gcp:serviceaccount/account:Account";
    const planned = plan({ type, news: { accountId: "web-dev" }, provider: PROVIDER });
    assert.equal(planned["member"], "serviceAccount:web-dev@acme-dev.iam.gserviceaccount.com");
  });

  it("merges the provider's labels, the attribution and the resource's own", () => {
    const news = { secretId: "s", replication: { auto: {} }, labels: { team: "db" } };
    const { effectiveLabels } = plan({ type: SECRET, news, provider: PROVIDER });
    assert.deepEqual(effectiveLabels, { team: "db", "goog-pulumi-provisioned": "true" });
  });

  it("refuses an ingress rule that says nothing about its source", () => {
    const news = { name: "a", network: "n", allows: [{ protocol: "tcp" }] };
    assert.throws(() => plan({ type: FIREWALL, news, provider: PROVIDER }), /needs sourceRanges/);
  });
});
