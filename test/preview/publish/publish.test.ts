import assert from "node:assert/strict";

import { ROOT } from "../../../engine/folders.ts";
import { readFiles } from "../../../environment/catalogue.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import type { Cause, WorkflowRun } from "../../../preview/publish/event.ts";
import { publish } from "../../../preview/publish/publish.ts";
import { localGitHub } from "../../github/local.ts";
import { person } from "../../github/repository.ts";
import { example, exampleOf } from "../received/example.ts";
import { archiveOf } from "./archive.ts";
import { alsoTelling, MERGE_BASE, openPull, uploaded, type Told } from "./runs.ts";

const SHA = example().commit ?? "";
const TIP = "e".repeat(40);
const STACKS = ["dev", "staging", "prod"];
const KNOWN = { files: readFiles(ROOT), stacks: STACKS, versions: { bulkhead: "0.1.0" } };
const CANARY = "q7Rw2ZkX9vLm4TbN8sHd";

const RUN: WorkflowRun = {
  ...{ id: 99, run_number: 41, run_attempt: 1, path: ".github/workflows/preview.yml" },
  ...{ event: "pull_request", status: "completed", conclusion: "success" },
  html_url: "https://github.com/acme/shop/actions/runs/99",
  ...{ head_sha: SHA, head_branch: "tidy", head_repository: { full_name: "alice/shop" } },
  display_title: "preview of #7 into main",
};

describe("publishing what a run planned", () => {
  const server = localGitHub();
  let told: Told;

  beforeEach(() => {
    openPull(server, SHA);
    told = { artifacts: STACKS.map((stack) => delivered(stack)), runs: [RUN], files: [] };
  });

  const delivered = (stack: string, document: unknown = exampleOf(stack)) => ({
    name: `plan-${stack}`,
    archive: uploaded(JSON.stringify(document)),
  });

  const run = async (cause: Cause = { run: RUN }) => {
    const github = await server.client({ fetch: alsoTelling(told) });
    return server.world.alone(() => publish(github, cause, KNOWN));
  };

  const comment = () => {
    const [one, ...more] = server.repository.comments.filter(({ user }) => user?.id === 41_898_282);
    assert.ok(one && more.length === 0);
    return one.body;
  };
  const status = () => server.repository.statuses.at(-1);

  it("comments on its pull request, and says by a status that a danger waits", async () => {
    await run();
    assert.match(
      comment(),
      /^<!-- bulkhead:preview program=bulkhead run=41\.1 -->\n## 🛑 3 dangers/,
    );
    assert.deepEqual(
      [status()?.sha, status()?.state, status()?.description, status()?.context],
      [SHA, "failure", "3 dangers wait for a code owner", "bulkhead/main"],
    );
    assert.match(status()?.target_url ?? "", /#issuecomment-/);
  });

  it("tells that a job delivered nothing, and that the run was cancelled", async () => {
    told.artifacts = told.artifacts.slice(0, 2);
    await run();
    assert.match(comment(), /`prod` could not be planned[^]*Its job delivered no plan/);
    assert.equal(status()?.state, "error");
    told.artifacts = [];
    await run({ run: { ...RUN, run_attempt: 2, conclusion: "cancelled" } });
    assert.match(comment(), /Cancelled before `dev`, `staging` and `prod` was planned/);
  });

  const hostile: readonly [string, () => Buffer, RegExp][] = [
    ["no archive", () => Buffer.from("hello"), /The archive is none/],
    ["no JSON", () => uploaded("{"), /is no JSON/],
    ["a plan of another stack", () => uploaded(of(exampleOf("dev"))), /is not the plan of prod/],
    ["plans of all stacks", () => uploaded(of(example())), /is not the plan of prod alone/],
    ["an unknown stack", () => uploaded(of(renamed("evil"))), /none of this project's stacks/],
    ["another commit", () => uploaded(of({ ...prod(), commit: TIP })), /commit: is not/],
    [
      "another run",
      () => uploaded(of({ ...prod(), run: { number: 9e9, attempt: 1 } })),
      /run\.num/,
    ],
    ["URNs of another stack", () => uploaded(of(urnsOf("dev"))), /does not begin with/],
    ["another program", () => uploaded(of({ ...prod(), program: "shop" })), /program: is not/],
    [
      "a bomb",
      () => archiveOf({ name: "plan.json", bytes: Buffer.alloc(64 * 1024 * 1024), says: 1 }),
      /cannot be unpacked/,
    ],
  ];
  for (const [what, archive, says] of hostile) {
    it(`loses one stack, and no other, to ${what}`, async () => {
      told.artifacts[2] = { name: "plan-prod", archive: archive() };
      await run();
      assert.match(comment(), says);
      assert.match(comment(), /\| `prod` \| ❌ failed/);
      assert.match(comment(), /\| `dev` \| 🛑 1 danger/);
      assert.equal(status()?.state, "error");
    });
  }

  it("does not fetch what GitHub says is too large", async () => {
    told.artifacts[2] = { ...delivered("prod"), size: 9e9 };
    await run();
    assert.match(comment(), /plan-prod has 9000000000 bytes/);
  });

  it("reads no path but the one, and takes the newest of several attempts", async () => {
    const path = { name: "plan-prod", archive: uploaded(of(prod()), "../../plan.json") };
    told.artifacts = [...told.artifacts.slice(0, 2), path];
    await run();
    assert.match(comment(), /delivered no plan/);
    const [plan] = prod().stacks;
    const empty = { ...prod(), stacks: [{ ...plan, operations: [] }] };
    told.artifacts = [...told.artifacts.slice(0, 2), delivered("prod"), delivered("prod", empty)];
    await run();
    assert.match(comment(), /\| `prod` \| ✅ no changes/);
  });

  it("shows no secret that a document holds unmasked, and links nothing of its choice", async () => {
    const [plan] = prod().stacks;
    const leaking = {
      ...prod(),
      run: { number: 41, attempt: 1, url: "https://evil.example/" },
      stacks: [{ ...plan, warnings: [`it was ${CANARY}`] }],
    };
    told.artifacts[2] = delivered("prod", leaking);
    await run();
    assert.match(comment(), /it was \[secret\]/);
    assert.doesNotMatch(comment(), /evil\.example|q7Rw/);
  });

  describe("with what GitHub tells of guards", () => {
    it("in place of what a document says", async () => {
      told.files = [
        { filename: "policy/guard.ts", status: "modified" },
        { filename: "docs/rules.ts", status: "renamed", previous_filename: "policy/rule.ts" },
        { filename: "index.ts", status: "modified" },
      ];
      await run();
      assert.match(comment(), /touches 2 guards/);
      assert.match(comment(), /modified `policy\/guard\.ts`\n> - deleted `policy\/rule\.ts`/);
      assert.doesNotMatch(comment(), /profiles\.ts/);
    });

    it("and of a stack file only the keys that guards go by", async () => {
      told.files = [{ filename: "Pulumi.prod.yaml", status: "modified" }];
      const { files } = server.repository;
      files[`${MERGE_BASE}:Pulumi.prod.yaml`] =
        "config: { bulkhead:project: a, bulkhead:egress: {} }";
      files[`${SHA}:Pulumi.prod.yaml`] =
        "config: { bulkhead:project: b, bulkhead:egress: { a: b } }";
      await run();
      assert.match(
        comment(),
        /touches 1 guard\b[^]*modified `Pulumi\.prod\.yaml: bulkhead:project`/,
      );
    });
  });

  describe("and what was acknowledged", () => {
    const lines = () =>
      example().stacks.flatMap(({ operations, digest }) =>
        operations
          .filter(({ operation, type }) => operation === "delete" && type.endsWith(":Bucket"))
          .map(({ urn }) => `/bulkhead acknowledge ${urn} ${digest}`),
      );

    beforeEach(() => {
      server.repository.branches["main"] = TIP;
      server.repository.files[`${TIP}:.github/CODEOWNERS`] = "* @carol\n";
    });

    it("opens the way, where a code owner says so of every danger", async () => {
      await run();
      assert.equal(status()?.state, "failure");
      server.repository.comment(7, person("carol"), lines().join("\n"));
      await run({ pull: 7 });
      assert.deepEqual(
        [status()?.state, status()?.description],
        ["success", "Changes to dev, staging, prod"],
      );
      assert.match(comment(), /acknowledged by `carol`/);
    });

    it("counts for nothing when the author says so, and the comment says why", async () => {
      server.repository.comment(7, person("alice"), lines().join("\n"));
      await run();
      assert.equal(status()?.state, "failure");
      assert.match(comment(), /do not count:\n\n- `alice` on `urn:.*its author opened the pull/);
    });

    it("is void for another plan", async () => {
      const stale = lines().map((line) => line.replace(/[0-9a-f]{64}$/, "0".repeat(64)));
      server.repository.comment(7, person("carol"), stale.join("\n"));
      await run();
      assert.equal(status()?.state, "failure");
      assert.match(comment(), /`carol` on `urn:[^`]*`: `it is of another plan than this`/);
    });
  });

  describe("is left alone", () => {
    const nothing = async (cause: Cause, because: RegExp) => {
      const outcome = await run(cause);
      assert.ok("because" in outcome);
      assert.match(outcome.because, because);
      assert.deepEqual([server.repository.comments, server.repository.statuses], [[], []]);
    };

    it("for a run of another workflow that has its name", async () => {
      const path = ".github/workflows/evil.yml";
      await nothing({ run: { ...RUN, path } }, /and no preview/);
    });

    it("for a run of another event", async () => {
      await nothing({ run: { ...RUN, event: "push" } }, /and no preview/);
    });

    it("for a commit that is no longer the head", async () => {
      await nothing({ run: { ...RUN, head_sha: TIP } }, /the head of #7 is/);
    });

    it("when the fork is gone", async () => {
      await nothing({ run: { ...RUN, head_repository: null } }, /is gone/);
    });

    it("for a word on a pull request whose preview still runs", async () => {
      told.runs = [RUN, { ...RUN, id: 100, run_number: 42, status: "in_progress" }];
      await nothing({ pull: 7 }, /no preview of .* has ended yet/);
    });
  });

  const prod = () => exampleOf("prod");
  const of = (document: unknown) => JSON.stringify(document);
  const urnsOf = (stack: string) =>
    JSON.parse(of(prod()).replaceAll("urn:pulumi:prod::", `urn:pulumi:${stack}::`)) as unknown;
  const renamed = (stack: string): PlanDocument => {
    const document = prod();
    return { ...document, stacks: document.stacks.map((plan) => ({ ...plan, stack })) };
  };
});
