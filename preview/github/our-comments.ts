import type { GitHub, Viewer } from "./client.ts";
import type { Gone } from "./converge.ts";
import { GitHubError } from "./errors.ts";
import { previewOf, runOf } from "./marker.ts";
import type { CommentStep, OurComment } from "./one-comment.ts";

/**
 * What GitHub answers about a comment, as far as it is read. Numbers beyond 2^53 would be bigint.
 */
interface Answered {
  readonly id: number | bigint;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly updated_at: string;
}

const ON_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

/**
 * The comments about a program that an account wrote, over all pages. Needs `pull-requests: read`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function listOurs(
  { owner, repo, api }: GitHub,
  pull: number,
  author: Viewer,
  program: string,
): Promise<readonly OurComment[]> {
  const page = { owner, repo, issue_number: pull, per_page: 100 };
  const all = await api.paginate(`GET ${ON_ISSUE}`, page);
  const own = all.filter(({ user }) => user && Number(user.id) === author.id);
  return own.flatMap((comment) => ours(program, comment));
}

/**
 * One write. A comment that is there no more needs neither an update nor a deletion.
 *
 * @throws GitHubError when GitHub refuses it or does not answer; it may have been done then.
 */
export async function applyStep(
  { owner, repo, api }: GitHub,
  pull: number,
  program: string,
  step: CommentStep,
): Promise<OurComment | Gone> {
  if (step.kind === "create") {
    const text = { owner, repo, issue_number: pull, body: step.body };
    const { data } = await api.request(`POST ${ON_ISSUE}`, text);
    return ours(program, data)[0] ?? { gone: Number(data.id) };
  }
  const comment = { owner, repo, comment_id: step.id };
  try {
    if (step.kind === "delete") {
      await api.request(`DELETE ${COMMENT}`, comment);
      return { gone: step.id };
    }
    const { data } = await api.request(`PATCH ${COMMENT}`, { ...comment, body: step.body });
    return ours(program, data)[0] ?? { gone: step.id };
  } catch (error) {
    if (error instanceof GitHubError && error.code === 404) return { gone: step.id };
    throw error;
  }
}

function ours(program: string, { id, body = "", html_url, updated_at }: Answered): OurComment[] {
  const run = runOf("preview", previewOf(program), body);
  return run ? [{ id: Number(id), run, body, url: html_url, updatedAt: updated_at }] : [];
}
