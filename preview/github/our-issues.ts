import type { GitHub, Viewer } from "./client.ts";
import type { Gone } from "./converge.ts";
import { runOf, type Topic } from "./marker.ts";
import type { IssueStep, OurIssue } from "./one-issue.ts";

/** Every drift issue has it. Who takes it off an issue takes the issue out of our hands. */
export const DRIFT_LABEL = "bulkhead-drift";

const ISSUES = "/repos/{owner}/{repo}/issues";

/** What GitHub answers about an issue, as far as it is read. */
interface Answered {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly html_url: string;
  readonly updated_at: string;
}

/**
 * The issues about a topic that an account opened, over all pages. Needs `issues: read`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function listOurIssues(
  { owner, repo, api }: GitHub,
  author: Viewer,
  topic: Topic,
): Promise<readonly OurIssue[]> {
  const query = { owner, repo, labels: DRIFT_LABEL, state: "all", per_page: 100 } as const;
  const all = await api.paginate(`GET ${ISSUES}`, query);
  const own = all.filter(
    ({ user, pull_request }) => !pull_request && user && Number(user.id) === author.id,
  );
  return own.flatMap((issue) => ours(topic, issue));
}

/**
 * One write. Needs `issues: write`, by which GitHub also makes the label.
 *
 * @throws GitHubError when GitHub refuses it or does not answer; it may have been done then.
 */
export async function applyIssueStep(
  { owner, repo, api }: GitHub,
  topic: Topic,
  step: IssueStep,
): Promise<OurIssue | Gone> {
  const { data } =
    step.kind === "create"
      ? await api.request(`POST ${ISSUES}`, {
          owner,
          repo,
          title: step.title,
          body: step.body,
          labels: [DRIFT_LABEL],
        })
      : await api.request(`PATCH ${ISSUES}/{issue_number}`, {
          owner,
          repo,
          issue_number: step.id,
          ...step.fields,
        });
  return ours(topic, data)[0] ?? { gone: data.number };
}

function ours(topic: Topic, { number, title, html_url, ...issue }: Answered): OurIssue[] {
  const body = issue.body ?? "";
  const run = runOf("drift", topic, body);
  const state = issue.state === "open" ? "open" : "closed";
  const { updated_at: updatedAt } = issue;
  return run ? [{ id: number, run, state, title, body, url: html_url, updatedAt }] : [];
}
