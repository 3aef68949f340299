import { code, item, paragraph } from "../comment/markdown.ts";
import { render } from "../comment/render.ts";
import { verdictOf, type Verdict } from "../comment/verdict.ts";
import type { PlanDocument } from "../document/plan.ts";
import { acknowledgements, type Acknowledgement } from "../github/acknowledge.ts";
import type { GitHub } from "../github/client.ts";
import { commentRoom, publishWords, type Published, type Words } from "../github/comment.ts";
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
 * The last run that there is of the pull request, asked of GitHub; `undefined` when this one is no
 * longer the newest of its head.
 */
export type Standing = () => Promise<Run | undefined>;

/**
 * Publishes a document to its pull request: the comment, and a status of its head. What was acknowledged
 * is read under the lock, so that whoever writes last has read last.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had.
 */
export async function publishDocument(github: GitHub, subject: Subject): Promise<Spoken> {
  return spoken(github, subject, () => wordsOn(github, subject));
}

/**
 * The same as long as the run stands. Then no comment of a run that there never was can keep it from
 * speaking, and the status is set in any case.
 *
 * @returns `undefined` when it does not stand any more: there is a newer one to be published.
 * @throws GitHubError as `publishDocument` does.
 */
export async function publishStanding(
  github: GitHub,
  subject: Subject,
  standing: Standing,
): Promise<Spoken | undefined> {
  return spoken(github, subject, async () => {
    const last = await standing();
    return last && { ...(await wordsOn(github, subject)), last };
  });
}

/** What is said, and the verdict that it says. */
interface Judged extends Words {
  readonly verdict: Verdict;
}

async function spoken<J extends Judged | undefined>(
  github: GitHub,
  { pull, run, document }: Subject,
  words: () => Promise<J>,
): Promise<Spoken | Extract<J, undefined>> {
  const about = { pull: pull.number, program: document.program, run };
  let verdict = verdictOf(document);
  const published = await publishWords(github, about, async () => {
    const said = await words();
    if (said) ({ verdict } = said);
    return said;
  });
  return published && { document, verdict, published };
}

async function wordsOn(github: GitHub, { pull, run, document }: Subject): Promise<Judged> {
  const attempts = await acknowledgements(github, pull);
  const verdict = verdictOf(document, attempts.flatMap(valid));
  const end = notCounted(attempts, document);
  const room = commentRoom(document.program, run) - end.length;
  const body = `${render(document, { verdict, room })}${end}`;
  // A commit has one status of a name, and may be the head of pull requests into several branches.
  const context = `bulkhead/${pull.base}`;
  return { verdict, body, status: { sha: pull.headSha, context, ...statusOf(document, verdict) } };
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
