import assert from "node:assert/strict";

import fc from "fast-check";

import { checkedEnvironments, exitCodeOf, standingStacks } from "../../engine/stacks.ts";
import type { Result } from "../../engine/update.ts";
import { ScratchProject, standing } from "../environment/project.ts";

const result = (ok: boolean, violations: readonly string[] = []): Result => ({
  ...{ stack: "dev", ok, seconds: 1, resources: 0, changes: {}, outputs: {} },
  ...{ errors: [], warnings: [], advice: [], violations },
});

describe("the exit code", () => {
  it("is 0 when every stack is fine, 1 when one failed, 3 when one violates a policy", () => {
    assert.equal(exitCodeOf([result(true), result(true)]), 0);
    assert.equal(exitCodeOf([result(true), result(false)]), 1);
    assert.equal(exitCodeOf([result(true), result(false, ["p"])]), 3);
  });

  it("is 1 before 3, in whatever order the stacks are", () => {
    const failed = result(false);
    const violating = result(false, ["p"]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([failed, violating, result(true)], { minLength: 3 }),
        (results) => {
          assert.equal(exitCodeOf(results), 1);
        },
      ),
    );
  });
});

describe("the stacks of a project", () => {
  let project: ScratchProject;

  beforeEach(() => {
    project = new ScratchProject();
  });
  afterEach(() => {
    project.remove();
  });

  it("stand when their file's name is not a developer's or a pull request's", () => {
    project.stack("dev", standing("dev", 1)).stack("qa", standing("qa", 2));
    project.stack("dev-alice", {}).stack("pr-12", {});
    assert.deepEqual(standingStacks(project.folder), ["dev", "qa"]);
  });

  it("are refused together, with every problem of each, before anything is started", () => {
    project.stack("dev", { ...standing("dev", 1), region: 7 });
    project.stack("qa", { ...standing("qa", 2), generation: "x" });
    assert.throws(() => checkedEnvironments(project.folder, ["dev", "qa"]), {
      name: "UserError",
      exitCode: 2,
      message: /bulkhead:region[^]*bulkhead:generation/,
    });
  });
});
