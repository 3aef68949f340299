import { appendFile, stat } from "node:fs/promises";

import { bytes, cutAtLine } from "./text.ts";

/**
 * "Workflow commands", section "Adding a job summary": a larger one is not shown at all. In bytes.
 */
export const SUMMARY_BYTES = 1024 * 1024;

const CUT =
  "> **This summary was cut: it was longer than GitHub allows.** The artifact has all of it.";

/**
 * Appends Markdown to the summary of a workflow's step, cut at a line where it does not fit.
 *
 * @param file - `GITHUB_STEP_SUMMARY`; without one nothing is written.
 * @returns whether all of it was written.
 */
export async function appendSummary(markdown: string, file: string | undefined): Promise<boolean> {
  if (!file) return false;
  const before = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const room = SUMMARY_BYTES - before - 1;
  const text = cutAtLine(markdown, room, bytes, CUT);
  if (bytes(text) > room) return false;
  await appendFile(file, `${text}\n`);
  return text === markdown;
}
