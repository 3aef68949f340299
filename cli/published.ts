import type { Outcome } from "../preview/publish/publish-document.ts";

/** What is said of a comment that was published, or was not; what to know of it stands in the last. */
export function publishedText(outcome: Outcome): readonly string[] {
  if ("because" in outcome) return [`Nothing is published: ${outcome.because}.`];
  const { outcome: what, url, locked } = outcome.published;
  return [`The comment is ${what}: ${url}`, ...(locked ? [] : [NOT_LOCKED])];
}

const NOT_LOCKED =
  "warning: It was written without a lock: GitHub lets this token make no reaction. Where two jobs\n" +
  "publish at once, the words of the older may stand until the next run. Grant the job `issues: write`.";
