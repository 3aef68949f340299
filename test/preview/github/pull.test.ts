import assert from "node:assert/strict";

import { pullRequest, pullRequestOf, type Head } from "../../../preview/github/pull.ts";
import { localGitHub } from "../../github/local.ts";
import { person, type Pull } from "../../github/repository.ts";

const SHA = "a".repeat(40);
const OTHER = "b".repeat(40);
const head: Head = { headSha: SHA, headRepository: "alice/shop", headBranch: "tidy" };

describe("the pull request of a run", () => {
  const server = localGitHub();
  const pull = (number: number, change: Partial<Pull["head"]> = {}, rest: Partial<Pull> = {}) => {
    const repo = { full_name: "alice/shop" };
    server.repository.pulls.push({
      number,
      user: person("alice"),
      state: "open",
      head: { owner: "alice", ref: "tidy", sha: SHA, repo, ...change },
      base: { ref: "main", sha: "c".repeat(40) },
      ...rest,
    });
  };
  const find = async (change: Partial<Head> = {}) => {
    const github = await server.client();
    return server.world.alone(() => pullRequestOf(github, { ...head, ...change }));
  };
  const url = "https://github.example/acme/shop/pull/7";
  const seven = {
    ...{ number: 7, url, author: "alice", base: "main" },
    ...{ headSha: SHA, headBranch: "tidy", headRepository: "alice/shop" },
  };

  it("from a fork is the open one with that commit at its head", async () => {
    pull(7);
    assert.deepEqual(await find(), seven);
  });

  it("is found whatever the case of the fork's name", async () => {
    pull(7, { repo: { full_name: "Alice/Shop" } });
    assert.deepEqual(await find(), { ...seven, headRepository: "Alice/Shop" });
  });

  it("is none when its head has moved on", async () => {
    pull(7, { sha: OTHER });
    assert.deepEqual(await find(), { because: `the head of #7 is ${OTHER} by now` });
  });

  const none = { because: "no open pull request has alice:tidy as its head" };
  it("is none when it is closed", async () => {
    pull(7, {}, { state: "closed" });
    assert.deepEqual(await find(), none);
  });

  it("is not another's branch of that name with that very commit", async () => {
    pull(7, { owner: "mallory", repo: { full_name: "mallory/shop" } });
    assert.deepEqual(await find(), none);
  });

  it("is not one of another repository of that owner", async () => {
    pull(7, { repo: { full_name: "alice/shop-2" } });
    assert.deepEqual(await find(), none);
  });

  it("is none when the fork is gone", async () => {
    pull(7, { repo: null });
    assert.deepEqual(await find(), none);
  });

  it("is asked for by base where one branch is proposed to two", async () => {
    pull(7);
    pull(8, {}, { base: { ref: "release", sha: OTHER } });
    assert.deepEqual(await find({ base: "main" }), seven);
    await assert.rejects(find(), {
      message: "alice:tidy is the head of #7 and #8: name the base branch of one.",
    });
  });

  it("is found among more than a page of them", async () => {
    for (let number = 100; number < 250; number++) pull(number, { sha: OTHER });
    pull(7);
    assert.deepEqual(await find(), seven);
  });

  it("can be asked for by the number that GitHub's own event names", async () => {
    pull(7);
    const github = await server.client();
    assert.deepEqual(await server.world.alone(() => pullRequest(github, 7)), seven);
  });
});
