import { UserError } from "../engine/errors.ts";
import { render } from "./comment/render.ts";
import type { Verdict } from "./comment/verdict.ts";
import type { PlanDocument } from "./document/plan.ts";
import { appendSummary } from "./github/summary.ts";

/**
 * Characters of a job summary: GitHub takes 1 MiB of UTF-8, and no character has more than three bytes
 * for each of its UTF-16 units. So what is least important goes, and nothing is cut in its middle.
 */
const ROOM = 340_000;

/**
 * Shows a plan in the summary of the workflow's job that runs here.
 *
 * @throws UserError with exit code 2 outside a workflow.
 */
export async function summarize(
  document: PlanDocument,
  verdict: Verdict,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const file = env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file === "") {
    throw new UserError(
      "GITHUB_STEP_SUMMARY is not set: --summary is for a job of GitHub Actions. Leave it out here.",
      2,
    );
  }
  await appendSummary(render(document, { verdict, room: ROOM }), file);
}
