import type { Marked } from "./converge.ts";
import { compareRuns, type Run } from "./marker.ts";
import { sameText } from "./text.ts";

/** An issue of ours about a stack's drift. */
export interface OurIssue extends Marked {
  readonly state: "open" | "closed";
  readonly title: string;
  readonly body: string;
  readonly url: string;
}

/** What the one issue should be. A closed one keeps its title. */
export interface WantedIssue {
  readonly run: Run;
  readonly state: "open" | "closed";
  readonly title?: string;
  /** With its marker. */
  readonly body: string;
}

/** What a request sets. */
export interface IssueFields {
  readonly state?: "open" | "closed";
  readonly title?: string;
  readonly body: string;
}

/**
 * One request that brings our issues nearer to being exactly one, or none when nothing has drifted.
 */
export type IssueStep =
  | { readonly kind: "create"; readonly title: string; readonly body: string }
  | { readonly kind: "update"; readonly id: number; readonly fields: IssueFields };

/**
 * What makes exactly one open issue, or none: the oldest open one is kept, else the oldest closed
 * one is opened again, since it has the history. Further open ones are closed as its duplicates.
 * What a newer run has said stands.
 */
export function stepsToOneIssue(
  ours: readonly OurIssue[],
  wanted: WantedIssue,
): readonly IssueStep[] {
  const [kept, ...others] = inOrder(ours);
  const { title = "" } = wanted;
  if (!kept) return wanted.state === "open" ? [{ kind: "create", title, body: wanted.body }] : [];
  const right = isSuperseded(ours, wanted) ? [] : stepsTo(kept, wanted);
  const twice = others.filter(({ state }) => state === "open");
  const words = (body: string) => `${body.split("\n", 1)[0] ?? ""}\n\nSee #${kept.id}.`;
  return [
    ...right,
    ...twice.map(({ id, body }) => {
      const fields = { state: "closed" as const, body: words(body) };
      return { kind: "update" as const, id, fields };
    }),
  ];
}

/** Whether a newer run has spoken. */
export function isSuperseded(ours: readonly OurIssue[], { run }: WantedIssue): boolean {
  return ours.some((issue) => compareRuns(issue.run, run) > 0);
}

/** Open before closed, old before young: the first one is kept. */
export function inOrder(ours: readonly OurIssue[]): readonly OurIssue[] {
  const rank = ({ state }: OurIssue) => (state === "open" ? 0 : 1);
  return [...ours].sort((one, other) => rank(one) - rank(other) || one.id - other.id);
}

function stepsTo(kept: OurIssue, { state, title, body }: WantedIssue): readonly IssueStep[] {
  // What is closed already has had its last word.
  if (state === "closed" && kept.state === "closed") return [];
  const fields = { ...(kept.state !== state && { state }), ...(title && { title }), body };
  const same = kept.state === state && (title ?? kept.title) === kept.title;
  return same && sameText(kept.body, body) ? [] : [{ kind: "update", id: kept.id, fields }];
}
