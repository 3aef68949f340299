import assert from "node:assert/strict";

import type { Cause, WorkflowRun } from "../../../preview/publish/event.ts";
import { publish } from "../../../preview/publish/publish.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT, person } from "../../github/repository.ts";
import { alsoTelling, type Told } from "./runs.ts";
import { KNOWN, openBoth, plansOf, RUN, SHA } from "./shop.ts";

const INTO_FEATURE: WorkflowRun = {
  ...RUN,
  ...{ id: 100, run_number: 42, display_title: "preview of #8 into feature" },
};

describe("a run that was published", () => {
  const server = localGitHub();
  let told: Told;

  beforeEach(() => {
    openBoth(server);
    told = { artifacts: plansOf(RUN), runs: [RUN, INTO_FEATURE], files: [] };
    server.repository.branches["main"] = "e".repeat(40);
  });

  const run = async (cause: Cause, client: typeof fetch = alsoTelling(told)) => {
    const github = await server.client({ fetch: client });
    return server.world.alone(() => publish(github, cause, KNOWN));
  };
  const statuses = () =>
    Object.fromEntries(server.repository.statuses.map(({ context, state }) => [context, state]));
  const said = (issue: number) => {
    const ours = server.repository.comments.filter(
      ({ user, issue: of }) => user?.id === BOT.id && of === issue,
    );
    return ours.map(({ body }) => body.split("\n").slice(0, 2).join(" "));
  };
  const nothing = async (cause: Cause, because: RegExp) => {
    const outcome = await run(cause);
    assert.ok("because" in outcome);
    assert.match(outcome.because, because);
    assert.deepEqual([server.repository.comments, server.repository.statuses], [[], []]);
  };

  it("says nothing of another pull request of its head, in comment and status", async () => {
    await run({ run: RUN });
    told.artifacts = plansOf(INTO_FEATURE, true);
    await run({ run: INTO_FEATURE });
    assert.deepEqual(statuses(), { "bulkhead/main": "failure", "bulkhead/feature": "success" });
    assert.match(said(7).join("\n"), /run=41\.1 --> ## 🛑 3 dangers/);
    assert.match(said(8).join("\n"), /run=42\.1 --> ## ✅ No changes/);
  });

  it("is found by a word on its pull request, and no newer one of another", async () => {
    await run({ run: RUN });
    server.repository.comment(7, person("mallory"), "/bulkhead acknowledge urn:pulumi:x::y 0");
    await run({ pull: 7 });
    assert.deepEqual(statuses(), { "bulkhead/main": "failure" });
    assert.match(said(7).join("\n"), /run=41\.1 --> ## 🛑 3 dangers/);
  });

  it("counts no more when the pull request goes into another branch", async () => {
    server.repository.pulls[0] = {
      ...(server.repository.pulls[0] ?? assert.fail()),
      base: { ref: "release", sha: "f".repeat(40) },
    };
    await nothing({ pull: 7 }, /no preview of .* into release has ended yet/);
    await nothing({ run: RUN }, /no open pull request has alice:tidy as its head/);
  });

  it("is of the pull request that its name says, also when another has its head now", async () => {
    const earlier = { ...RUN, display_title: "preview of #5 into main" };
    await nothing({ run: earlier }, /the run is of #5, and its head is that of #7 by now/);
  });

  it("is of none where its name says none", async () => {
    for (const display_title of ["Tidy up", "preview of #7 into main now", "nothing to plan"]) {
      await nothing({ run: { ...RUN, display_title } }, /says of no pull request/);
    }
  });

  it("is the newest one, whichever has just ended", async () => {
    const newer = { ...RUN, id: 101, run_number: 43 };
    told = { ...told, runs: [RUN, newer], artifacts: plansOf(newer, true) };
    await run({ run: RUN });
    assert.match(said(7).join("\n"), /run=43\.1 --> ## ✅ No changes/);
    assert.deepEqual(statuses(), { "bulkhead/main": "success" });
  });

  it("is one that has ended, also where GitHub's list does not know of it yet", async () => {
    told.runs = [{ ...RUN, status: "in_progress" }];
    await run({ run: RUN });
    assert.match(said(7).join("\n"), /run=41\.1 -->/);
  });

  it("gives way to a newer one that ends meanwhile", async () => {
    const newer = { ...RUN, id: 101, run_number: 43 };
    const telling = alsoTelling(told);
    const meanwhile: typeof fetch = (input, init) => {
      if (init?.method === "POST" && (input as string).endsWith("/reactions")) {
        Object.assign(told, { runs: [RUN, newer], artifacts: plansOf(newer, true) });
      }
      return telling(input, init);
    };
    await run({ run: RUN }, meanwhile);
    assert.deepEqual(said(7), [
      "<!-- bulkhead:preview program=bulkhead run=43.1 --> ## ✅ No changes",
    ]);
    assert.deepEqual(
      server.repository.statuses.map(({ state }) => state),
      ["success"],
    );
  });

  describe("is not silenced by a comment of", () => {
    const forged = (number: string) =>
      server.repository.comment(
        7,
        BOT,
        `<!-- bulkhead:preview program=bulkhead run=${number} -->\n## ✅ No changes`,
      );
    for (const number of ["999999999999999.1", "42.1", "41.999"]) {
      it(`the run ${number}, which there never was`, async () => {
        forged(number);
        await run({ run: RUN });
        assert.match(
          said(7).join("\n"),
          /^<!-- \S+ program=bulkhead run=41\.1 --> ## 🛑 3 dangers.*$/,
        );
        assert.deepEqual(statuses(), { "bulkhead/main": "failure" });
      });
    }

    it("a run of an earlier head, where its status is concerned", async () => {
      told.runs = [RUN, { ...RUN, id: 101, run_number: 43, head_sha: "9".repeat(40) }];
      forged("43.1");
      const outcome = await run({ run: RUN });
      assert.ok("published" in outcome && outcome.published.outcome === "superseded");
      assert.deepEqual(statuses(), { "bulkhead/main": "failure" });
      assert.equal(server.repository.statuses[0]?.sha, SHA);
    });
  });
});
