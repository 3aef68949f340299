import assert from "node:assert/strict";

import type { EngineEvent, StepMetadata } from "../../engine/events.ts";
import { driftReport } from "../../preview/drift-issue.ts";
import { driftedIn, driftLines } from "../../preview/drift.ts";

const CANARY = "q7Rw2ZkX9vLm4TbN8sHd";
const URN = "urn:pulumi:prod::bulkhead::gcp:storage/bucket:Bucket::";

const event = (op: string, name: string, rest: Partial<StepMetadata> = {}): EngineEvent => ({
  resOutputsEvent: {
    metadata: { op, urn: `${URN}${name}`, type: "gcp:storage/bucket:Bucket", ...rest },
  },
});

const changed = (name: string, before: object, after: object) =>
  event("update", name, { old: { inputs: { ...before } }, new: { inputs: { ...after } } });

describe("drift", () => {
  it("is what is gone and what is set otherwise, in the order of names", () => {
    const found = driftedIn([
      event("same", "kept"),
      changed("open", { versioning: { enabled: true } }, { versioning: { enabled: false } }),
      event("delete", "gone"),
    ]);
    assert.deepEqual(driftLines({ stack: "prod", drifted: found, errors: [] }), [
      "- gone gcp:storage/bucket:Bucket gone",
      "! changed gcp:storage/bucket:Bucket open",
      "-     versioning.enabled: true",
      "+     versioning.enabled: false",
    ]);
  });

  it("is not what the provider only notes, as an etag that nobody set", () => {
    const inputs = { name: "a" };
    const step = {
      old: { inputs, outputs: { etag: "1" } },
      new: { inputs, outputs: { etag: "2" } },
    };
    assert.deepEqual(driftedIn([event("update", "noted", step)]), []);
  });

  it("shows no secret, and nothing that hides", () => {
    const found = driftedIn([
      changed("a", { password: "hunter" }, { password: "winter" }),
      changed("b\u202e", { label: "x" }, { label: CANARY }),
    ]);
    const text = driftLines({ stack: "prod", drifted: found, errors: [] }).join("\n");
    assert.doesNotMatch(text, /hunter|winter|q7Rw|\u202e/);
    assert.match(text, /password: \[secret\]/);
  });

  describe("in an issue", () => {
    const origin = {
      commit: "a".repeat(40),
      run: { number: 5, attempt: 1, url: "https://github.com/acme/shop/actions/runs/5" },
      versions: {},
    };
    const drifted = driftedIn([event("delete", "gone")]);

    it("says what has drifted, by which run, and what to do", () => {
      const report = driftReport("bulkhead", { stack: "prod", drifted, errors: [] }, origin);
      assert.ok(report.drifted);
      assert.equal(report.title, "prod has drifted: 1 resource");
      assert.deepEqual(report.run, { number: 5, attempt: 1 });
      assert.match(
        report.body,
        /\[run 5\]\(https:.*\/5\) at `aaaaaaa`[^]*- gone [^]*bulkhead up prod/,
      );
    });

    it("says last that there is none any more", () => {
      const report = driftReport("bulkhead", { stack: "prod", drifted: [], errors: [] }, origin);
      assert.equal(report.drifted, false);
      assert.match(report.body, /^`prod` is as it was deployed/);
    });

    it("says nothing where it is not known", () => {
      const unknown = { stack: "prod", drifted: [], errors: ["no credentials"] };
      assert.throws(() => driftReport("bulkhead", unknown, origin), /no credentials/);
      const drift = { stack: "prod", drifted, errors: [] };
      assert.throws(() => driftReport("bulkhead", drift, { versions: {} }), /GITHUB_RUN_NUMBER/);
    });

    it("is no longer than GitHub allows", () => {
      const many = driftedIn(Array.from({ length: 5_000 }, (_, at) => event("delete", `b${at}`)));
      const { body } = driftReport(
        "bulkhead",
        { stack: "prod", drifted: many, errors: [] },
        origin,
      );
      assert.ok(body.length < 65_000, String(body.length));
      assert.match(body, /\.\.\. and [\d,]+ more lines/);
    });
  });
});
