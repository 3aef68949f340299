import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import { environmentOf } from "../../environment/environment.ts";
import { importId } from "../../environment/ids.ts";
import { OWN_SECRETS } from "../../environment/checks.ts";
import { CANARIES, record, ROOT, type Recording, type Resource } from "./recorder.ts";

/** Which input is the name in the cloud, by type. */
const CLOUD_NAME: Readonly<Record<string, string>> = {
  "gcp:artifactregistry/repository:Repository": "repositoryId",
  "gcp:compute/firewall:Firewall": "name",
  "gcp:compute/globalAddress:GlobalAddress": "name",
  "gcp:compute/network:Network": "name",
  "gcp:compute/route:Route": "name",
  "gcp:compute/router:Router": "name",
  "gcp:compute/routerNat:RouterNat": "name",
  "gcp:compute/subnetwork:Subnetwork": "name",
  "gcp:dns/managedZone:ManagedZone": "name",
  "gcp:dns/policy:Policy": "name",
  "gcp:pubsub/topic:Topic": "name",
  "gcp:redis/instance:Instance": "name",
  "gcp:secretmanager/secret:Secret": "secretId",
  "gcp:serviceaccount/account:Account": "accountId",
  "gcp:sql/databaseInstance:DatabaseInstance": "name",
  "gcp:storage/bucket:Bucket": "name",
};

/** Types without a name of their own in the project, and why. */
const NAMELESS: Readonly<Record<string, string>> = {
  "pulumi:providers:gcp": "is no cloud resource",
  "random:index/randomPassword:RandomPassword": "is no cloud resource",
  "docker:index/image:Image": "lies in the environment's repository, tagged by the stack",
  "gcp:dns/recordSet:RecordSet": "is named by DNS inside its zone",
  "gcp:projects/iAMAuditConfig:IAMAuditConfig": "is one a service",
  "gcp:projects/iAMMember:IAMMember": "is a role and a member",
  "gcp:projects/service:Service": "is named by Google",
  "gcp:pubsub/topicIAMMember:TopicIAMMember": "is a role and a member",
  "gcp:secretmanager/secretIamMember:SecretIamMember": "is a role and a member",
  "gcp:secretmanager/secretVersion:SecretVersion": "is a number inside its secret",
  "gcp:servicenetworking/connection:Connection": "is one a network",
  "gcp:sql/database:Database": "lies inside its instance",
  "gcp:sql/user:User": "lies inside its instance",
  "gcp:storage/bucketIAMMember:BucketIAMMember": "is a role and a member",
};

const STACKS = ["dev", "staging", "prod", "pr-7"] as const;

describe("every component", () => {
  const files = readdirSync(`${ROOT}components`).filter((file) => file.endsWith(".ts"));
  const sources = files.map((file) => [file, readFileSync(`${ROOT}components/${file}`, "utf8")]);
  const components = sources.filter(([, source = ""]) =>
    /extends \S*ComponentResource/.test(source),
  );

  it("is found by these tests", () => {
    assert.ok(components.length >= 9, String(components.map(([file]) => file)));
  });

  for (const [file = "", source = ""] of components) {
    it(`in ${file} stands alone there and registers its outputs`, () => {
      assert.equal(source.match(/extends \S*ComponentResource/g)?.length, 1);
      assert.equal(source.match(/^ {4}this\.registerOutputs\(/gm)?.length, 1);
    });

    it(`in ${file} has a type of the project's own, named after its class`, () => {
      const name = /export class (\w+)/.exec(source)?.[1];
      assert.ok(source.includes(`super("bulkhead:components:${name}", name, {}, opts)`));
    });
  }
});

for (const stack of STACKS) {
  describe(`every resource of ${stack}`, () => {
    let recording: Recording;
    let cloud: readonly Resource[];
    const environment = environmentOf({ folder: ROOT, stack });

    before(async () => {
      recording = await record(stack);
      cloud = recording.resources.filter(({ type }) => !type.startsWith("bulkhead:"));
    });

    it("has a logical name that starts with its component's", () => {
      const astray = cloud.filter(
        ({ name, parent }) =>
          parent !== undefined && name !== parent && !name.startsWith(`${parent}-`),
      );
      assert.deepEqual(astray, []);
    });

    it("belongs to a component, but for the provider", () => {
      const free = cloud.filter(({ parent }) => parent === undefined).map(({ name }) => name);
      assert.deepEqual(free, ["google"]);
    });

    it("has a URN of its own", () => {
      assert.equal(new Set(cloud.map(({ urn }) => urn)).size, cloud.length);
    });

    it("has a name in the cloud that starts with its environment's, or no name at all", () => {
      const unknown = cloud.filter(({ type }) => !(type in CLOUD_NAME) && !(type in NAMELESS));
      assert.deepEqual(unknown, [], "add its type to CLOUD_NAME or NAMELESS");
      const named = cloud.filter(({ type }) => type in CLOUD_NAME);
      const astray = named.filter(({ type, inputs }) => {
        const prefix = type.includes("Bucket") ? `${environment.project}-${stack}-` : `${stack}-`;
        return !String(inputs[CLOUD_NAME[type] ?? ""]).startsWith(prefix);
      });
      assert.deepEqual(astray, []);
    });

    it("has a name in the cloud that no other of its type has", () => {
      const names = cloud
        .filter(({ type }) => type in CLOUD_NAME)
        .map(({ type, inputs }) => `${type} ${String(inputs[CLOUD_NAME[type] ?? ""])}`);
      assert.equal(new Set(names).size, names.length);
    });

    it("can be found again in the cloud by its inputs, each by another id", () => {
      const ids = cloud
        .filter(({ type }) => type.startsWith("gcp:"))
        .map(({ type, inputs }) => `${type} ${importId(type, inputs) ?? "unknown"}`);
      assert.deepEqual(
        ids.filter((id) => /unknown| $|\/\/|\/$|: | {2}/.test(id)),
        [],
      );
      assert.equal(new Set(ids).size, ids.length);
    });

    it("lies in the environment's own project and region, and names no other's", () => {
      const others = ["dev", "staging", "prod", "sandbox"]
        .map((name) => `acme-shop-${name}`)
        .filter((project) => project !== environment.project);
      for (const { name, inputs } of cloud) {
        const text = JSON.stringify(inputs);
        assert.ok(!others.some((project) => text.includes(project)), `${name}: ${text}`);
        if ("project" in inputs) assert.equal(inputs["project"], environment.project, name);
        if ("region" in inputs) assert.equal(inputs["region"], environment.region, name);
      }
    });

    it("holds no secret in an input that the engine would keep in plain text", () => {
      const plain = cloud.map(({ name, inputs, secretInputs }) => {
        const open = Object.entries(inputs).filter(([key]) => !secretInputs.includes(key));
        return `${name} ${JSON.stringify(open)}`;
      });
      assert.deepEqual(
        plain.filter((text) => text.includes("canary")),
        [],
      );
    });
  });
}

describe("the program", () => {
  it("passes every third-party value on, as a secret", async () => {
    const { resources } = await record("prod");
    for (const canary of Object.values(CANARIES)) {
      const holders = resources.filter(({ inputs }) => JSON.stringify(inputs).includes(canary));
      assert.deepEqual(
        holders.map(({ type, secretInputs }) => [type, secretInputs]),
        [["gcp:secretmanager/secretVersion:SecretVersion", ["secretData"]]],
      );
    }
  });

  it("lies in the region of its stack file, every part of it", async () => {
    const { resources } = await record("prod", { "bulkhead:region": "europe-west4" });
    const places = resources
      .flatMap(({ inputs }) => [inputs["region"], inputs["location"]])
      .filter((place) => typeof place === "string")
      .map((place) => place.toLowerCase());
    assert.deepEqual(new Set(places), new Set(["europe-west4"]));
    assert.doesNotMatch(JSON.stringify(resources.map(({ inputs }) => inputs)), /asia-/i);
  });

  it("exports nothing secret", async () => {
    for (const stack of STACKS) {
      const { outputs } = await record(stack);
      assert.ok(!JSON.stringify(outputs).includes("canary"));
    }
  });

  it("makes the secrets of its own that no third party's may be named like", async () => {
    const recording = await record("prod");
    const made = recording
      .ofType("gcp:secretmanager/secret:Secret")
      .map(({ name }) => name.slice(8));
    const own = made.filter((name) => !(name in CANARIES));
    assert.deepEqual(own, [...OWN_SECRETS]);
  });

  it("exports these values and no others", async () => {
    const { outputs } = await record("prod");
    assert.deepEqual(Object.keys(outputs).sort(), [
      "buckets",
      "databaseConnection",
      "imageReference",
      "networkId",
      "project",
      "region",
      "secretVersions",
    ]);
  });
});
