import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { believedIn, fetchBases } from "../../../preview/publish/bases.ts";
import { localGitHub } from "../../github/local.ts";
import { alsoTelling, uploaded, type Artifact } from "./runs.ts";

const OURS = { id: 70, head_branch: "main", repository_id: 5, head_repository_id: 5 };
const TIP = "e".repeat(40);
const DEPLOYED = "a".repeat(40);
const ELSEWHERE = "b".repeat(40);

/** A run as GitHub tells of it. */
const DEPLOYMENT = {
  ...{ event: "push", path: ".github/workflows/deploy.yml", head_branch: "main" },
  head_sha: DEPLOYED,
};

describe("the plan bases of the last deployments", () => {
  const server = localGitHub();
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-bases-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const base = (text: string, run: Artifact["run"] = OURS, more: Partial<Artifact> = {}) => ({
    ...{ name: "plan-base-prod", archive: uploaded(text, "prod.plan-base.json"), run },
    ...more,
  });

  const fetched = async (...artifacts: Artifact[]) => fetchedOf({}, ...artifacts);
  const fetchedOf = async (run: Partial<typeof DEPLOYMENT>, ...artifacts: Artifact[]) => {
    server.repository.branches["main"] = TIP;
    const byId = { 70: DEPLOYMENT, 71: { ...DEPLOYMENT, ...run } };
    const compared = { [`${TIP}...${DEPLOYED}`]: "behind", [`${TIP}...${TIP}`]: "identical" };
    const github = await server.client({
      fetch: alsoTelling({ artifacts, runs: [], files: [], byId, compared }),
    });
    const of = { stacks: ["staging", "prod"], folder, branch: "main", repositoryId: 5 };
    return server.world.alone(() => fetchBases(github, of));
  };

  it("are the newest that the default branch stored, and none where it stored none", async () => {
    assert.deepEqual(
      await fetched(base("old"), base("new"), base("gone", OURS, { expired: true })),
      ["prod"],
    );
    assert.deepEqual(await readdir(folder), ["prod.plan-base.json"]);
    assert.equal(await readFile(join(folder, "prod.plan-base.json"), "utf8"), "new");
  });

  const foreign: readonly [string, Artifact["run"]][] = [
    ["another branch", { ...OURS, head_branch: "tidy" }],
    ["a fork's branch of that name", { ...OURS, head_repository_id: 6 }],
    ["another repository", { ...OURS, repository_id: 6, head_repository_id: 6 }],
    ["nobody knows whom", undefined],
  ];
  for (const [whom, run] of foreign) {
    it(`are not taken from ${whom}`, async () => {
      const others = { name: "plan-base-prod", archive: uploaded("x", "prod.plan-base.json") };
      assert.deepEqual(await fetched({ ...others, ...(run && { run }) }), []);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  const unlike: readonly [string, Partial<typeof DEPLOYMENT>][] = [
    ["a pull request from a branch of that name", { event: "pull_request" }],
    ["another workflow on the branch", { path: ".github/workflows/preview.yml" }],
    ["a tag of the branch's name", { head_sha: ELSEWHERE }],
    ["another branch", { head_branch: "tidy" }],
  ];
  for (const [whose, run] of unlike) {
    it(`are not taken from ${whose}, and the one before is`, async () => {
      const other = base("evil", { ...OURS, id: 71 });
      assert.deepEqual(await fetchedOf(run, base("good"), other), ["prod"]);
      assert.equal(await readFile(join(folder, "prod.plan-base.json"), "utf8"), "good");
    });
  }

  const alike: readonly [string, Partial<typeof DEPLOYMENT>][] = [
    ["the run that looks for drift", { event: "schedule", path: ".github/workflows/drift.yml" }],
    ["one that somebody started", { event: "workflow_dispatch" }],
    ["one at the tip", { head_sha: TIP, path: ".github/workflows/deploy.yml@refs/heads/main" }],
  ];
  for (const [whose, run] of alike) {
    it(`are also taken from ${whose}`, async () => {
      const other = base("newer", { ...OURS, id: 71 });
      assert.deepEqual(await fetchedOf(run, base("good"), other), ["prod"]);
      assert.equal(await readFile(join(folder, "prod.plan-base.json"), "utf8"), "newer");
    });
  }

  it("are one file by its name, wherever another path leads", async () => {
    const archive = uploaded("x", "../prod.plan-base.json");
    assert.deepEqual(await fetched(base("", OURS, { archive })), []);
  });

  it("are asked for by a workflow's own variables", () => {
    const env = { DEFAULT_BRANCH: "main", GITHUB_REPOSITORY_ID: "5" };
    assert.deepEqual(believedIn(env), { branch: "main", repositoryId: 5 });
    assert.throws(() => believedIn({ DEFAULT_BRANCH: "main" }), /GITHUB_REPOSITORY_ID/);
  });
});
