import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import type { Judge } from "../../policy/judge.ts";
import { filesIn, settle } from "../../policy/pack.ts";
import { all, baseline, BASELINE_GROUP, isolation, ISOLATION_GROUP } from "../../policy/packs.ts";
import { showPath } from "../../policy/values.ts";
import { ScratchProject, standing } from "../environment/project.ts";
import { ROOT } from "./example.ts";

const VARIABLES = ["BULKHEAD_GUARDS", "BULKHEAD_HEAD", "PULUMI_STACK"] as const;
const FOREIGN = { name: "exports", labels: { from: "acme-shop-prod" } };

describe("a policy pack", () => {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  let project: ScratchProject;

  beforeEach(() => {
    for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
    project = new ScratchProject().stack("staging", standing("staging", 2));
  });
  afterEach(() => {
    project.remove();
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it("can be configured where it hardens, and not where it keeps environments apart", () => {
    assert.equal(ISOLATION_GROUP.configurable, false);
    assert.equal(BASELINE_GROUP.configurable, true);
  });

  it("judges by its own rules, and both together by all", () => {
    assert.deepEqual(rulesAgainst(isolation()), ["foreign-reference"]);
    assert.ok(rulesAgainst(baseline()).includes("bucket-uniform-access"));
    assert.ok(!rulesAgainst(baseline()).includes("foreign-reference"));
    const together = rulesAgainst(all());
    for (const rule of ["foreign-reference", "bucket-uniform-access"]) {
      assert.ok(together.includes(rule), rule);
    }
  });

  it("judges by this project's files where nothing else is said", () => {
    assert.deepEqual(rulesAgainst(isolation()), ["foreign-reference"]);
    process.env["BULKHEAD_GUARDS"] = project.folder;
    assert.deepEqual(rulesAgainst(isolation()), [], "this folder knows of no prod");
  });

  it("keeps to what the guards' files say is another's, whatever the judged files say", () => {
    process.env["BULKHEAD_GUARDS"] = ROOT;
    process.env["BULKHEAD_HEAD"] = project.folder;
    assert.deepEqual(rulesAgainst(isolation()), ["foreign-reference"]);
  });

  it("takes no allowance from the judged files", () => {
    const allowance = {
      rule: "foreign-reference",
      resource: "gcp:storage/bucket:Bucket::files",
      owner: "eve@acme.example",
    };
    const allowances = [{ ...allowance, reason: "Because I say so", expires: "2999-01-01" }];
    project.stack("staging", { ...standing("staging", 2), allowances });
    process.env["BULKHEAD_GUARDS"] = ROOT;
    process.env["BULKHEAD_HEAD"] = project.folder;
    assert.deepEqual(rulesAgainst(isolation()), ["foreign-reference"]);
  });

  it("loads for a stack whose files cannot be read, and refuses what is asked of it", () => {
    project.write("Pulumi.staging.yaml", "config: [");
    process.env["BULKHEAD_GUARDS"] = project.folder;
    process.env["PULUMI_STACK"] = "staging";
    assert.deepEqual(rulesAgainst(isolation()), ["environment-unknown"]);
  });
});

function rulesAgainst(judge: Pick<Judge, "resource">): readonly string[] {
  const type = "gcp:storage/bucket:Bucket";
  const urn = `urn:pulumi:staging::bulkhead::${type}::files`;
  const found = judge.resource({ urn, type, name: "files", props: FOREIGN, protect: false });
  return found.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
}

describe("the files of a resource", () => {
  it("are those of which the engine shows no content, in archives too", async () => {
    const { AssetArchive, FileArchive, FileAsset, RemoteAsset, StringAsset } = pulumi.asset;
    const props = {
      text: new StringAsset("acme-shop-prod"),
      source: new FileAsset("page.html"),
      health: { path: "/up" },
      parts: [new RemoteAsset("https://acme.example/x"), new FileArchive("site")],
      whole: new AssetArchive({ page: new FileAsset("page.html"), text: new StringAsset("x") }),
    };
    const found = [...filesIn(await settle(props))].map(showPath);
    assert.deepEqual(found, ["source", "parts[0]", "parts[1]", "whole.assets.page"]);
  });
});
