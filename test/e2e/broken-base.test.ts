import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../engine/processes.ts";
import type { PlanDocument } from "../../preview/document/plan.ts";
import { Repository } from "./repository.ts";

const BROKEN = `
if (STACK.getStack() === "staging") {
  throw new Error("the base is broken for staging");
}
`;

describe("a base revision that cannot be brought up for one of two stacks", () => {
  let repository: Repository;
  let home: string;
  let said: { readonly code: number; readonly stdout: string; readonly stderr: string };
  let plan: PlanDocument;
  let comment: string;

  before(async () => {
    repository = await Repository.make({ tools: true });
    home = await mkdtemp(join(tmpdir(), "bulkhead-broken-"));
    const { root } = repository;
    const index = join(root, "index.ts");
    await appendFile(index, `import * as STACK from "@pulumi/pulumi";\n${BROKEN}`);
    await repository.commit();
    await repository.edit("index.ts", [BROKEN, ""]);
    const [json, markdown] = [join(home, "plan.json"), join(home, "comment.md")];
    const files = ["--json", json, "--markdown", markdown];
    const args = ["cli/bulkhead.mjs", "preview", "dev", "staging", "--base", "HEAD", ...files];
    said = await run({ file: process.execPath, args, cwd: root });
    plan = JSON.parse(await readFile(json, "utf8")) as PlanDocument;
    comment = await readFile(markdown, "utf8");
  });

  after(async () => {
    await repository.remove();
    await rm(home, { recursive: true, force: true });
  });

  it("ends with 1", () => {
    assert.equal(said.code, 1, said.stdout + said.stderr);
  });

  it("is told in the document, with the reason and what to do", () => {
    const [dev, staging] = plan.stacks;
    assert.deepEqual([dev?.stack, staging?.stack], ["dev", "staging"]);
    assert.equal(staging?.outcome, "failed");
    assert.deepEqual(staging.operations, []);
    const errors = staging.errors.join("\n");
    assert.match(errors, /staging as HEAD has it could not be brought up/);
    assert.match(errors, /the base is broken for staging/);
    assert.match(errors, /Name a revision that can be, or plan against a plan base/);
  });

  it("hides nothing of the other stack, which is planned against that revision", () => {
    const [dev] = plan.stacks;
    assert.equal(dev?.outcome, "planned", dev?.errors.join("\n"));
    assert.equal(dev.against.kind, "code");
    assert.deepEqual(dev.errors, []);
    assert.ok(dev.unchanged > 50, `${dev.unchanged} unchanged`);
    assert.deepEqual(dev.operations, []);
  });

  it("is told in the comment and on the terminal", () => {
    assert.match(comment, /^## ❌ `staging` could not be planned$/m);
    assert.match(comment, /^### ❌ `staging` could not be planned$/m);
    assert.match(comment, /staging as HEAD has it could not be brought up/);
    assert.match(comment, /\| `dev` \| ✅ no changes \|/);
    assert.match(comment, /\| `staging` \| ❌ failed \|/);
    assert.match(said.stdout, /staging.*FAILED/);
    assert.match(said.stdout, /could not be brought up/);
  });
});
