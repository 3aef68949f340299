import assert from "node:assert/strict";

import { unsharedBy } from "../../../preview/document/unshared.ts";
import { cpuOf } from "../cpu.ts";
import { documentOf, plan, SECRET, UNKNOWN, type Step } from "../planned.ts";

const BUCKET = "gcp:storage/bucket:Bucket";

/** One bucket of both stacks, as it is and as it will be in each. */
function unshared(
  was: { staging?: Step["old"]; prod?: Step["old"] },
  will: { staging?: Step["new"]; prod?: Step["new"] },
  name = "files",
) {
  const stacks = (["staging", "prod"] as const).map((stack) => {
    const [old, now] = [was[stack], will[stack]];
    const same = JSON.stringify(old) === JSON.stringify(now);
    const op = !old ? "create" : !now ? "delete" : same ? "same" : "update";
    const step = { op, type: BUCKET, name, ...(old && { old }), ...(now && { new: now }) };
    return plan({ stack, steps: old || now ? [step] : [] });
  });
  return unsharedBy(documentOf(stacks)).map(({ name, path, staging, prod }) => ({
    ...{ name, path, staging, prod },
  }));
}

const both = (inputs: Record<string, unknown>) => ({ staging: inputs, prod: inputs });

describe("what staging and prod no longer share", () => {
  it("is nothing where both change alike", () => {
    assert.deepEqual(unshared(both({ size: 1 }), both({ size: 2 })), []);
  });

  it("is a property that changes in one of them", () => {
    assert.deepEqual(unshared(both({ size: 1 }), { staging: { size: 2 }, prod: { size: 1 } }), [
      { name: "files", path: "size", staging: { value: 2 }, prod: "as it was" },
    ]);
  });

  it("is a property that only one of them has", () => {
    assert.deepEqual(unshared(both({ a: 1, b: 1 }), { staging: { a: 1, b: 1 }, prod: { a: 1 } }), [
      { name: "files", path: "b", staging: "as it was", prod: "not set" },
    ]);
  });

  it("is a resource that only one of them has", () => {
    const [has, hasNot] = ["has it", "does not have it"] as const;
    assert.deepEqual(unshared({}, { staging: { a: 1 } }), [
      { name: "files", path: "", staging: has, prod: hasNot },
    ]);
    assert.deepEqual(unshared(both({ a: 1 }), { prod: { a: 1 } }), [
      { name: "files", path: "", staging: hasNot, prod: has },
    ]);
  });

  it("is not what they have never shared", () => {
    const was = { staging: { size: 1, a: 1 }, prod: { size: 9, a: 1 } };
    assert.deepEqual(unshared(was, { staging: { size: 2, a: 1 }, prod: { size: 9, a: 1 } }), []);
  });

  it("is not each one's own name, project, number or range", () => {
    const own = (stack: string, project: string) => ({ name: `${stack}-files`, project });
    const will = {
      staging: own("staging", "acme-shop-staging"),
      prod: own("prod", "acme-shop-prod"),
    };
    assert.deepEqual(unshared({}, will), []);
  });

  it("is not what nobody knows yet", () => {
    const will = { staging: { a: UNKNOWN }, prod: { a: "x" } };
    assert.deepEqual(unshared(both({ a: "x" }), will), []);
  });

  it("is no secret, which differ by design", () => {
    const place = "gcp:cloudrunv2/service:Service";
    const stacks = ["staging", "prod"].map((stack) => {
      const envs = [{ name: "KEY", value: `${stack} of its own` }];
      const now = { password: SECRET, template: { containers: [{ envs }] } };
      return plan({ stack, steps: [{ op: "create", type: place, name: "api", new: now }] });
    });
    assert.deepEqual(unsharedBy(documentOf(stacks)), []);
  });

  it("keeps names apart that hold spaces and line breaks", () => {
    const name = "the files\nof all";
    const [found] = unshared(both({ a: 1 }), { staging: { a: 2 }, prod: { a: 1 } }, name);
    assert.deepEqual([found?.name, found?.path, found?.staging], [name, "a", { value: 2 }]);
  });

  it("is not guessed where one of them could not be planned", () => {
    const steps: Step[] = [{ op: "create", type: BUCKET, name: "a", new: { a: 1 } }];
    const failed = plan({ stack: "prod", ok: false });
    assert.deepEqual(unsharedBy(documentOf([plan({ stack: "staging", steps }), failed])), []);
  });

  it("tells nothing by which a secret could be guessed", () => {
    const inputs = { template: { containers: [{ envs: [{ name: "A", value: "hunter2" }] }] } };
    const type = "gcp:cloudrunv2/service:Service";
    const shapeOf = (value: string) => {
      inputs.template.containers[0]?.envs.splice(0, 1, { name: "A", value });
      return plan({ steps: [{ op: "same", type, name: "api", old: inputs, new: inputs }] }).shape;
    };
    assert.deepEqual(shapeOf("hunter2"), shapeOf("hunter3"));
  });

  it("takes a moment for five thousand resources", () => {
    const steps = (size: number) =>
      Array.from({ length: 5_000 }, (_, at): Step => ({
        ...{ op: "update", type: BUCKET, name: `b-${at}`, old: { size: 1 }, new: { size } },
      }));
    const stacks = [plan({ stack: "staging", steps: steps(2) }), plan({ steps: steps(3) })];
    const document = documentOf(stacks);
    assert.equal(unsharedBy(document).length, 5_000);
    assert.ok(cpuOf(() => unsharedBy(document)) < 2);
  });
});
