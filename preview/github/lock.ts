import type { GitHub } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** The right to write to the comments of one pull request, for a while. */
export interface Lease {
  /** The reaction that is the lock; none where reactions are not permitted. */
  readonly reaction?: number;
  /** By `effects.now()`; infinite where there is no lock. */
  readonly ends: number;
}

/** How long a lock is its holder's. A job that is killed blocks the others for so long. */
export const LEASE_MS = 60_000;

/** How much later another may take it: creation and age are told in whole seconds by two clocks. */
const GRACE_MS = 5_000;

/** No write begins so late that it could land after the lease: a request is given up after 15 s. */
const LAST_WRITE_MS = 20_000;

/** The lease ended before everything was written: to be begun anew, under a new one. */
export class LeaseOver extends GitHubError {
  constructor() {
    super("GitHub was too slow to be written to in time. Run it again.", undefined, true);
  }
}

const REACTIONS = "/repos/{owner}/{repo}/issues/{issue_number}/reactions";

/**
 * Waits for the lock on a pull request. GitHub cannot compare and swap a comment, but it has one
 * reaction of a kind for each account: creating it answers 201 to exactly one of several, 200 to
 * the others ("Create reaction for an issue"). So 👀 by us on the pull request is the lock, its
 * number is the holder's, and its age, told by the server's own clock, is what ends the lease of a
 * dead one.
 *
 * An answer that is lost costs its holder the lease: the repeated request is answered 200, as if
 * another held it.
 *
 * Needs `issues: write`. Without it there is no lock, and the lease says so.
 *
 * @throws GitHubError when GitHub does not answer, or the lock is not free at `until`.
 */
export async function acquire(github: GitHub, pull: number, until: number): Promise<Lease> {
  const { owner, repo, api, effects } = github;
  const issue = { owner, repo, issue_number: pull };
  let seen = { reaction: 0, at: 0 };
  for (;;) {
    const asked = effects.now();
    const answer = await api
      .request(`POST ${REACTIONS}`, { ...issue, content: "eyes", request: { again: true } })
      .catch(unlessRefused);
    if (!answer) return { ends: Infinity };
    const { id, created_at } = answer.data;
    if (answer.status === 201) return { reaction: id, ends: asked + LEASE_MS };

    if (seen.reaction !== id) seen = { reaction: id, at: asked };
    const told = Date.parse(answer.headers.date ?? "") - Date.parse(created_at);
    const age = Math.max(told || 0, effects.now() - seen.at);
    const left = LEASE_MS + GRACE_MS - age;
    if (left <= 0) {
      // Exactly this reaction goes: whoever is late with it takes nothing from the next holder.
      await remove(github, pull, id);
      continue;
    }
    if (effects.now() > until) throw tooLong(pull);
    // As long again as it has been held: a dead holder is not asked after all the time.
    await effects.sleep(Math.min(left, Math.max(age, 1000) * (0.5 + effects.random() / 2)));
  }
}

/** @throws LeaseOver when too little of the lease is left to begin a write. */
export function mustHold({ effects }: GitHub, { ends }: Lease): void {
  if (effects.now() >= ends - LAST_WRITE_MS) throw new LeaseOver();
}

/** Gives the lock back. What fails here heals itself: the lease ends. */
export async function release(github: GitHub, pull: number, { reaction }: Lease): Promise<void> {
  if (reaction === undefined) return;
  await remove(github, pull, reaction).catch(() => undefined);
}

async function remove({ owner, repo, api }: GitHub, pull: number, reaction: number): Promise<void> {
  const numbers = { owner, repo, issue_number: pull, reaction_id: reaction };
  try {
    const route = `DELETE ${REACTIONS}/{reaction_id}` as const;
    await api.request(route, { ...numbers, request: { again: true } });
  } catch (error) {
    if (!(error instanceof GitHubError) || error.code !== 404) throw error;
  }
}

/** No permission, or a server without reactions on issues. */
function unlessRefused(error: unknown): undefined {
  const refusals: readonly unknown[] = [403, 404, 410];
  if (error instanceof GitHubError && !error.passing && refusals.includes(error.code)) return;
  throw error;
}

function tooLong(pull: number): GitHubError {
  const message = `Pull request ${pull} is being written to by others all the time. Run it again.`;
  return new GitHubError(message, undefined, false);
}
