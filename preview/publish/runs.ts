import type { GitHub } from "../github/client.ts";
import { compareRuns, type Run } from "../github/marker.ts";
import type { PullRequest } from "../github/pull.ts";
import { workflowRun, type WorkflowRun } from "./event.ts";

/** What a run says it is a preview of. */
export interface Bound {
  /** Of the pull request. */
  readonly number: number;
  /** The branch that it went to when the run began. */
  readonly base: string;
}

/**
 * Which pull request a run is of, by the name that `preview.yml` gives it; `undefined` for any other
 * name. GitHub itself does not tell: the pull requests that it lists with a run are those that have its
 * head by now.
 */
export function boundBy(title: string): Bound | undefined {
  const [, number, base] = /^preview of #(\d{1,15}) into (\S+)$/.exec(title) ?? [];
  return number && base ? { number: Number(number), base } : undefined;
}

/** The previews of a pull request that GitHub knows of. */
export interface Previews {
  /** Of its head, into its base. */
  readonly newest: WorkflowRun | undefined;
  /** Of any head and base that it had. */
  readonly last: Run;
}

/**
 * The newest runs of a workflow that are of this pull request and of no other that has its head. Needs
 * `actions: read`.
 *
 * @param workflow - the file's name.
 * @param ended - one that has just ended, of which a list that lags may say that it still runs.
 */
export async function previewsOf(
  github: GitHub,
  workflow: string,
  pull: PullRequest,
  ended?: WorkflowRun,
): Promise<Previews> {
  // Any number of forks may have a branch of this name, and its runs fill the list then.
  const ofHead = await runsOf(github, workflow, pull, { head_sha: pull.headSha });
  const ofBranch = await runsOf(github, workflow, pull, { branch: pull.headBranch });
  const all = [...(ended && isOf(ended, pull) ? [ended] : []), ...ofHead, ...ofBranch];
  const ours = all.sort((one, other) => compareRuns(numberOf(other), numberOf(one)));
  const newest = ours.find(
    (run) => run.head_sha === pull.headSha && boundBy(run.display_title)?.base === pull.base,
  );
  const last = ours[0] ? numberOf(ours[0]) : { number: 0, attempt: 0 };
  return { newest, last };
}

/** By what a comment tells of which run it is. */
export function numberOf({ run_number: number, run_attempt: attempt }: WorkflowRun): Run {
  return { number, attempt };
}

async function runsOf(
  { owner, repo, api }: GitHub,
  workflow: string,
  pull: PullRequest,
  which: { readonly head_sha: string } | { readonly branch: string },
): Promise<readonly WorkflowRun[]> {
  const route = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
  const { data } = await api.request(route, {
    ...{ owner, repo, workflow_id: workflow },
    ...{ event: "pull_request", per_page: 100, ...which },
  });
  return data.workflow_runs.map((run) => workflowRun.parse(run)).filter((run) => isOf(run, pull));
}

function isOf(run: WorkflowRun, { number, headBranch, headRepository }: PullRequest): boolean {
  return (
    boundBy(run.display_title)?.number === number &&
    run.head_branch === headBranch &&
    run.head_repository?.full_name.toLowerCase() === headRepository?.toLowerCase()
  );
}
