import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";
import { render } from "../../preview/comment/render.ts";
import { verdictOf } from "../../preview/comment/verdict.ts";
import { dangersOf } from "../../preview/document/dangers.ts";
import { makeDocument } from "../../preview/document/document.ts";
import { planDocument, type PlanDocument } from "../../preview/document/plan.ts";
import { planStacks, sortOut } from "../../preview/plan-stacks.ts";
import { Scratch } from "./scratch.ts";

describe("a preview of stacks that stand", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
    const [result] = await scratch.run("up", "staging");
    assert.deepEqual(result?.errors, []);
  });

  after(() => scratch.remove());

  const preview = async (...stacks: string[]): Promise<PlanDocument> => {
    const { root } = scratch.folders;
    const ground = {
      engine: await scratch.engine(),
      against: () => ({ kind: "deployed" }) as const,
    };
    const { environments } = sortOut(root, stacks);
    const quiet = { report: () => undefined, watch: () => undefined };
    const plans = await planStacks(ground, environments, quiet);
    const origin = { versions: { bulkhead: "0.0.0" } };
    return planDocument.parse(
      makeDocument({ root, origin, guards: { changed: [] }, stacks: plans }),
    );
  };

  it("finds nothing to do where nothing was changed", async () => {
    const document = await preview("staging");
    const [plan] = document.stacks;
    assert.deepEqual(plan?.operations, []);
    assert.equal(plan.outcome, "planned");
    assert.equal(verdictOf(document).code, 0);
    assert.match(render(document, { verdict: verdictOf(document) }), /^## ✅ No changes$/m);
  });

  it("names what would be lost and why, also where it is protected, and ends with 4", async () => {
    await scratch.configure("staging", "bulkhead:generation", 2);
    const document = await preview("staging");
    await scratch.configure("staging", "bulkhead:generation", 1);
    const dangers = dangersOf(document).map(({ what, operation, causes }) => [
      `${operation.operation} ${what} ${operation.name}`,
      causes,
    ]);
    assert.deepEqual(dangers, [
      ["replace database database-app", ["instance"]],
      ["replace database instance database", ["name"]],
      ["replace database user database-api", ["instance"]],
      ["replace database user database-bootstrap", ["instance"]],
      ["replace database user database-migrate", ["instance"]],
    ]);
    assert.equal(verdictOf(document).code, 4);
  });

  it("says of a program that fails what it said, and plans the other stack", async () => {
    await scratch.program(`
      import "${ROOT}/policy/guard.ts";
      import * as pulumi from "@pulumi/pulumi";
      if (pulumi.getStack() === "dev") throw new Error("no such region: asia-nowhere");
    `);
    const document = await preview("dev", "staging");
    assert.deepEqual(
      document.stacks.map(({ stack, outcome }) => [stack, outcome]),
      [
        ["dev", "failed"],
        ["staging", "planned"],
      ],
    );
    assert.match(document.stacks[0]?.errors.join("\n") ?? "", /no such region: asia-nowhere/);
    const verdict = verdictOf(document);
    assert.equal(verdict.code, 1);
    const comment = render(document, { verdict });
    assert.match(comment, /^## ❌ `dev` could not be planned$/m);
    assert.match(comment, /no such region: asia-nowhere/);
    assert.match(comment, /`secrets-payment-key`/, "what staging would lose");
  });

  it("says of a provider that has crashed that the stack could not be planned", async () => {
    const engine = await scratch.engine();
    await (await scratch.cloud()).stop();
    const { environments } = sortOut(scratch.folders.root, ["staging"]);
    const ground = { engine, against: () => ({ kind: "deployed" }) as const };
    const quiet = { report: () => undefined, watch: () => undefined };
    const [plan] = await planStacks(ground, environments, quiet);
    assert.equal(plan?.outcome, "failed");
    assert.notDeepEqual(plan.errors, []);
  });
});

describe("a preview that is cancelled", () => {
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
  });

  after(() => rm(home, { recursive: true }));

  it("writes its document, in which the stack is cancelled, and ends with 130", async () => {
    const file = join(home, "plan.json");
    const env = { ...process.env, BULKHEAD_HOME: join(home, "data") };
    const bulkhead = [join(ROOT, "cli", "bulkhead.mjs")];
    const child = spawn(
      process.execPath,
      [...bulkhead, "preview", "--local", "dev", "--json", file],
      { env, stdio: ["ignore", "ignore", "pipe"] },
    );
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    for await (const line of createInterface({ input: child.stderr })) {
      if (line === "dev: preview started") child.kill("SIGINT");
    }
    assert.equal(await ended, 130);
    const document = planDocument.parse(JSON.parse(await readFile(file, "utf8")));
    assert.deepEqual(
      document.stacks.map(({ stack, outcome }) => [stack, outcome]),
      [["dev", "cancelled"]],
    );
    await run({ file: process.execPath, args: [...bulkhead, "cloud", "stop"], env });
  });
});
