import assert from "node:assert/strict";
import { join } from "node:path";

import { run } from "../../engine/processes.ts";
import { LocalCloudClient } from "../../local/client.ts";
import { localFoldersOf } from "../../local/stacks/folders.ts";
import { localGitHub } from "../github/local.ts";
import { TOKEN } from "../github/server.ts";
import { SecretsProject } from "./secrets-project.ts";

const PROGRAM = `import "./policy/guard.ts";
import * as gcp from "@pulumi/gcp";

if (process.env["GITHUB_TOKEN"] !== undefined) throw new Error("the program is given the token");
const project = "acme-shop-dev";
const provider = new gcp.Provider("google", { project, region: "asia-southeast2" });
`;
const GIVEN =
  'new gcp.projects.IAMMember("a", { project, role: "roles/viewer", member: "allUsers" }, { provider });';

describe("bulkhead preview --comment", () => {
  const server = localGitHub();
  let project: SecretsProject;
  let sha: string;

  const git = async (...args: string[]) => {
    const own = ["-c", "user.name=a", "-c", "user.email=a@acme.example"];
    const { code, stdout, stderr } = await run({
      ...{ file: "git", args: [...own, ...args], cwd: project.root },
    });
    assert.equal(code, 0, stderr);
    return stdout.trim();
  };
  const commit = async (program: string) => {
    await project.write("index.ts", program);
    await git("add", "--", "index.ts");
    await git("commit", "--quiet", "--allow-empty", "-m", "a");
    sha = await git("rev-parse", "HEAD");
    const head = { ref: "tidy", sha, repo: { full_name: "acme/shop" }, owner: "acme" };
    const base = { ref: "main", sha: "d".repeat(40) };
    server.repository.pulls.push({ number: 7, user: ALICE, state: "open", head, base });
  };

  before(async () => {
    project = await SecretsProject.make();
    await git("init", "--quiet");
  });

  after(async () => {
    const { cloud } = localFoldersOf(project.root, join(project.root, "data"));
    await LocalCloudClient.open(cloud).then((client) => client.stop());
    await project.remove();
  });

  /** Of the job of a workflow, as far as it is needed. */
  const job = (rest: Readonly<Record<string, string>> = {}) => ({
    ...{ GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: "acme/shop" },
    ...{ GITHUB_API_URL: server.apiUrl, GITHUB_EVENT_NAME: "pull_request" },
    GITHUB_EVENT_PATH: join(project.root, "event.json"),
    ...{ GITHUB_RUN_NUMBER: "41", GITHUB_RUN_ATTEMPT: "1" },
    ...rest,
  });
  const preview = async (env: Readonly<Record<string, string>>) => {
    const repository = { full_name: "acme/shop" };
    const event = { repository, pull_request: { number: 7, head: { sha, repo: repository } } };
    await project.write("event.json", JSON.stringify(event));
    const args = ["preview", "dev", "--local", "--comment"];
    return server.world.alone(() => project.bulkhead(args, { env }));
  };

  it("publishes what it has planned, by no other exit code than without", async () => {
    await commit(PROGRAM);
    const { code, stdout, stderr } = await preview(job());
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /The comment is created: https:/);
    const [comment] = server.repository.comments;
    assert.match(comment?.body ?? "", /^<!-- bulkhead:preview program=bulkhead run=41\.1 -->/);
    assert.match(comment?.body ?? "", new RegExp(`at \`${sha.slice(0, 7)}\``));
    await commit(PROGRAM + GIVEN);
    server.repository.pulls.shift();
    const refused = await preview(job({ GITHUB_RUN_NUMBER: "42" }));
    assert.equal(refused.code, 3, refused.stdout + refused.stderr);
    assert.match(server.repository.comments[0]?.body ?? "", /⛔ Policies refuse `dev`/);
  });

  it("ends with 1 where it cannot publish, and shows the plan all the same", async () => {
    await commit(PROGRAM);
    server.denied = /issues\/7\/comments/;
    const { code, stdout } = await preview(job());
    assert.equal(code, 1, stdout);
    assert.match(stdout, /dev[^]*to create[^]*not published: .*`permissions: \{ pull-requests/);
  });

  for (const [name, value, says] of [
    ["GITHUB_TOKEN", "", /GITHUB_TOKEN is not set/],
    ["GITHUB_REPOSITORY", "", /GITHUB_REPOSITORY is not set/],
    ["GITHUB_EVENT_NAME", "", /GITHUB_EVENT_NAME is not set/],
    ["GITHUB_RUN_NUMBER", "x", /GITHUB_RUN_NUMBER is not set/],
  ] as const) {
    it(`is wrong usage without ${name}, and plans nothing`, async () => {
      await commit(PROGRAM);
      const { code, stdout, stderr } = await preview(job({ [name]: value }));
      assert.equal(code, 2, stdout + stderr);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /preview started/);
      assert.deepEqual(server.asked, []);
    });
  }

  it("is wrong usage where another commit than the head is checked out", async () => {
    await commit(PROGRAM);
    const checkedOut = sha;
    sha = "e".repeat(40);
    const { code, stderr } = await preview(job());
    assert.equal(code, 2, stderr);
    assert.match(stderr, new RegExp(`${checkedOut}[^]*${sha}[^]*ref:`));
  });
});

const ALICE = { id: 1, login: "alice" };
