import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { comment } from "../../cli/comment.ts";
import { example } from "../preview/received/example.ts";

/** What GitHub Actions sets in a job. */
const JOB = {
  ...{ GITHUB_RUN_NUMBER: "41", GITHUB_RUN_ATTEMPT: "2", GITHUB_RUN_ID: "99" },
  ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/shop" },
};

describe("the comment on plan documents, in a workflow's job", () => {
  const before = { ...process.env };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-comment-"));
    Object.assign(process.env, JOB, { GITHUB_STEP_SUMMARY: join(folder, "summary") });
  });

  afterEach(async () => {
    process.env = { ...before };
    await rm(folder, { recursive: true });
  });

  const commentOn = async (number: number) => {
    const [file, json] = [join(folder, "plan.json"), join(folder, "all.json")];
    const run = { number, attempt: 1, url: "https://evil.example/phish" };
    await writeFile(file, JSON.stringify({ ...example(), run }));
    await comment([file], { json, markdown: join(folder, "all.md"), summary: true });
    const written = ["all.json", "all.md", "summary"].map((name) => join(folder, name));
    return Promise.all(written.map((path) => readFile(path, "utf8")));
  };

  it("links its own run, whatever a document says", async () => {
    const texts = await commentOn(41);
    for (const text of texts) assert.doesNotMatch(text, /evil\.example/);
    assert.match(texts[0] ?? "", /"url":"https:\/\/github\.com\/acme\/shop\/actions\/runs\/99"/);
  });

  it("is of no other run", async () => {
    await assert.rejects(commentOn(40), /run\.number: is not 41/);
  });
});
