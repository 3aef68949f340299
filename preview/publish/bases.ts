import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { writeWhole } from "../../engine/files.ts";
import { fileOf } from "../bases/format.ts";
import type { GitHub } from "../github/client.ts";
import { memberText, newestOf } from "./artifacts.ts";

/** Whose plan bases are taken, and where they go. */
export interface BasesOf {
  readonly stacks: readonly string[];
  readonly folder: string;
  /** The branch whose runs are believed: the default one. */
  readonly branch: string;
  /** The repository's own number. */
  readonly repositoryId: number;
}

/**
 * Fetches the newest plan base of each stack that a run of the believed branch stored, in this very
 * repository: a branch of a fork can have its name, and any run can store an artifact of any name.
 * Needs `actions: read`.
 *
 * @returns The stacks that have one.
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function fetchBases(github: GitHub, of: BasesOf): Promise<readonly string[]> {
  const { owner, repo, api } = github;
  const found: string[] = [];
  await mkdir(of.folder, { recursive: true });
  for (const stack of of.stacks) {
    const name = `plan-base-${stack}`;
    const route = "GET /repos/{owner}/{repo}/actions/artifacts";
    const { data } = await api.request(route, { owner, repo, name, per_page: 100 });
    const believed = data.artifacts.filter(
      ({ workflow_run: run }) =>
        run?.head_branch === of.branch &&
        run.repository_id === of.repositoryId &&
        run.head_repository_id === of.repositoryId,
    );
    const newest = newestOf(believed, name);
    const file = fileOf(stack);
    const received = newest && (await memberText(github, newest, file));
    if (!received) continue;
    await writeWhole(join(of.folder, file), received.text);
    found.push(stack);
  }
  return found;
}

/**
 * Which runs of this repository are believed, from the variables of a workflow's job.
 *
 * @throws UserError with exit code 2 where they are not set.
 */
export function believedIn(env: NodeJS.ProcessEnv): Pick<BasesOf, "branch" | "repositoryId"> {
  const { DEFAULT_BRANCH: branch = "", GITHUB_REPOSITORY_ID: id = "" } = env;
  if (branch !== "" && /^\d+$/.test(id)) return { branch, repositoryId: Number(id) };
  throw new UserError(
    "This is for a job of GitHub Actions: set DEFAULT_BRANCH, and GITHUB_REPOSITORY_ID is set there.",
    2,
  );
}
