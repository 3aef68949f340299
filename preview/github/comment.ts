import type { GitHub } from "./client.ts";
import { converge, type Goal, type Written } from "./converge.ts";
import { mustHold } from "./lock.ts";
import { compareRuns, markerOf, previewOf, type Run } from "./marker.ts";
import { newest, stepsToOne, type CommentStep, type OurComment } from "./one-comment.ts";
import { applyStep, listOurs } from "./our-comments.ts";
import { underLock } from "./patience.ts";
import { publishStatus, type CommitStatus } from "./status.ts";
import { characters, cutAtLine } from "./text.ts";

/** Whose comment it is. */
export interface Subject {
  /** The number of the pull request. */
  readonly pull: number;
  /** The name in `Pulumi.yaml`; each program has a comment of its own. */
  readonly program: string;
  /** The run that planned, which of several publishers wins. */
  readonly run: Run;
}

/** What is to be said. */
export interface Words {
  /** Markdown without a marker, of at most `commentRoom` characters; what is more is cut. */
  readonly body: string;
  /** Set with the comment, linked to it. */
  readonly status?: Omit<CommitStatus, "targetUrl">;
  /**
   * The last run that there is of the pull request, where GitHub was asked. Then a comment that tells of
   * a later one is forged and counts for nothing, and the status is set whoever has spoken.
   */
  readonly last?: Run;
}

/** What is to be said on a pull request; no status is set when a newer run has spoken. */
export interface CommentRequest extends Subject, Words {}

/** What became of it. */
export interface Published {
  /** "superseded" when a newer run had spoken: its words stand. */
  readonly outcome: "created" | "updated" | "unchanged" | "superseded";
  readonly url: string;
  /**
   * False where GitHub permits no reactions, so that several publishers at once may still collide.
   */
  readonly locked: boolean;
}

/** GitHub answers 422 to a longer comment: "Body is too long (maximum is 65536 characters)". */
const MOST_CHARACTERS = 65_536;

/** How long one publisher waits for the others and for GitHub, in milliseconds. */
const PATIENCE_MS = 10 * 60_000;

const CUT =
  "> **This comment was cut: it was longer than GitHub allows.** The artifact has all of it.";

/** How many characters (UTF-16 units) a body may have, beside the marker that is put before it. */
export function commentRoom(program: string, run: Run): number {
  return MOST_CHARACTERS - markerOf("preview", previewOf(program), run).length - 1;
}

/**
 * Publishes the one comment of a program on a pull request: made once, then updated in place,
 * mended when there are two. Only what our own account wrote counts, so nobody else's comment can
 * divert or stop it. Publishers take turns by a lock on the pull request;
 * `docs/decisions/2026-11-21-one-comment.md`.
 *
 * Needs `pull-requests: write`, and `issues: write` for the lock.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had for ten minutes.
 */
export async function publishComment(github: GitHub, request: CommentRequest): Promise<Published> {
  return publishWords(github, request, () => Promise.resolve(request));
}

/**
 * The same of words that are found under the lock, so that of two publishers the later one has read
 * what the earlier one has, and more.
 *
 * @param words - asked anew at each attempt; `undefined` where there is nothing to say any more.
 * @returns `undefined` where there was nothing to say.
 * @throws GitHubError as `publishComment` does, and what `words` throws.
 */
export async function publishWords<W extends Words | undefined>(
  github: GitHub,
  { pull, program, run }: Subject,
  words: () => Promise<W>,
): Promise<Published | Extract<W, undefined>> {
  const author = await github.viewer();
  const written: Written<OurComment> = new Map();
  const done = new Set<CommentStep["kind"]>();

  const until = github.effects.now() + PATIENCE_MS;
  return underLock(github, pull, until, async (lease) => {
    const said = await words();
    if (!said) return undefined as Extract<W, undefined>;
    const { status, last } = said;
    const wanted = { run, body: textOf(said.body, program, run) };
    const goal: Goal<OurComment, CommentStep> = {
      list: async () => (await listOurs(github, pull, author, program)).map(believed(last)),
      steps: (ours) => stepsToOne(ours, wanted),
      apply: (step) => {
        done.add(step.kind);
        return applyStep(github, pull, program, step);
      },
      mustHold: () => {
        mustHold(github, lease);
      },
    };
    const ours = await converge(github.effects, goal, written);
    const superseded = newest(ours, wanted) !== wanted;
    const url = ours[0]?.url ?? "";
    if (status && (!superseded || last)) {
      goal.mustHold();
      await publishStatus(github, { ...status, targetUrl: url });
    }
    const locked = lease.reaction !== undefined;
    return { outcome: superseded ? "superseded" : outcomeOf(done), url, locked };
  });
}

function textOf(body: string, program: string, run: Run): string {
  const text = cutAtLine(body, commentRoom(program, run), characters, CUT);
  return `${markerOf("preview", previewOf(program), run)}\n${text}`;
}

/** Anybody whose workflow may write a comment can write one of a run that there never was. */
function believed(last: Run | undefined): (comment: OurComment) => OurComment {
  return (comment) =>
    last && compareRuns(comment.run, last) > 0
      ? { ...comment, run: { number: 0, attempt: 0 } }
      : comment;
}

function outcomeOf(done: ReadonlySet<CommentStep["kind"]>): Published["outcome"] {
  if (done.has("create")) return "created";
  return done.size > 0 ? "updated" : "unchanged";
}
