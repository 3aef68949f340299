import { appendFile } from "node:fs/promises";

import { UserError } from "../engine/errors.ts";
import { render } from "./comment/render.ts";
import type { Verdict } from "./comment/verdict.ts";
import type { PlanDocument } from "./document/plan.ts";

/**
 * Characters of a job summary. GitHub takes 1 MiB of UTF-8 a step, and nothing at all of more; no
 * character takes more than three bytes for each of its UTF-16 units.
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
  await appendFile(file, `${render(document, { verdict, room: ROOM })}\n`);
}
