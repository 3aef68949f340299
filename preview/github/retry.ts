import type { Effects } from "./effects.ts";
import { GitHubError } from "./errors.ts";

/** One request is sent at most so often. */
const MOST_TRIES = 6;

/** A longer wait than this is not waited for: the job would only burn minutes. In milliseconds. */
const LONGEST_WAIT = 5 * 60_000;

/**
 * How long to wait before another try, in milliseconds, or undefined when there should be none.
 * What GitHub asks for counts; where it asks for nothing the wait doubles from one second, half of
 * it by chance, so that those who failed together do not come back together.
 */
export function waitBefore(
  error: unknown,
  failed: number,
  { random }: Pick<Effects, "random">,
): number | undefined {
  if (!(error instanceof GitHubError) || !error.passing) return undefined;
  const asked = error.waitMs ?? 0;
  const backOff = 1000 * 2 ** Math.min(failed - 1, 5) * (0.5 + random() / 2);
  const wait = Math.max(asked, backOff);
  return wait > LONGEST_WAIT ? undefined : wait;
}

/** Sends a request until it is answered, where repeating it does no harm. */
export async function untilAnswered<T>(effects: Effects, send: () => Promise<T>): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await send();
    } catch (error) {
      const wait = failed < MOST_TRIES ? waitBefore(error, failed, effects) : undefined;
      if (wait === undefined) throw error;
      await effects.sleep(wait);
    }
  }
}
