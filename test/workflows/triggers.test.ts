import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { ROOT } from "../../engine/folders.ts";
import { boundBy } from "../../preview/publish/runs.ts";
import { evaluated, filledIn, type Context } from "./expression.ts";

interface Triggered {
  readonly "run-name"?: string;
  readonly on: Readonly<Record<string, { readonly types?: readonly string[] } | null>>;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<Record<string, { readonly if?: string }>>;
}

const read = (file: string) =>
  parse(readFileSync(join(ROOT, ".github", "workflows", file), "utf8")) as Triggered;

describe("a preview", () => {
  const workflow = read("preview.yml");
  const of = (action: string, changes?: object): Context => ({
    run_id: 99,
    event: { action, changes, pull_request: { number: 7, base: { ref: "release/1" } } },
  });
  const planning: readonly (readonly [string, Context])[] = [
    ["is opened", of("opened")],
    ["is pushed to", of("synchronize")],
    ["is opened again", of("reopened")],
    ["goes into another branch", of("edited", { base: { ref: { from: "main" } } })],
  ];
  for (const [what, context] of planning) {
    it(`runs when a pull request ${what}, and its name says which it is`, () => {
      const { action } = context["event"] as { action: string };
      assert.ok(workflow.on["pull_request"]?.types?.includes(action));
      assert.ok(evaluated(workflow.jobs["stacks"]?.if ?? "true", context));
      assert.equal(filledIn(workflow.concurrency.group, context), "preview-7");
      const title = filledIn(workflow["run-name"] ?? "", context);
      assert.deepEqual(boundBy(title), { number: 7, base: "release/1" });
    });
  }

  it("is not planned for an edit of words alone, which cancels no other", () => {
    const context = of("edited", { title: { from: "x" } });
    assert.ok(!evaluated(workflow.jobs["stacks"]?.if ?? "true", context));
    assert.equal(filledIn(workflow.concurrency.group, context), "preview-7-99");
    assert.equal(boundBy(filledIn(workflow["run-name"] ?? "", context)), undefined);
  });
});

describe("publishing", () => {
  const { concurrency, jobs } = read("publish.yml");
  const LINE = "/bulkhead acknowledge urn:pulumi:prod::x 00000000";
  const ended = (display_title: string, id = 5): Context => {
    const run = { id, event: "pull_request", display_title, head_branch: "tidy" };
    return { event_name: "workflow_run", run_id: 1, event: { workflow_run: run } };
  };
  const said = (body: string, changes?: object, run_id = 1): Context => {
    const event = { issue: { number: 7, pull_request: {} }, comment: { body }, changes };
    return { event_name: "issue_comment", run_id, event };
  };
  const runs = (context: Context) => Boolean(evaluated(jobs["publish"]?.if ?? "true", context));

  it("follows each preview, and none of an edit of words alone", () => {
    assert.ok(runs(ended("preview of #7 into main")));
    assert.ok(!runs(ended("nothing to plan")));
  });

  it("follows an acknowledgement that is given, and one that an edit takes back", () => {
    assert.ok(runs(said(LINE)));
    assert.ok(runs(said("never mind", { body: { from: LINE } })));
    assert.ok(!runs(said("never mind", { body: { from: "talk" } })));
    assert.ok(!runs(said("talk")));
  });

  it("never waits in one group with another, of which GitHub would drop one", () => {
    const each = [ended("x", 5), ended("x", 6), said(LINE, undefined, 2), said("talk")];
    const groups = each.map((context) => filledIn(concurrency.group, context));
    assert.deepEqual(groups, ["publish-5", "publish-6", "publish-2", "publish-1"]);
  });
});
