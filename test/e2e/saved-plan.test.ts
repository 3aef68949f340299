import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "../../engine/engine.ts";
import { run } from "../../engine/processes.ts";
import { operate, type Result } from "../../engine/update.ts";
import { environmentOf } from "../../environment/environment.ts";
import { findDrift, type Drift } from "../../preview/drift.ts";
import { digestOf } from "../../preview/saved/bound.ts";
import { savePlan, withPlan, type Saved } from "../../preview/saved/save.ts";
import { Scratch } from "./scratch.ts";

const QUIET = { report: () => undefined, watch: () => undefined };

const FIREWALL = "projects/acme-shop-dev/global/firewalls/dev-egress-partner";

describe("a saved plan", () => {
  let scratch: Scratch;
  let file: string;
  let saved: Saved;

  before(async () => {
    scratch = await Scratch.make();
    const { root } = scratch.folders;
    file = join(root, ".bulkhead", "dev.plan");
    await writeFile(join(root, ".gitignore"), ".bulkhead\n");
    await git("init", "--quiet");
    await commit("what is deployed");
    const [up] = await scratch.run("up", "dev");
    assert.equal(up?.ok, true, up?.errors.join("\n"));
    await scratch.configure("dev", "bulkhead:egress", { partner: "203.0.113.8/29" });
    await commit("open a way out");
    saved = await save();
  });

  after(() => scratch.remove());

  it("is shown as what the engine saved, under its digest", async () => {
    const made = saved.plan.operations.map(({ operation, name }) => `${operation} ${name}`);
    assert.deepEqual(made, ["create network-egress-partner"]);
    assert.equal(saved.digest, digestOf(await readFile(file, "utf8")));
  });

  it("holds no secret in plain text, and leaves nothing else behind", async () => {
    assert.doesNotMatch(await readFile(file, "utf8"), /sk_test_[A-Za-z0-9]{24}/);
    const left = await readdir(join(scratch.folders.root, ".bulkhead"));
    assert.deepEqual(
      left.filter((name) => name.startsWith("plan-")),
      [],
    );
  });

  it("is not applied under another digest", async () => {
    await assert.rejects(apply("0".repeat(64)), /not the plan that was approved/);
  });

  it("is not made or applied where files differ from the commit", async () => {
    await scratch.configure("dev", "bulkhead:egress", {});
    await assert.rejects(apply(), /the files here are of none:\n M Pulumi\.dev\.yaml/);
    await assert.rejects(save(), /Commit first/);
    await git("checkout", "--quiet", "--", ".");
  });

  it("is not applied at another commit", async () => {
    await git("checkout", "--quiet", "HEAD~1");
    await assert.rejects(apply(), /The plan is of commit [0-9a-f]{40}, and here is [0-9a-f]{40}/);
    await git("checkout", "--quiet", "-");
  });

  it("is refused by the engine where more would be done than it says", async () => {
    const result = await apply(saved.digest, async () => {
      const more = { partner: "203.0.113.8/29", other: "203.0.113.16/29" };
      await scratch.configure("dev", "bulkhead:egress", more);
    });
    await git("checkout", "--quiet", "--", ".");
    assert.equal(result.ok, false);
    assert.match(result.errors.join("\n"), /plan/);
    assert.deepEqual(await resources("egress-other"), []);
  });

  it("is applied once, since the state is another one then", async () => {
    // What was refused above has touched the state; so it is planned and approved anew.
    saved = await save();
    const result = await apply();
    assert.equal(result.ok, true, result.errors.join("\n"));
    assert.deepEqual(await resources("egress-partner"), [FIREWALL]);
    await assert.rejects(apply(), /dev has changed since it was planned/);
  });

  describe("and what happens beside it", () => {
    it("is no drift as long as nothing does", async () => {
      assert.deepEqual(await drift(), { stack: "dev", drifted: [], errors: [] });
    });

    it("is found where something is gone, and changes nothing", async () => {
      await (await scratch.cloud()).remove("gcp:compute/firewall:Firewall", FIREWALL);
      const before = await scratch.snapshot("dev");
      const { drifted } = await drift();
      assert.deepEqual(
        drifted.map(({ name, gone }) => [name, gone]),
        [["network-egress-partner", true]],
      );
      assert.deepEqual(await scratch.snapshot("dev"), before);
    });
  });

  async function save(): Promise<Saved> {
    return savePlan(await engine(), dev(), { file, ...QUIET });
  }

  async function apply(
    digest = saved.digest ?? "",
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Result> {
    const plan = { text: await readFile(file, "utf8"), digest };
    return withPlan(await engine(), "dev", plan, async (bound) => {
      await meanwhile();
      await engine();
      return operate(bound, "up", "dev");
    });
  }

  async function drift(): Promise<Drift> {
    return findDrift(await engine(), dev(), QUIET);
  }

  function engine(): Promise<Engine> {
    return scratch.engine();
  }

  function dev() {
    return environmentOf({ folder: scratch.folders.root, stack: "dev" });
  }

  async function resources(name: string): Promise<readonly string[]> {
    const all = await (await scratch.cloud()).resources({ all: true });
    return all.map(({ id }) => id).filter((id) => id.includes(name));
  }

  async function git(...args: string[]): Promise<void> {
    const { code, stderr } = await run({ file: "git", args, cwd: scratch.folders.root });
    assert.equal(code, 0, stderr);
  }

  async function commit(message: string): Promise<void> {
    await git("add", "--all");
    const who = ["-c", "user.name=test", "-c", "user.email=test@acme.example"];
    await git(...who, "commit", "--quiet", "-m", message);
  }
});
