import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import type { Operation } from "../../preview/document/plan.ts";
import { driftLines, findDrift } from "../../preview/drift.ts";
import { planStacks, sortOut } from "../../preview/plan-stacks.ts";
import { Scratch } from "./scratch.ts";

/** Two buckets, and a file in one of them. */
const program = (part: string) => `
  import "${ROOT}/policy/guard.ts";
  import * as pulumi from "@pulumi/pulumi";
  import * as gcp from "@pulumi/gcp";

  const project = "acme-shop-dev";
  const provider = new gcp.Provider("google", {
    ...{ project, region: "asia-southeast2" },
    defaultLabels: { environment: "dev", kind: "dev", "managed-by": "bulkhead" },
  });
  const bucket = (name: string, labels = {}) =>
    new gcp.storage.Bucket(name, {
      ...{ project, name: \`acme-shop-dev-dev-\${name}\`, location: "asia-southeast2", labels },
      ...{ uniformBucketLevelAccess: true, publicAccessPrevention: "enforced" },
    }, { provider });
  bucket("logs");
  const { name } = bucket("uploads", { part: "${part}" });
  const source = new pulumi.asset.FileAsset("page.html");
  new gcp.storage.BucketObject("page", { bucket: name, name: "page.html", source }, { provider });
`;

describe("what was changed past the program", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
    await writeFile(join(scratch.folders.root, "page.html"), "<p>Hello.</p>");
    await scratch.program(program("web"));
    await up();
    // An update that the state forgets is a change that somebody made by hand.
    const state = await readFile(scratch.stateFile("dev"), "utf8");
    await scratch.program(program("by-hand"));
    await up();
    await writeFile(scratch.stateFile("dev"), state);
    const cloud = await scratch.cloud();
    await cloud.remove("gcp:storage/bucket:Bucket", "acme-shop-dev-dev-logs");
  });

  after(() => scratch.remove());

  const up = async () => {
    const [result] = await scratch.run("up", "dev");
    assert.deepEqual(result?.errors, []);
  };
  const quiet = { report: () => undefined, watch: () => undefined };
  const environments = () => sortOut(scratch.folders.root, ["dev"]).environments;
  const preview = async () => {
    const ground = {
      engine: await scratch.engine(),
      against: () => ({ kind: "deployed" }) as const,
    };
    const [plan] = await planStacks(ground, environments(), quiet);
    assert.equal(plan?.outcome, "planned", plan?.errors.join("\n"));
    return plan.operations.map(briefly).sort();
  };

  it("is told as drift, what is gone too, and nothing else", async () => {
    const [dev] = environments();
    assert.ok(dev);
    const found = await findDrift(await scratch.engine(), dev, quiet);
    assert.deepEqual(driftLines(found), [
      "- gone gcp:storage/bucket:Bucket logs",
      "! changed gcp:storage/bucket:Bucket uploads",
      '-     labels.part: "web"',
      '+     labels.part: "by-hand"',
    ]);
  });

  it("is not in a preview that does not ask the cloud", async () => {
    await scratch.program(program("web"));
    assert.deepEqual(await preview(), []);
  });

  describe("is in a preview that refreshes", () => {
    before(() =>
      scratch.edit("Pulumi.yaml", (project) => {
        project["options"] = { refresh: "always" };
      }),
    );

    it("beside what puts it back", async () => {
      assert.deepEqual(await preview(), [
        "create logs",
        "refresh logs: exists true → false",
        'refresh uploads: labels.part "web" → "by-hand"',
        'update uploads: labels.part "by-hand" → "web"',
      ]);
    });

    it("also where the program has come to say the same, so that nothing puts it back", async () => {
      await scratch.program(program("by-hand").replace('bucket("logs");', ""));
      assert.deepEqual(await preview(), [
        "refresh logs: exists true → false",
        'refresh uploads: labels.part "web" → "by-hand"',
      ]);
    });
  });
});

function briefly({ operation, name, changes }: Operation): string {
  if (operation === "create") return `create ${name}`;
  const all = changes.map(({ path, old, new: now }) => {
    const [before, after] = [old, now].map((side) =>
      side && "value" in side ? JSON.stringify(side.value) : "?",
    );
    return `${path} ${before ?? ""} → ${after ?? ""}`;
  });
  return `${operation} ${name}: ${all.join(", ")}`;
}
