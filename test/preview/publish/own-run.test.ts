import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { publishOwn, targetOf, type Target } from "../../../preview/publish/own-run.ts";
import { localGitHub } from "../../github/local.ts";
import { person } from "../../github/repository.ts";
import { example } from "../received/example.ts";
import { openPull } from "./runs.ts";

const SHA = example().commit ?? "";
const TIP = "e".repeat(40);
const OWN = { full_name: "acme/shop" };

describe("the pull request that a job plans itself", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-event-"));
  });

  after(() => rm(folder, { recursive: true }));

  const target = async (name: string, event: unknown) => {
    const path = join(folder, "event.json");
    await writeFile(path, JSON.stringify(event));
    return targetOf({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path });
  };
  const pulled = (repo: unknown) => ({
    repository: OWN,
    pull_request: { number: 7, head: { sha: SHA, repo } },
  });
  const pushed = { repository: OWN, ref: "refs/heads/tidy/up", after: SHA };

  it("is the event's, or the one that has the pushed branch as its head", async () => {
    assert.deepEqual(await target("pull_request", pulled(OWN)), { pull: 7, headSha: SHA });
    assert.deepEqual(await target("push", pushed), {
      head: { headRepository: "acme/shop", headBranch: "tidy/up", headSha: SHA },
      headSha: SHA,
    });
  });

  for (const [what, repo] of Object.entries({
    "a fork": { full_name: "alice/shop" },
    "a fork that is gone": null,
  })) {
    it(`is none of ${what}, whose code nobody has read`, async () => {
      await assert.rejects(target("pull_request", pulled(repo)), {
        exitCode: 2,
        message: /fork[^]*preview\.yml[^]*publish\.yml/,
      });
    });
  }

  const unknown: readonly [string, () => Promise<Target>, RegExp][] = [
    ["nothing", () => targetOf({}), /GITHUB_EVENT_NAME is not set/],
    ["no event's file", () => targetOf({ GITHUB_EVENT_NAME: "push" }), /GITHUB_EVENT_PATH/],
    ["a pushed tag", () => target("push", { ...pushed, ref: "refs/tags/v1" }), /ref/],
    ["a schedule", () => target("schedule", {}), /GITHUB_EVENT_NAME is schedule/],
    [
      "what runs a stranger's code with a token",
      () => target("pull_request_target", pulled(OWN)),
      /GITHUB_EVENT_NAME is pull_request_target/,
    ],
  ];
  for (const [what, ask, says] of unknown) {
    it(`is not known from ${what}, which is wrong usage`, async () => {
      await assert.rejects(ask(), { exitCode: 2, message: says });
    });
  }
});

describe("publishing what a job has planned itself", () => {
  const server = localGitHub();

  beforeEach(() => {
    openPull(server, SHA);
  });

  const publish = async (target: Target, document = example()) => {
    const github = await server.client();
    const run = { number: 41, attempt: 1 };
    return server.world.alone(() => publishOwn(github, target, { document, run }));
  };
  const TARGET = { pull: 7, headSha: SHA };

  it("comments, and sets the status, with what was acknowledged", async () => {
    server.repository.branches["main"] = TIP;
    server.repository.files[`${TIP}:.github/CODEOWNERS`] = "* @carol\n";
    await publish(TARGET);
    const [first] = server.repository.comments;
    assert.match(first?.body ?? "", /^<!-- bulkhead:preview program=bulkhead run=41\.1 -->\n## 🛑/);
    assert.equal(server.repository.statuses.at(-1)?.state, "failure");
    const lines = first?.body.match(/^\/bulkhead acknowledge .*$/gm) ?? [];
    assert.ok(lines.length > 0);
    server.repository.comment(7, person("carol"), lines.join("\n"));
    const outcome = await publish(TARGET);
    assert.ok("verdict" in outcome);
    assert.equal(outcome.verdict.code, 0);
    assert.equal(server.repository.statuses.at(-1)?.state, "success");
    assert.equal(server.repository.comments.length, 2, "ours, and carol's");
  });

  it("asks GitHub which guards change, whatever the document says", async () => {
    const guards = { ...example().guards, changed: [{ path: "x.ts", kind: "added" as const }] };
    await publish(TARGET, { ...example(), guards });
    assert.doesNotMatch(server.repository.comments[0]?.body ?? "", /x\.ts|touches/);
  });

  it("says nothing of a head that was pushed to meanwhile, nor where there is no pull request", async () => {
    const head = { headRepository: "acme/shop", headBranch: "tidy", headSha: SHA };
    const outcomes = [
      await publish(TARGET, { ...example(), commit: TIP }),
      await publish({ head, headSha: SHA }),
    ];
    for (const [at, says] of [/the head of #7 is/, /no open pull request/].entries()) {
      const outcome = outcomes[at];
      assert.ok(outcome && "because" in outcome);
      assert.match(outcome.because, says);
    }
    assert.deepEqual(server.repository.comments, []);
  });
});
