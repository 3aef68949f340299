import type { Effects } from "./effects.ts";
import { GitHubError } from "./errors.ts";
import { compareRuns, type Run } from "./marker.ts";

/** Something on GitHub that carries our marker. */
export interface Marked {
  readonly id: number;
  readonly run: Run;
  /** As GitHub writes times: in UTC, in whole seconds, so that texts compare as times do. */
  readonly updatedAt: string;
}

/** What should become of a list, and how. */
export interface Goal<Item extends Marked, Step> {
  /** Everything that carries our marker, over all pages. */
  list(): Promise<readonly Item[]>;
  /** What is still to be done; nothing when the list is as it should be. */
  steps(items: readonly Item[]): readonly Step[];
  /** Does a step with one request, which is not repeated; answers with what became of the item. */
  apply(step: Step): Promise<Item | Gone>;
  /** Throws when no write may begin any more. */
  mustHold(): void;
}

/** The item is there no more. */
export interface Gone {
  readonly gone: number;
}

/** What we wrote and GitHub confirmed, by number. It outlives a failed attempt. */
export type Written<Item> = Map<number, Item | Gone>;

/** A list is asked for at most so often before we give up on it. */
const MOST_ROUNDS = 10;

/** GitHub answers some readings from copies; a list that lags behind a write is asked again. */
const LAG_MS = 1_000;

/** A list that does not show a write for so many rounds does not lag: somebody undid the write. */
const LAG_ROUNDS = 5;

/**
 * Looks, writes what is missing, and looks again until nothing is. So a write is verified, and one
 * whose answer was lost is found instead of being repeated.
 *
 * @throws GitHubError what a request throws, or when others keep changing what was written.
 */
export async function converge<Item extends Marked, Step>(
  effects: Effects,
  goal: Goal<Item, Step>,
  written: Written<Item>,
): Promise<readonly Item[]> {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    if (round > LAG_ROUNDS) written.clear();
    const listed = await goal.list();
    const items = withWritten(listed, written);
    const steps = goal.steps(items);
    if (steps.length === 0 && goal.steps(listed).length === 0) return items;
    for (const step of steps) {
      goal.mustHold();
      const result = await goal.apply(step);
      written.set("gone" in result ? result.gone : result.id, result);
    }
    if (steps.length === 0) await effects.sleep(LAG_MS);
  }
  const message = "What was published is changed by others all the time. Run it again.";
  throw new GitHubError(message, undefined, false);
}

/**
 * The list as it will be when GitHub's copies have caught up with us. Whatever is newer in the list
 * than what we wrote was written after us.
 */
function withWritten<Item extends Marked>(
  listed: readonly Item[],
  written: Written<Item>,
): readonly Item[] {
  const items = new Map(listed.map((item) => [item.id, item]));
  for (const [id, ours] of written) {
    const theirs = items.get(id);
    if ("gone" in ours) items.delete(id);
    else if (!theirs || !isNewer(theirs, ours)) items.set(id, ours);
  }
  return [...items.values()].sort((one, other) => one.id - other.id);
}

function isNewer(one: Marked, other: Marked): boolean {
  return compareRuns(one.run, other.run) > 0 || one.updatedAt > other.updatedAt;
}
