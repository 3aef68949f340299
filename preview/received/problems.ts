import { UserError } from "../../engine/errors.ts";
import { show, type Problem } from "../../environment/problems.ts";
import { visible } from "../comment/text.ts";
import { maskName, maskText } from "../mask/text.ts";

/** More problems than these tell nobody more, and whoever made the document decides how many there are. */
const MOST_PROBLEMS = 20;

/** Characters of a path or a reason: both can hold what the document's author chose. */
const MOST_CHARACTERS = 300;

/**
 * What is wrong with documents that somebody else made. Whatever it shows of them is masked and made
 * visible, since it ends in a log and in a comment.
 */
export class ReceivedError extends UserError {
  constructor(
    /** File, or other place that the documents came from. */
    subject: string,
    problems: readonly Problem[],
  ) {
    const shown = problems.slice(0, MOST_PROBLEMS).flatMap((problem, at, all) => {
      // What several problems have in common is said once, below them.
      return problem.cure === all[at + 1]?.cure
        ? [line(problem)]
        : [line(problem), cureOf(problem)];
    });
    const left = problems.length - MOST_PROBLEMS;
    const more = left > 0 ? [`  and ${left} more`] : [];
    super([`${safe(subject)} is refused:`, ...shown, ...more].join("\n"), 2);
  }
}

/** Where, what and the value seen. */
function line({ path, value, reason }: Problem): string {
  return `  ${safePath(path)}: ${safe(reason)} (seen: ${safe(show(value, path))})`;
}

function cureOf({ cure }: Problem): string {
  return `    ${cure}`;
}

function safe(text: string): string {
  return visible(maskText(text)).slice(0, MOST_CHARACTERS);
}

function safePath(path: string): string {
  return safe(
    path
      .split(".")
      .map((step) => maskName(step))
      .join("."),
  );
}
