import { visible } from "../comment/text.ts";
import { dangersIn, stackFileOf, whyInvalid, type Danger, type Remark } from "./attempts.ts";
import type { GitHub } from "./client.ts";
import { codeOwnersOf, whyNoOwner } from "./owners.ts";
import type { PullRequest } from "./pull.ts";
import { writersOf } from "./writers.ts";

/** Somebody meant to acknowledge a danger. */
export interface Acknowledgement extends Danger {
  /** The login; none when the account is gone. */
  readonly by: string | undefined;
  readonly at: string;
  readonly url: string;
  /** Why it does not count; none when it does. */
  readonly refused?: string;
}

/** How it stands with one danger. */
export type Standing =
  | { readonly acknowledged: true; readonly by: Acknowledgement }
  /** What was tried for it, each in a sentence; empty when nobody tried. */
  | { readonly acknowledged: false; readonly because: readonly string[] };

/**
 * Every attempt on a pull request to acknowledge a danger: a line `/bulkhead acknowledge <urn>
 * <digest>` in an unedited comment (a review's do not count), by a code owner of that stack's file
 * who neither opened the pull request nor has a commit in it. Whatever cannot be decided does not
 * count, and says why.
 *
 * Needs `pull-requests: read` and `contents: read`; owners that are teams, see `whyNoOwner`.
 *
 * @param fileOf - whose owners may acknowledge for a URN; default `Pulumi.<stack>.yaml`.
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function acknowledgements(
  github: GitHub,
  pull: PullRequest,
  fileOf: (urn: string) => string | undefined = stackFileOf,
): Promise<readonly Acknowledgement[]> {
  const remarks = (await remarksOn(github, pull.number)).flatMap((remark) => {
    const dangers = dangersIn(remark.body);
    return dangers.length > 0 ? [{ remark, dangers }] : [];
  });
  if (remarks.length === 0) return [];

  const edited = await editedAmong(
    github,
    remarks.map(({ remark }) => remark.node),
  );
  const ownersOf = await codeOwnersOf(github, pull.base);
  const writers = await writersOf(github, pull);
  const attempts: Acknowledgement[] = [];
  for (const { remark, dangers } of remarks) {
    const invalid = edited.has(remark.node)
      ? "it was edited after it was written: write a new one"
      : whyInvalid(remark, writers);
    for (const danger of dangers) {
      const refused = invalid ?? (await whyNotTheirs(danger, remark));
      const { by, createdAt: at, url } = remark;
      attempts.push({ ...danger, by, at, url, ...(refused !== undefined && { refused }) });
    }
  }
  return attempts;

  async function whyNotTheirs({ urn }: Danger, { by = "" }: Remark): Promise<string | undefined> {
    const file = fileOf(urn);
    return file === undefined ? "its URN names no stack" : whyNoOwner(github, ownersOf(file), by);
  }
}

/**
 * Whether a danger is acknowledged: by an attempt that counts, for this URN, in this very plan. A
 * new plan has another digest, which voids what was said of the old one.
 */
export function standingOf(danger: Danger, attempts: readonly Acknowledgement[]): Standing {
  // Who acknowledges has copied the URN out of the comment, where nothing hides in it.
  const shown = visible(danger.urn);
  const ofUrn = attempts.filter(({ urn }) => urn === shown);
  const ofPlan = ofUrn.filter(({ digest }) => digest === danger.digest);
  const valid = ofPlan.find(({ refused }) => refused === undefined);
  if (valid) return { acknowledged: true, by: valid };
  const because = ofUrn.map(({ by = "somebody", at, digest, refused = "" }) => {
    const why = digest === danger.digest ? refused : "it is of another plan, which this one voids";
    return `${by} at ${at}: ${why}`;
  });
  return { acknowledged: false, because };
}

async function remarksOn(github: GitHub, pull: number): Promise<readonly Remark[]> {
  const { owner, repo, api } = github;
  const page = { owner, repo, issue_number: pull, per_page: 100 };
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const comments = await api.paginate(route, page);
  return comments.map((comment) => ({
    node: comment.node_id,
    url: comment.html_url,
    by: comment.user?.login,
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    body: comment.body ?? "",
  }));
}

/** REST tells times in whole seconds, so an edit within the first one shows in GraphQL alone. */
async function editedAmong(github: GitHub, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const query = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on IssueComment { id lastEditedAt } }
  }`;
  const edited = new Set(ids);
  // More nodes at once GraphQL refuses.
  for (let at = 0; at < ids.length; at += 100) {
    const { nodes } = await github.query<Nodes>(query, { ids: ids.slice(at, at + 100) });
    for (const node of nodes) if (node?.lastEditedAt === null) edited.delete(node.id);
  }
  return edited;
}

interface Nodes {
  readonly nodes: readonly ({ readonly id: string; readonly lastEditedAt: string | null } | null)[];
}
