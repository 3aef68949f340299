import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { writeWhole } from "../../engine/files.ts";
import { fileOf } from "../bases/format.ts";
import type { GitHub } from "../github/client.ts";
import { inOrder, memberText, type Artifact } from "./artifacts.ts";

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
 * repository: a branch of a fork can have its name, a pull request's run tells the branch of its head,
 * a tag can have the name of the branch, and any run can store an artifact of any name. Needs `actions:
 * read` and `contents: read`.
 *
 * @returns The stacks that have one.
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function fetchBases(github: GitHub, of: BasesOf): Promise<readonly string[]> {
  const { owner, repo, api } = github;
  const found: string[] = [];
  const isBelieved = remembered((run: number) => isOfBranch(github, run, of));
  await mkdir(of.folder, { recursive: true });
  for (const stack of of.stacks) {
    const name = `plan-base-${stack}`;
    const route = "GET /repos/{owner}/{repo}/actions/artifacts";
    const { data } = await api.request(route, { owner, repo, name, per_page: 100 });
    const stored = data.artifacts.filter(
      ({ workflow_run: run }) =>
        run?.head_branch === of.branch &&
        run.repository_id === of.repositoryId &&
        run.head_repository_id === of.repositoryId,
    );
    const newest = await firstBelieved(inOrder(stored, name), isBelieved);
    const file = fileOf(stack);
    const received = newest && (await memberText(github, newest, file));
    if (!received) continue;
    await writeWhole(join(of.folder, file), received.text);
    found.push(stack);
  }
  return found;
}

/** An artifact, as far as GitHub tells what made it. */
interface Stored extends Artifact {
  readonly workflow_run?: { readonly id?: number } | null;
}

async function firstBelieved<T extends Stored>(
  stored: readonly T[],
  isBelieved: (run: number) => Promise<boolean>,
): Promise<T | undefined> {
  for (const one of stored) {
    const { id } = one.workflow_run ?? {};
    if (id !== undefined && (await isBelieved(id))) return one;
  }
  return undefined;
}

/** What deploys, or looks for drift, and what starts it: never the code of a pull request. */
const FILES = [".github/workflows/deploy.yml", ".github/workflows/drift.yml"];
const EVENTS = ["push", "schedule", "workflow_dispatch"];

/** Whether a run is of a workflow that stores plan bases, at a commit that is on the branch. */
async function isOfBranch(
  { owner, repo, api }: GitHub,
  id: number,
  { branch }: BasesOf,
): Promise<boolean> {
  const of = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
  const { data: run } = await api.request(of, { owner, repo, run_id: id });
  const [file = ""] = run.path.split("@");
  const isOurs = FILES.includes(file) && EVENTS.includes(run.event);
  if (!isOurs || run.head_branch !== branch) return false;
  const where = { owner, repo, ref: `heads/${branch}` };
  const { data: tip } = await api.request("GET /repos/{owner}/{repo}/git/ref/{ref}", where);
  const basehead = `${tip.object.sha}...${run.head_sha}`;
  const compare = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const { data: compared } = await api.request(compare, { owner, repo, basehead, per_page: 1 });
  return compared.status === "identical" || compared.status === "behind";
}

/** A deployment of several stacks is one run. */
function remembered(ask: (run: number) => Promise<boolean>): (run: number) => Promise<boolean> {
  const known = new Map<number, Promise<boolean>>();
  return (run) => {
    const answer = known.get(run) ?? ask(run);
    known.set(run, answer);
    return answer;
  };
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
