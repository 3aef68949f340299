import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { causeOf } from "../../../preview/publish/event.ts";

describe("why a comment is published", () => {
  let path: string;

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), "bulkhead-event-")), "event.json");
  });

  afterEach(() => rm(join(path, ".."), { recursive: true }));

  const cause = async (name: string, event: unknown) => {
    await writeFile(path, JSON.stringify(event));
    return causeOf({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path });
  };

  it("is a comment on a pull request, by its number", async () => {
    const event = { issue: { number: 7, pull_request: {}, title: "x" }, comment: { body: "y" } };
    assert.deepEqual(await cause("issue_comment", event), { pull: 7 });
  });

  it("is not a comment on an issue", async () => {
    await assert.rejects(cause("issue_comment", { issue: { number: 7 } }), /issue\.pull_request/);
  });

  it("is the run of a workflow", async () => {
    const run = {
      ...{ id: 9, run_number: 4, run_attempt: 1, path: ".github/workflows/preview.yml@main" },
      ...{ event: "pull_request", status: "completed", conclusion: "failure", html_url: "u" },
      ...{ head_sha: "a".repeat(40), head_branch: "tidy", display_title: "x" },
      head_repository: { full_name: "alice/shop" },
    };
    const found = await cause("workflow_run", { workflow_run: { ...run, more: true } });
    assert.deepEqual(found, { run });
  });

  it("is nothing else", async () => {
    await assert.rejects(cause("push", {}), /runs on push/);
    await assert.rejects(causeOf({}), /runs on nothing/);
  });
});
