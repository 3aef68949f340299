import type { GitHub } from "./client.ts";

/** What stands beside a commit. */
export interface CommitStatus {
  /** The head of the pull request, 40 hexadecimal digits. */
  readonly sha: string;
  readonly state: "success" | "failure" | "error" | "pending";
  /** One sentence; what is longer than 140 characters is cut. */
  readonly description: string;
  /** Which of a commit's statuses it is; branch protection names it. Default "bulkhead". */
  readonly context?: string;
  /** Where the reader learns more: the comment. */
  readonly targetUrl?: string;
}

/** "Create a commit status" does not say it; the API answers 422 to more. In characters. */
const MOST_CHARACTERS = 140;

/**
 * Sets a commit status, with one request that is not repeated. Needs `statuses: write`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function publishStatus(github: GitHub, status: CommitStatus): Promise<void> {
  const { owner, repo, api } = github;
  const { sha, state, description, context = "bulkhead", targetUrl } = status;
  await api.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
    owner,
    repo,
    sha,
    state,
    context,
    description: shortened(description),
    ...(targetUrl !== undefined && { target_url: targetUrl }),
  });
}

/** At most 140 characters, with an ellipsis where something is missing. */
export function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const units = text.slice(0, MOST_CHARACTERS - 1);
  // Half a character at the end would be no text any more.
  return `${units.replace(/[\ud800-\udbff]$/, "")}…`;
}
