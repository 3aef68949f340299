import type { Guards } from "../document/plan.ts";
import type { GitHub } from "../github/client.ts";
import { GitHubError } from "../github/errors.ts";
import type { PullRequest } from "../github/pull.ts";
import { changedKeys, isGuard, isStackFile } from "../guard-changes.ts";

type Changed = Guards["changed"];

/**
 * The guards that a pull request changes, as GitHub itself tells: what the documents say of them was
 * written by the change's own code. Needs `pull-requests: read` and `contents: read`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function guardsChangedBy(github: GitHub, pull: PullRequest): Promise<Changed> {
  const { owner, repo, api } = github;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  const files = await api.paginate(route, { owner, repo, pull_number: pull.number, per_page: 100 });
  const changes = files.flatMap(({ filename, previous_filename: before, status }): Changed => [
    { path: filename, kind: KINDS[status] ?? "modified" },
    // A guard that was moved away is a guard that is gone.
    ...(before !== undefined && status === "renamed"
      ? [{ path: before, kind: "deleted" as const }]
      : []),
  ]);
  const ofStacks = changes.filter(({ path }) => isStackFile(path));
  const found = [
    ...changes.filter(({ path }) => isGuard(path)),
    ...(ofStacks.length > 0 ? await keysOf(github, pull, ofStacks) : []),
    // What GitHub leaves out may be guards.
    ...(files.length < MOST_LISTED ? [] : [{ path: BEYOND, kind: "modified" as const }]),
  ];
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** "List pull requests files": "Responses include a maximum of 3000 files". */
const MOST_LISTED = 3_000;
const BEYOND = "more files than GitHub lists";

const KINDS: Readonly<Record<string, Changed[number]["kind"]>> = {
  added: "added",
  renamed: "added",
  copied: "added",
  removed: "deleted",
};

/** What guards go by in the stack files that change, compared with where the branch began. */
async function keysOf(github: GitHub, pull: PullRequest, files: Changed): Promise<Changed> {
  const { owner, repo, api } = github;
  const basehead = `${pull.base}...${pull.headSha}`;
  const compare = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const { data } = await api.request(compare, { owner, repo, basehead, per_page: 1 });
  const found: Changed = [];
  for (const { path, kind } of files) {
    const before = await textAt(github, path, data.merge_base_commit.sha);
    const after = await textAt(github, path, pull.headSha);
    found.push(...changedKeys(before, after).map((key) => ({ path: `${path}: ${key}`, kind })));
  }
  return found;
}

/** A file's text; empty where there is none, and no YAML where it is not to be had. */
async function textAt(github: GitHub, path: string, ref: string): Promise<string> {
  const { owner, repo, api } = github;
  try {
    const route = "GET /repos/{owner}/{repo}/contents/{path}";
    const { data } = await api.request(route, { owner, repo, path, ref });
    const isRead = !Array.isArray(data) && data.type === "file" && data.encoding === "base64";
    return isRead ? Buffer.from(data.content, "base64").toString("utf8") : NO_YAML;
  } catch (error) {
    if (error instanceof GitHubError && error.code === 404) return "";
    throw error;
  }
}

const NO_YAML = "{";
