import assert from "node:assert/strict";

import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import { manyOperations } from "../many.ts";
import { documentOf, plan, policySays, SECRET, UNKNOWN, type Step } from "../planned.ts";
import { htmlOf, isBalanced } from "./html.ts";

const comment = (document: PlanDocument, room?: number) =>
  render(document, { verdict: verdictOf(document), ...(room !== undefined && { room }) });
const on = (...steps: Step[]) => comment(documentOf([plan({ steps })]));
const TOPIC = "gcp:pubsub/topic:Topic";
const update = (old: Step["old"], now: Step["new"], rest: Partial<Step> = {}): Step => ({
  ...{ op: "update", type: TOPIC, name: "orders", old, new: now },
  ...rest,
});
const envs = (value: string) => ({
  template: { containers: [{ envs: [{ name: "DB_URL", value }] }] },
});

/** What users of other commenters suffer from, by the name of the fault. */
describe("a fault that other commenters have and this one has not", () => {
  it("many comments on one pull request: all stacks stand in one, each in the table", () => {
    const text = comment(documentOf(["dev", "staging", "prod"].map((stack) => plan({ stack }))));
    for (const stack of ["dev", "staging", "prod"]) assert.match(text, new RegExp(`^\\| \`${stack}\``, "m")); // prettier-ignore
  });

  it("too long to be posted: the largest plan fits, and says where all of it is", () => {
    const text = comment(manyOperations(4_000));
    assert.ok(text.length <= 65_536);
    assert.match(text, /artifacts of the run/);
  });

  it("cut blindly: no line is cut in the middle, no fence left open, whatever room there is", () => {
    const document = manyOperations(100);
    const all = new Set(comment(document, 1_000_000).split("\n"));
    for (let room = 3_000; room < 9_000; room += 501) {
      const text = comment(document, room);
      assert.ok(isBalanced(htmlOf(text)));
      const added = text.split("\n").filter((line) => !all.has(line));
      const types = /^(?:[-+!]+ \w+ [\d,]+ |\.\.\. and |- and |\| and |\/bulkhead |The lines of )/;
      assert.deepEqual(
        added.filter((line) => !types.test(line)),
        [],
      );
    }
  });

  it("stale after a fix: a plan without changes says so, with commit and time", () => {
    const text = comment(documentOf([plan()]));
    assert.match(
      text,
      /^## ✅ No changes\n\n`bulkhead` at `4f9a1c2`, planned 2027-02-11 09:30 UTC by run 412/,
    );
    assert.match(text, /\| `prod` \| ✅ no changes \|/);
  });

  it("commit and time stand in every comment, whatever the outcome", () => {
    for (const outcome of ["planned", "refused", "failed", "cancelled", "invalid"] as const) {
      assert.match(
        comment(documentOf([{ ...plan(), outcome }])),
        /`4f9a1c2`, planned 2027-02-11 09:30 UTC/,
      );
    }
  });

  it("missing on failure: the error stands in it, and the other stacks with their plans", () => {
    const dev = plan({ stack: "dev", steps: [update({ a: 1 }, { a: 2 })] });
    const text = comment(documentOf([dev, plan({ ok: false, errors: ["provider crashed"] })]));
    assert.match(text, /^## ❌ `prod` could not be planned/);
    assert.match(text, /provider crashed/);
    assert.match(text, /<summary><code>dev<\/code>: 1 to update/);
  });

  it("a second failure hidden by the first: each stack's is told, and policies' beside them", () => {
    const failed = plan({ stack: "dev", ok: false, errors: ["no quota"] });
    const events = [policySays("no-public-bucket", "It is public.")];
    const refused = plan({ ok: false, errors: ["preview failed", "and crashed"], events });
    const text = comment(documentOf([failed, refused]));
    assert.match(text, /^## ❌ `dev` could not be planned\n\n⛔ Policies refuse `prod`/);
    for (const said of ["no quota", "It is public.", "and crashed"]) assert.ok(text.includes(said));
    assert.doesNotMatch(text, /preview failed/);
  });

  it("a plain env.value: the variable of a workload is shown on neither side", () => {
    const type = "gcp:cloudrunv2/service:Service";
    const text = on(update(envs("postgres://old"), envs("postgres://new"), { type }));
    assert.doesNotMatch(text, /postgres/);
    assert.match(text, /envs\[0\]\.value: secret, changed/);
  });

  it("a password in a URL", () => {
    const text = on(update({ url: "amqp://app:one@mq" }, { url: "amqp://app:two@mq" }));
    assert.doesNotMatch(text, /app:(?:one|two)/);
  });

  it("the old value when a property becomes secret, and the new one when it is one no more", () => {
    assert.doesNotMatch(on(update({ a: "hunter2" }, { a: SECRET })), /hunter2/);
    assert.doesNotMatch(on(update({ a: SECRET }, { a: "hunter2" })), /hunter2/);
    assert.doesNotMatch(on(update({ a: { b: "hunter2" } }, { a: SECRET })), /hunter2/);
  });

  it("unescaped text: what a value holds ends nothing and begins nothing", () => {
    const text = on(update({}, { a: "</pre></details><h1>x</h1> & ``` \n```" }));
    const html = htmlOf(text);
    assert.doesNotMatch(html, /<h1>/);
    assert.ok(isBalanced(html));
  });

  it("no counts: creations, updates, replacements and deletions are counted for each stack", () => {
    const steps = ["create", "update", "update", "delete"].map((op, at): Step => ({
      op,
      type: TOPIC,
      name: `t-${at}`,
      old: { a: 1 },
      new: { a: 2 },
    }));
    assert.match(on(...steps), /\| `prod` \| ✅ planned \| 1 \| 2 \| \| 1 \|/);
  });

  it("a replacement not taken for a destruction: it is a danger, with what causes it", () => {
    const type = "gcp:storage/bucket:Bucket";
    const step: Step = update({ location: "EU" }, { location: "US" }, { op: "replace", type });
    const text = on({ ...step, keys: ["location"] });
    assert.match(text, /^## 🛑 1 danger to data in `prod`/);
    assert.match(text, /would be replaced, because of `location` \(`"EU"` → `"US"`\)/);
  });

  it("no section on policies: what was refused stands above the diffs, and is counted", () => {
    const events = [policySays("no-public-bucket", "It is public.")];
    const text = comment(documentOf([plan({ ok: false, events, steps: [update({ a: 1 }, { a: 2 })] })])); // prettier-ignore
    assert.match(text, /^## ⛔ Policies refuse `prod`/);
    assert.ok(text.indexOf("1 violation") < text.indexOf("<details>"));
  });

  it("unknown taken for fine: what was not checked is said, and a value not known yet is told", () => {
    const events = [policySays("not-yet-checked", "member", { level: "advisory" })];
    const steps = [update({ a: "x" }, { a: UNKNOWN })];
    const text = comment(documentOf([plan({ events, steps })]));
    assert.match(text, /Not yet checked: 1 resource of <code>prod<\/code>/);
    assert.match(text, /\+ {5}a: \(known after the update\)/);
  });

  it("a plan against code taken for one against what is deployed: the table tells", () => {
    const commit = "9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b";
    const cell = (against: Parameters<typeof plan>[0]) => comment(documentOf([plan(against)]));
    assert.match(
      cell({ against: { kind: "code", commit } }),
      /the code of 9c8b7a6, not what is deployed/,
    );
    assert.match(cell({ against: { kind: "plan-base", commit } }), /its plan base of 9c8b7a6/);
    assert.match(cell({}), /\| what is deployed \|/);
  });

  it("secrets of a plan base taken for compared", () => {
    const against = { kind: "plan-base" } as const;
    const steps = [update({ a: SECRET }, { a: SECRET }, { diffs: ["a"] })];
    assert.match(comment(documentOf([plan({ against, steps })])), /a: secret: not compared/);
  });

  it("long values that differ far from where they begin: the part that differs is shown", () => {
    const start = "same ".repeat(200);
    const text = on(update({ a: `${start}old` }, { a: `${start}new` }));
    assert.match(text, /-\s+a: …[^\n]*old"/);
    assert.match(text, /\+\s+a: …[^\n]*new"/);
  });
});
