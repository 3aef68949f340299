import type { GitHub } from "./client.ts";
import { converge, type Goal, type Written } from "./converge.ts";
import { driftOf, markerOf, type Run } from "./marker.ts";
import { inOrder, isSuperseded, stepsToOneIssue } from "./one-issue.ts";
import type { IssueStep, OurIssue, WantedIssue } from "./one-issue.ts";
import { applyIssueStep, listOurIssues } from "./our-issues.ts";
import { landed, patiently } from "./patience.ts";
import { characters, cutAtLine } from "./text.ts";

/** What is to be said about the drift of a stack. */
export type DriftReport = {
  /** The name in `Pulumi.yaml`. */
  readonly program: string;
  readonly stack: string;
  /** The run that looked. */
  readonly run: Run;
  /** Markdown without a marker: what has drifted, or the last word. What is too long is cut. */
  readonly body: string;
} & ({ readonly drifted: true; readonly title: string } | { readonly drifted: false });

/** What became of it. */
export interface Synced {
  /** "none" when there is no drift and no open issue; "superseded" when a newer run had spoken. */
  readonly outcome:
    "opened" | "updated" | "reopened" | "closed" | "unchanged" | "none" | "superseded";
  /** Of the one issue; none when there never was one. */
  readonly url?: string;
}

/** As GitHub allows. */
const MOST_CHARACTERS = 65_536;

/** How long we wait for GitHub, in milliseconds. */
const PATIENCE_MS = 10 * 60_000;

const CUT =
  "> **This was cut: it was longer than GitHub allows.** The run's artifact has all of it.";

/**
 * Keeps exactly one open issue for a stack that has drifted, and none for one that has not: opens
 * it, updates it in place, closes it with a last word, opens the same one again, also where
 * somebody closed it while the drift was there.
 *
 * Closing and its last word are one request, so that a lost answer cannot say it twice. There is no
 * lock: two runs at once that both open an issue find each other's and agree on the older.
 *
 * Needs `issues: write`.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had for ten minutes.
 */
export async function syncIssue(github: GitHub, report: DriftReport): Promise<Synced> {
  const topic = driftOf(report.program, report.stack);
  const marker = markerOf("drift", topic, report.run);
  const text = cutAtLine(report.body, MOST_CHARACTERS - marker.length - 1, characters, CUT);
  const wanted: WantedIssue = {
    run: report.run,
    state: report.drifted ? "open" : "closed",
    ...(report.drifted && { title: report.title }),
    body: `${marker}\n${text}`,
  };
  const author = await github.viewer();
  const written: Written<OurIssue> = new Map();
  const done: IssueStep[] = [];
  const goal: Goal<OurIssue, IssueStep> = {
    list: () => listOurIssues(github, author, topic),
    steps: (ours) => stepsToOneIssue(ours, wanted),
    apply: (step) => {
      done.push(step);
      return applyIssueStep(github, topic, step);
    },
    mustHold: () => undefined,
  };
  const { effects } = github;
  const ours = await patiently(effects, effects.now() + PATIENCE_MS, () =>
    landed(effects, () => converge(effects, goal, written)),
  );
  const [one] = inOrder(ours);
  if (!one) return { outcome: "none" };
  if (isSuperseded(ours, wanted)) return { outcome: "superseded", url: one.url };
  return { outcome: outcomeOf(done, one), url: one.url };
}

function outcomeOf(done: readonly IssueStep[], { id, state }: OurIssue): Synced["outcome"] {
  if (done.some(({ kind }) => kind === "create")) return "opened";
  const changed = done.filter((step) => step.kind === "update" && step.id === id);
  const turned = changed.some((step) => step.kind === "update" && step.fields.state === state);
  if (turned) return state === "open" ? "reopened" : "closed";
  if (changed.length > 0) return "updated";
  return state === "open" ? "unchanged" : "none";
}
