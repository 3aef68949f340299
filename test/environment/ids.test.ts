import assert from "node:assert/strict";

import { importId, IMPORTABLE_TYPES } from "../../environment/ids.ts";
import { record } from "../components/recorder.ts";

describe("an import id", () => {
  const ROLE = "gcp:projects/iAMMember:IAMMember";
  const role = { project: "p", role: "roles/viewer", member: "group:g@x" };

  it("is written as the provider's documentation gives it for the type", () => {
    assert.equal(
      importId("gcp:compute/subnetwork:Subnetwork", { project: "p", region: "r", name: "n" }),
      "projects/p/regions/r/subnetworks/n",
    );
    assert.equal(importId(ROLE, role), "p roles/viewer group:g@x");
  });

  it("of a role under a condition ends with the condition's title", () => {
    assert.equal(
      importId(ROLE, { ...role, condition: { title: "only this one", expression: "true" } }),
      "p roles/viewer group:g@x only this one",
    );
  });

  it("of a secret's version is 1, and one more than that of the version it replaces", () => {
    const version = "gcp:secretmanager/secretVersion:SecretVersion";
    const inputs = { secret: "projects/p/secrets/s" };
    assert.equal(importId(version, inputs), "projects/p/secrets/s/versions/1");
    assert.equal(
      importId(version, inputs, "projects/p/secrets/s/versions/9"),
      "projects/p/secrets/s/versions/10",
    );
  });

  it("is unknown for what no cloud keeps", () => {
    assert.equal(importId("random:index/randomPassword:RandomPassword", {}), undefined);
  });

  it("is known for every Google resource of the program but one that is made anew without harm", async () => {
    const rotating = { "payment-key": { shape: "{24}", rotateFrom: "2027-02-01T00:00:00Z" } };
    const values = { "payment-key": "a value" };
    const recording = await record("prod", {
      "bulkhead:secrets": JSON.stringify(rotating),
      "bulkhead:secretValues": JSON.stringify(values),
    });
    const types = new Set(recording.resources.map(({ type }) => type));
    const unknown = [...types].filter(
      (type) => type.startsWith("gcp:") && !IMPORTABLE_TYPES.includes(type),
    );
    // Asking for a service agent twice gives the same one, and it cannot be imported.
    assert.deepEqual(unknown, ["gcp:projects/serviceIdentity:ServiceIdentity"]);
  });
});
