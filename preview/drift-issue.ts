import { UserError } from "../engine/errors.ts";
import { linesWithin } from "./comment/budget.ts";
import { code, fence, paragraph } from "./comment/markdown.ts";
import { counted, runOf, short } from "./comment/words.ts";
import { driftLines, type Drift } from "./drift.ts";
import type { DriftReport } from "./github/issue.ts";
import type { Origin } from "./origin.ts";

/** Room for the lines of what has drifted, in characters; what stands around them has the rest. */
const ROOM = 60_000;

/**
 * What the one issue on a stack's drift says, or its last word.
 *
 * @throws UserError where it is not known what has drifted, or by which run.
 */
export function driftReport(program: string, drift: Drift, origin: Origin): DriftReport {
  const { stack, drifted, errors } = drift;
  const { run, commit } = origin;
  if (errors.length > 0) throw new UserError(`${stack}: ${errors.join("\n")}`);
  if (!run) {
    throw new UserError("--issue is for a job of GitHub Actions: GITHUB_RUN_NUMBER is not set.", 2);
  }
  const { text, url } = runOf({ ...NOTHING, run });
  const by = url === undefined ? text : `[${text}](${url})`;
  const at = commit === undefined ? "" : ` at ${paragraph(code(short(commit)))}`;
  const of = { program, stack, run: { number: run.number, attempt: run.attempt } };
  if (drifted.length === 0) {
    const body = `${paragraph(code(stack), " is as it was deployed")}, says ${by}.`;
    return { ...of, drifted: false, body };
  }
  const lines = linesWithin(
    driftLines(drift),
    ROOM,
    (left) => `... and ${counted(left, "more line")}`,
  );
  return {
    ...of,
    drifted: true,
    title: `${stack} has drifted: ${counted(drifted.length, "resource")}`,
    body: [
      `What exists is not what was deployed, says ${by}${at}. What stands with - was deployed, what ` +
        "stands with + is there.",
      fence(lines, "diff"),
      paragraph(
        "To put it back, deploy again: ",
        code(`npx bulkhead up ${stack}`),
        ". To keep it, write it into the program, and then ",
        code(`pulumi refresh --stack ${stack}`),
        ". This issue closes by itself.",
      ),
    ].join("\n\n"),
  };
}

const NOTHING = {
  ...{ format: 1 as const, program: "", madeAt: "", versions: {} },
  ...{ guards: { changed: [] }, stacks: [] },
};
