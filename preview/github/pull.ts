import { UserError } from "../../engine/errors.ts";
import type { GitHub } from "./client.ts";

/** An open pull request, as GitHub itself says. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  /** The login of who opened it; none when the account is gone. */
  readonly author: string | undefined;
  /** The commit at its head, 40 hexadecimal digits. */
  readonly headSha: string;
  readonly headBranch: string;
  /** "owner/name"; none when the fork is gone. */
  readonly headRepository: string | undefined;
  /** The branch that it goes to. */
  readonly base: string;
}

/**
 * Where a run came from; all three stand in the payload of `workflow_run`, which a run cannot
 * forge.
 */
export interface Head {
  readonly headSha: string;
  /** "owner/name" of the repository that the branch is in, a fork's as well. */
  readonly headRepository: string;
  readonly headBranch: string;
  /** Only pull requests to this branch; needed where one branch is proposed to several. */
  readonly base?: string;
}

/**
 * There is none, and why: no error, since a pull request may be closed or pushed to at any time.
 */
export interface NoPullRequest {
  readonly because: string;
}

/**
 * The open pull request that a run belongs to. The payload of `workflow_run` names none for a fork,
 * and a number that an artifact names is the word of whoever wrote the artifact: so GitHub is
 * asked, and the head must be the very commit. Needs `pull-requests: read`.
 *
 * @throws UserError when several have that head: give `base`. GitHubError as every request.
 */
export async function pullRequestOf(
  github: GitHub,
  head: Head,
): Promise<PullRequest | NoPullRequest> {
  const { owner, repo, api } = github;
  const [headOwner = ""] = head.headRepository.split("/", 1);
  const from = `${headOwner}:${head.headBranch}`;
  const query = { owner, repo, state: "open", head: from, per_page: 100 } as const;
  const open = await api.paginate("GET /repos/{owner}/{repo}/pulls", query);
  const right = open.filter(
    (pull) =>
      isSame(pull.head.repo, head.headRepository) &&
      pull.head.ref === head.headBranch &&
      (head.base === undefined || pull.base.ref === head.base),
  );
  const [found, ...more] = right.filter((pull) => pull.head.sha === head.headSha).map(read);
  if (found && more.length === 0) return found;
  if (found) {
    const numbers = [found, ...more].map(({ number }) => `#${number}`).join(" and ");
    throw new UserError(`${from} is the head of ${numbers}: name the base branch of one.`);
  }
  const [moved] = right;
  if (!moved) return { because: `no open pull request has ${from} as its head` };
  return { because: `the head of #${moved.number} is ${moved.head.sha} by now` };
}

/**
 * A pull request by its number, which must come from GitHub's own event, not from an artifact.
 * Needs `pull-requests: read`.
 *
 * @throws GitHubError as every request.
 */
export async function pullRequest(github: GitHub, number: number): Promise<PullRequest> {
  const { owner, repo, api } = github;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const { data } = await api.request(route, { owner, repo, pull_number: number });
  return read(data);
}

/** What GitHub answers about a pull request, as far as it is read. */
interface Answered {
  readonly number: number;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo: { readonly full_name: string } | null;
  };
  readonly base: { readonly ref: string };
}

function read({ number, html_url, user, head, base }: Answered): PullRequest {
  const { sha: headSha, ref: headBranch, repo } = head;
  const from = { headSha, headBranch, headRepository: repo?.full_name };
  return { number, url: html_url, author: user?.login, ...from, base: base.ref };
}

/**
 * The types do not say that the repository of a deleted fork is null. Names differ by more than
 * case.
 */
function isSame(repository: { readonly full_name: string } | null, name: string): boolean {
  return repository?.full_name.toLowerCase() === name.toLowerCase();
}
