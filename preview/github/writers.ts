import type { GitHub } from "./client.ts";
import type { PullRequest } from "./pull.ts";

/** Who has a part in a pull request, by login in lower case. */
export interface Writers {
  /** Who opened it; none when the account is gone. */
  readonly opener: string | undefined;
  /** Authors and committers of its commits, as far as GitHub knows their accounts. */
  readonly ofCommits: ReadonlySet<string>;
  /** Whether that is all of them: GitHub lists so many commits and no more. */
  readonly areAll: boolean;
}

/** "List commits on a pull request": "Lists a maximum of 250 commits". */
const MOST_LISTED = 250;

/**
 * Who wrote what a pull request proposes: whoever opened it need not be among them, least of all where
 * that is a bot. Needs `pull-requests: read`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function writersOf(github: GitHub, pull: PullRequest): Promise<Writers> {
  const { owner, repo, api } = github;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits";
  const page = { owner, repo, pull_number: pull.number, per_page: 100 };
  const commits = await api.paginate(route, page);
  const logins = commits.flatMap(({ author, committer }) => [author, committer].flatMap(loginOf));
  return {
    opener: pull.author?.toLowerCase(),
    ofCommits: new Set(logins),
    areAll: commits.length < MOST_LISTED,
  };
}

/** The types allow an empty object, where GitHub knows no account. */
function loginOf(account: object | null): readonly string[] {
  const login: unknown = account && "login" in account ? account.login : undefined;
  return typeof login === "string" ? [login.toLowerCase()] : [];
}
