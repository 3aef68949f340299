import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { run } from "../../../engine/processes.ts";
import { wired } from "../../../preview/bases/encoding.ts";
import { planBaseOf } from "../../../preview/bases/export.ts";
import { publishedIn } from "../../../preview/bases/published.ts";
import { settle } from "../../../preview/bases/settle.ts";
import { withoutUncompared } from "../../../preview/bases/uncompared.ts";
import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import { Repository } from "../../e2e/repository.ts";
import { documentOf, plan, SECRET } from "../planned.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const envs = (variables: Readonly<Record<string, unknown>>) => ({
  template: {
    containers: [{ envs: Object.entries(variables).map(([name, value]) => ({ name, value })) }],
  },
});

interface Deployed {
  readonly variables: Readonly<Record<string, unknown>>;
  /** What stands elsewhere in the state. */
  readonly beside?: Readonly<Record<string, unknown>>;
  readonly published?: readonly string[];
}

/** What the plan base has for the variables of a service. */
function keptOf({ variables, beside = {}, published = [] }: Deployed) {
  const resources = [
    { urn: "urn:pulumi:prod::acme::x::api", type: SERVICE, inputs: envs(variables) },
    { urn: "urn:pulumi:prod::acme::x::other", type: "a:b:C", inputs: beside },
  ];
  const base = planBaseOf({
    ...{ project: "acme", stack: "prod", commit: undefined, encrypted: [], names: [], published },
    deployment: { manifest: { time: "2026-11-21T10:00:00Z" }, resources },
  });
  return base.state.resources[0]?.inputs ?? {};
}

describe("a variable of a workload, in a plan base", () => {
  const [OLD, NEW] = ["https://api.acme.example", "https://evil.example"];
  const variables = { API_URL: OLD };
  const mark = (index: number) => `bulkhead-placeholder-${index}`;

  for (const [where, of] of Object.entries<Deployed>({
    "the deployed commit": { variables, published: [OLD] },
    "the plan base itself": { variables, beside: { description: OLD } },
  })) {
    it(`is kept where ${where} says it anyway, so that a change of it is one`, () => {
      const told: unknown[] = [];
      const kept = keptOf(of);
      assert.deepEqual(kept, envs(variables));
      const asked = settle(wired(kept), envs({ API_URL: NEW }), (path) => told.push(path));
      assert.deepEqual([asked, told], [envs({ API_URL: NEW }), []]);
    });
  }

  it("is not kept else: it could be a secret, and is told as not compared", () => {
    const told: unknown[] = [];
    const kept = keptOf({ variables });
    assert.deepEqual(kept, envs({ API_URL: mark(1) }));
    const asked = settle(kept, envs({ API_URL: NEW }), (...place) => told.push(place));
    assert.deepEqual(asked, kept);
    const place = ["template", "containers", 0, "envs", 0, "value"];
    assert.deepEqual(told, [[place, false]]);
  });

  const long = "correct-horse-Battery-77-staple";
  for (const [what, of] of Object.entries<Deployed>({
    "that the state calls secret": { variables: { A: long }, beside: { own: secret(long) } },
    "whose name says that it is one": { variables: { DB_PASSWORD: "hunter2" } },
    "that looks drawn by lot": { variables: { A: "kX9mQ2pL7zaB3Yw8Rt5" } },
    "with a password in it": { variables: { A: "postgres://app:hunter2@db/main" } },
  })) {
    it(`is not kept ${what}, wherever it is published`, () => {
      const texts = Object.values(of.variables).map(String);
      const kept = JSON.stringify(keptOf({ ...of, published: texts }));
      assert.ok(!texts.some((text) => kept.includes(text)), kept);
    });
  }

  it("counts as published where a file of the commit quotes it, and nowhere else", async () => {
    const repository = await Repository.make();
    try {
      const { root } = repository;
      await writeFile(join(root, "api.ts"), `export const url = "${OLD}";\n`);
      await repository.commit();
      await writeFile(join(root, "api.ts"), `export const url = "${NEW}";\n`);
      await writeFile(join(root, "more.ts"), `export const url = "${NEW}";\n`);
      const { stdout } = await run({ file: "git", args: ["rev-parse", "HEAD"], cwd: root });
      const published = await publishedIn(root, stdout.trim());
      assert.deepEqual([published.has(OLD), published.has(NEW)], [true, false]);
      assert.equal((await publishedIn(root, undefined)).size, 0);
    } finally {
      await repository.remove();
    }
  });
});

describe("a plan that could not compare everything", () => {
  const against = { kind: "plan-base" } as const;
  const comment = (of: ReturnType<typeof plan>) => {
    const document = documentOf([withoutUncompared(of)]);
    return render(document, { verdict: verdictOf(document) });
  };
  const component = (old: unknown, now: unknown) =>
    plan({
      against,
      steps: [
        { op: "update", type: "acme:index:App", name: "app", old: { env: { A: old } }, new: { env: { A: now } }, diffs: ["env"] }, // prettier-ignore
      ],
    });

  for (const [what, old, now] of [
    ["a placeholder", "bulkhead-placeholder-3", "https://evil.example"],
    ["a placeholder that the engine masks", "[secret]2", "https://evil.example"],
    ["a secret", SECRET, SECRET],
  ] as const) {
    it(`does not say "No changes" without it: ${what}`, () => {
      const text = comment(component(old, now));
      assert.match(text, /^## ✅ No changes, 1 value not compared$/m);
      assert.match(text, /\| ✅ no changes, 1 not compared \|/);
      assert.match(text, /Not compared: 1 value of <code>prod<\/code> that its plan base does not/);
      assert.match(text, /only the deployment compares them/);
      assert.doesNotMatch(text, /judged by the update/);
    });
  }

  it("shows a change of what is hidden, where both values are known", () => {
    const text = comment(component("https://api.acme.example", "https://evil.example"));
    assert.match(text, /^## ✅ Changes to <code>prod<\/code>|^## ✅ Changes to `prod`$/m);
    assert.match(text, /env\.A: secret, changed/);
    assert.doesNotMatch(text, /not compared|evil/);
  });
});
