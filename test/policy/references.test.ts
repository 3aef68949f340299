import assert from "node:assert/strict";

import fc from "fast-check";

import { Contexts } from "../../policy/context.ts";
import type { Reference } from "../../policy/references.ts";
import { ScratchProject, standing } from "../environment/project.ts";

describe("references to what belongs to others", () => {
  const project = new ScratchProject()
    .stack("staging", { ...standing("staging", 2), formerly: ["acme.example"] })
    .stack("prod", { ...standing("prod", 3), domain: "shop.acme.example" })
    .stack("dev-alice", { network: { cidr: "10.192.0.0/20" } })
    .stack("dev-bob", { network: { cidr: "10.192.16.0/20" } });
  const contexts = new Contexts({ guards: project.folder });
  const seenBy = (stack: string, text: string) => contexts.of(stack).references.in(text);

  after(() => {
    project.remove();
  });

  const FOREIGN: Readonly<Record<string, string>> = {
    "a resource path": "projects/acme-shop-prod/locations/asia-southeast2/instances/main",
    "a self link":
      "https://www.googleapis.com/compute/v1/projects/acme-shop-prod/global/networks/x",
    "a service account": "serviceAccount:api@acme-shop-prod.iam.gserviceaccount.com",
    "a service agent": "service-100000000003@gcp-sa-pubsub.iam.gserviceaccount.com",
    "an SQL connection": "acme-shop-prod:asia-southeast2:prod-main",
    "a bucket": "gs://acme-shop-prod-prod-uploads/2024",
    "an image": "asia-docker.pkg.dev/acme-shop-prod/app:v1",
    "a host": "api.shop.acme.example",
    "a host behind a user": "https://ops:word@shop.acme.example/",
    "a host and its port behind a user": "ops@shop.acme.example:22",
    "upper case": "ACME-SHOP-PROD",
    "an address inside": "10.30.0.7",
    "a range around": "10.0.0.0/8",
    "text around it": "see (acme-shop-prod), please",
  };
  for (const [what, text] of Object.entries(FOREIGN)) {
    it(`are found: ${what}`, () => {
      const owners = seenBy("staging", text).map(({ owner }) => owner);
      assert.ok(owners.includes("prod"), JSON.stringify(owners));
    });
  }

  const INNOCENT: Readonly<Record<string, string>> = {
    "a word that holds the stack's name": "product-images",
    "a longer name": "acme-shop-production",
    "a name with something before it": "my-acme-shop-prod",
    "a longer number": "1000000000031",
    "a domain that only ends alike": "workshop.acme.example",
    "a mailbox at its domain": "mailto:ops@shop.acme.example",
    "a mailbox at a name below it": "Ops <ops@mail.shop.acme.example>, a@b.example",
    "its own range": "10.20.0.0/24",
    "everything there is": "0.0.0.0/0",
    "a version": "1.10.30.0.1",
    "a partner's address": "203.0.113.7",
  };
  for (const [what, text] of Object.entries(INNOCENT)) {
    it(`are none: ${what}`, () => {
      assert.deepEqual(seenBy("staging", text), []);
    });
  }

  it("are found beside an own name, in any order and with anything between that ends a name", () => {
    const own = fc.constantFrom("acme-shop-staging", "100000000002", "product-images");
    const foreign = fc.constantFrom("acme-shop-prod", "shop.acme.example", "100000000003");
    const between = fc.constantFrom("/", ":", " ", ",", "@", '","', "\n", "?a=", "//");
    fc.assert(
      fc.property(own, foreign, between, fc.boolean(), (mine, theirs, gap, first) => {
        const text = first ? `${mine}${gap}${theirs}` : `${theirs}${gap}${mine}`;
        // What stands before a domain then is a mailbox, and names no host.
        fc.pre(!(first && gap === "@" && theirs.includes(".")));
        assert.ok(seenBy("staging", text).some(({ owner }) => owner === "prod"));
      }),
    );
  });

  it("are none where an own name is longer than the foreign one in it", () => {
    assert.deepEqual(seenBy("prod", "https://api.shop.acme.example/"), []);
    assert.deepEqual(owners(seenBy("prod", "https://www.acme.example/")), ["staging"]);
  });

  it("are whole identifiers: a letter or digit more makes another name", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]$/), fc.boolean(), (more, before) => {
        const text = before ? `${more}acme-shop-prod` : `acme-shop-prod${more}`;
        assert.deepEqual(seenBy("staging", text), []);
      }),
    );
  });

  it("tell siblings in the sandbox apart by how their names begin", () => {
    assert.deepEqual(owners(seenBy("dev-alice", "dev-bob-network")), ["dev-bob"]);
    assert.deepEqual(owners(seenBy("dev-alice", "gs://acme-shop-sandbox-pr-7-files")), ["pr-7"]);
    assert.deepEqual(seenBy("dev-alice", "projects/acme-shop-sandbox/topics/dev-alice-x"), []);
    assert.deepEqual(seenBy("staging", "dev-bob-network"), []);
  });

  it("repeat nothing of a text that no catalogue knows", () => {
    for (const secret of ["dev-4f9a8c7b6d5e4f3a", "pr-91827364519283"]) {
      const found = seenBy("dev-alice", `key=${secret}-rest`);
      assert.equal(found.length, 1);
      assert.doesNotMatch(JSON.stringify(found), /4f9a8c|918273/);
    }
  });

  it("say how they are written, and the name as the catalogue has it", () => {
    const [found] = seenBy("staging", Buffer.from("x ACME-shop-prod y").toString("base64"));
    const expected = { owner: "prod", what: "project", text: "acme-shop-prod", as: "base64" };
    assert.deepEqual(found, expected);
  });
});

function owners(references: readonly Reference[]): readonly string[] {
  return references.map(({ owner }) => owner);
}
