import assert from "node:assert/strict";

import type { Claims } from "../../environment/claims.ts";
import type { Catalogue } from "../../environment/environment.ts";
import type { Kind } from "../../environment/kinds.ts";
import { overlap } from "../../environment/cidr.ts";
import { ownershipOf, SANDBOX, type Identifier, type Ownership } from "../../policy/ownership.ts";

const SANDBOX_CLAIMS = {
  project: "acme-shop-sandbox",
  projectNumber: "100000000009",
  state: "gs://acme-shop-sandbox-state",
  kmsKey: "projects/acme-shop-sandbox/keys/pulumi",
  pool: "10.128.0.0/9",
} as Catalogue["sandbox"];

const staging = claims("staging", "staging", 2);
const prod = claims("prod", "prod", 3);
const alice = { ...claims("dev-alice", "developer", 0), ...inSandbox("10.192.0.0/20") };
const bob = { ...claims("dev-bob", "developer", 0), ...inSandbox("10.192.16.0/20") };
const all: Catalogue = { claims: [staging, prod, alice, bob], sandbox: SANDBOX_CLAIMS };

describe("what belongs to whom", () => {
  it("is by a standing environment's own names, its state's bucket and its buckets' prefix", () => {
    assert.deepEqual(textsOf(ownershipOf(staging, [all]), "prod"), [
      "project acme-shop-prod",
      "project number 100000000003",
      "bucket acme-shop-prod-state",
      "key projects/acme-shop-prod/keys/pulumi",
      "bucket acme-shop-prod-prod-...",
    ]);
  });

  it("keeps the names that an environment once had", () => {
    const formerly = ["acme-shop-old", "90000000001", "old.acme.example", "10.99.0.0/20"];
    const ownership = ownershipOf(staging, [{ ...all, claims: [{ ...prod, formerly }] }]);
    const texts = textsOf(ownership, "prod");
    for (const text of ["project acme-shop-old", "project number 90000000001"]) {
      assert.ok(texts.includes(text), text);
    }
    assert.ok(texts.includes("domain old.acme.example"));
    assert.ok(ownership.foreignRanges.some(({ cidr }) => cidr === "10.99.0.0/20"));
    assert.ok(!texts.some((text) => text.includes("10.99")));
  });

  it("gives a stack its own, and nothing of another's", () => {
    const { isOwn, foreignRanges } = ownershipOf(staging, [all]);
    assert.ok(isOwn("staging"));
    for (const owner of ["prod", SANDBOX, "dev-alice"]) assert.ok(!isOwn(owner), owner);
    assert.ok(!foreignRanges.some(({ owner }) => owner === "staging"));
    assert.ok(foreignRanges.some(({ owner }) => owner === SANDBOX));
  });

  it("gives an ephemeral environment what it shares, and nothing of the pool but its own range", () => {
    const { isOwn, sharedProject, foreignRanges } = ownershipOf(alice, [all]);
    assert.ok(isOwn("dev-alice") && isOwn(SANDBOX));
    assert.ok(!isOwn("dev-bob") && !isOwn("prod"));
    assert.equal(sharedProject, "acme-shop-sandbox");
    const owners = new Set(foreignRanges.map(({ owner }) => owner));
    assert.deepEqual([...owners].sort(), ["dev-bob", "prod", SANDBOX, "staging"]);
    assert.ok(!foreignRanges.some(({ cidr }) => overlap(cidr, alice.cidr)));
  });

  it("lets the first of several catalogues say whose a name is", () => {
    const taken: Catalogue = { claims: [{ ...staging, project: prod.project }], sandbox: {} };
    const ownership = ownershipOf({ ...staging, project: prod.project }, [all, taken]);
    const [owner] = ownership.identifiers.filter(({ text }) => text === prod.project);
    assert.equal(owner?.owner, "prod");
    assert.ok(!ownership.isOwn("prod"));
  });

  it("keeps what only a later catalogue names", () => {
    const qa = claims("qa", "staging", 5);
    const ownership = ownershipOf(staging, [all, { claims: [qa], sandbox: {} }]);
    assert.ok(textsOf(ownership, "qa").includes("project acme-shop-qa"));
  });

  it("is known of a stack that stands in no catalogue yet", () => {
    const fresh = claims("qa", "staging", 5);
    const ownership = ownershipOf(fresh, [all]);
    assert.ok(textsOf(ownership, "qa").includes("project acme-shop-qa"));
    assert.ok(ownership.isOwn("qa"));
  });
});

function claims(stack: string, kind: Kind, number: number): Claims {
  const project = `acme-shop-${stack}`;
  return {
    ...{ stack, kind, project, region: "asia-southeast2" },
    projectNumber: `10000000000${number}`,
    cidr: `10.${number}0.0.0/20` as Claims["cidr"],
    state: `gs://${project}-state`,
    kmsKey: `projects/${project}/keys/pulumi`,
  };
}

function inSandbox(cidr: string) {
  const { project = "", projectNumber = "", state = "", kmsKey = "" } = SANDBOX_CLAIMS;
  return { project, projectNumber, state, kmsKey, cidr: cidr as Claims["cidr"] };
}

function textsOf({ identifiers }: Ownership, owner: string): readonly string[] {
  const show = ({ what, text, prefix }: Identifier) => `${what} ${text}${prefix ? "..." : ""}`;
  return identifiers.filter((one) => one.owner === owner).map(show);
}
