import type { GitHub } from "./client.ts";
import type { Effects } from "./effects.ts";
import { GitHubError } from "./errors.ts";
import { acquire, LeaseOver, release, type Lease } from "./lock.ts";
import { waitBefore } from "./retry.ts";

/** GitHub ends a request after 10 s, so one that was sent longer ago lands no more. */
const LANDED_MS = 12_000;

/**
 * Does something that begins by looking, and anew while it fails in passing: so a write whose
 * answer was lost is found, not repeated. It is looked for when it has landed, or never will.
 *
 * @throws GitHubError what failed last, when it cannot succeed or `until` has come.
 */
export async function patiently<T>(
  effects: Effects,
  until: number,
  work: () => Promise<T>,
): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await work();
    } catch (error) {
      const wait = waitBefore(error, failed, effects);
      if (wait === undefined || effects.now() + wait > until) throw error;
      await effects.sleep(wait);
    }
  }
}

/** Waits after a failure until no request of `work` can be under way any more. */
export async function landed<T>(effects: Effects, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (mayLand(error)) await effects.sleep(LANDED_MS);
    throw error;
  }
}

/**
 * Works patiently under the lock on a pull request. It is kept until the last write has landed,
 * which so cannot fall upon what the next holder writes, and given back before any wait for GitHub.
 *
 * @param until - by `effects.now()`.
 * @throws GitHubError as `patiently` does.
 */
export async function underLock<T>(
  github: GitHub,
  pull: number,
  until: number,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { effects } = github;
  return patiently(effects, until, async () => {
    const lease = await acquire(github, pull, until);
    try {
      return await landed(effects, () => work(lease));
    } finally {
      await release(github, pull, lease);
    }
  });
}

function mayLand(error: unknown): boolean {
  if (!(error instanceof GitHubError) || error instanceof LeaseOver) return false;
  return error.passing && (error.code === undefined || error.code >= 500);
}
