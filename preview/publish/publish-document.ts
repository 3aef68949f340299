import { code, item, paragraph } from "../comment/markdown.ts";
import { render } from "../comment/render.ts";
import { verdictOf, type Verdict } from "../comment/verdict.ts";
import type { PlanDocument } from "../document/plan.ts";
import { acknowledgements, type Acknowledgement } from "../github/acknowledge.ts";
import type { GitHub } from "../github/client.ts";
import { commentRoom, publishComment, type Published } from "../github/comment.ts";
import type { Run } from "../github/marker.ts";
import type { PullRequest } from "../github/pull.ts";
import { statusOf } from "./status.ts";

/** What was published, and what it came to with what was acknowledged. */
export interface Spoken {
  readonly document: PlanDocument;
  readonly verdict: Verdict;
  readonly published: Published;
}

/** What was published, or why nothing was. */
export type Outcome = Spoken | { readonly because: string };

/** Of which pull request a document is, and of which run. */
export interface Subject {
  readonly pull: PullRequest;
  readonly run: Run;
  readonly document: PlanDocument;
}

/**
 * Publishes a document to its pull request: the comment, and a status of its head.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had.
 */
export async function publishDocument(
  github: GitHub,
  { pull, run, document }: Subject,
): Promise<Spoken> {
  const attempts = await acknowledgements(github, pull);
  const verdict = verdictOf(document, attempts.flatMap(valid));
  const { program } = document;
  const end = notCounted(attempts, document);
  const room = commentRoom(program, run) - end.length;
  const published = await publishComment(github, {
    pull: pull.number,
    program,
    run,
    body: `${render(document, { verdict, room })}${end}`,
    status: { sha: pull.headSha, ...statusOf(document, verdict) },
  });
  return { document, verdict, published };
}

function valid({ urn, digest, by, refused }: Acknowledgement) {
  return refused === undefined && by !== undefined ? [{ urn, digest, by }] : [];
}

/** Attempts are told ten at most, and of what they name so many characters: anybody can make them. */
const MOST_TOLD = 10;
const MOST_SHOWN = 300;

/** Why what somebody wrote to acknowledge a danger of this plan does not count. */
function notCounted(attempts: readonly Acknowledgement[], { stacks }: PlanDocument): string {
  const digests = new Set(stacks.map(({ digest }) => digest));
  const lines = attempts.flatMap(({ urn, digest, by = "somebody", refused }) => {
    const why = refused ?? (digests.has(digest) ? undefined : "it is of another plan than this");
    const of = code(urn.slice(0, MOST_SHOWN));
    return why === undefined ? [] : [item([code(by), " on ", of, ": ", code(why)])];
  });
  if (lines.length === 0) return "";
  const title = paragraph("Acknowledgements that do not count:");
  return `\n\n${title}\n\n${lines.slice(-MOST_TOLD).join("\n")}`;
}
