import type { Marked } from "./converge.ts";
import { compareRuns, type Run } from "./marker.ts";
import { sameText } from "./text.ts";

/** A comment of ours on a pull request. */
export interface OurComment extends Marked {
  readonly body: string;
  readonly url: string;
}

/** What the one comment should be. */
export interface Wanted {
  readonly run: Run;
  /** With its marker. */
  readonly body: string;
}

/** One request that brings our comments nearer to being exactly one. */
export type CommentStep =
  | { readonly kind: "create"; readonly body: string }
  | { readonly kind: "update"; readonly id: number; readonly body: string }
  | { readonly kind: "delete"; readonly id: number };

/**
 * What makes exactly one comment of ours, with the content of the newest run that is known: the
 * oldest comment is kept, since people link to it, and the others go when it says what they said.
 */
export function stepsToOne(ours: readonly OurComment[], wanted: Wanted): readonly CommentStep[] {
  const [kept, ...others] = [...ours].sort((one, other) => one.id - other.id);
  if (!kept) return [{ kind: "create", body: wanted.body }];
  const { body } = newest(ours, wanted);
  const update = sameText(kept.body, body) ? [] : [{ kind: "update" as const, id: kept.id, body }];
  return [...update, ...others.map(({ id }) => ({ kind: "delete" as const, id }))];
}

/** The newest run's content: ours, unless a newer one is there; of one run, what is said last. */
export function newest(ours: readonly OurComment[], wanted: Wanted): Wanted {
  const newer = ours.filter(({ run }) => compareRuns(run, wanted.run) > 0);
  return newer.reduce<Wanted>(
    (best, next) => (compareRuns(next.run, best.run) > 0 ? next : best),
    wanted,
  );
}
