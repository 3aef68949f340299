import { writeWhole } from "../engine/files.ts";
import { ROOT } from "../engine/folders.ts";
import { standingStacks } from "../engine/stacks.ts";
import { readFiles } from "../environment/catalogue.ts";
import { render } from "../preview/comment/render.ts";
import { verdictOf, type Verdict } from "../preview/comment/verdict.ts";
import type { PlanDocument } from "../preview/document/plan.ts";
import { join } from "../preview/received/join.ts";
import { NO_PLAN } from "../preview/received/missing.ts";
import { parseDocument, receive } from "../preview/received/read.ts";
import { summarize } from "../preview/summary.ts";
import { versions } from "./versions.ts";

/** What is expected of the documents, and where what they come to is written. */
export interface CommentOption extends WriteOption {
  /** Every standing stack has a plan, or has failed. */
  readonly all?: boolean;
  /** The commit that was to be planned. */
  readonly commit?: string;
}

/** Where a plan is written. */
export interface WriteOption {
  readonly json?: string;
  readonly markdown?: string;
  readonly summary?: boolean;
}

/**
 * `bulkhead comment <plan.json...>`: plan documents, which anybody may have written, as one document
 * and the comment on it.
 */
export async function comment(files: readonly string[], option: CommentOption): Promise<number> {
  const documents = await Promise.all(
    files.map(async (from) => ({ from, document: parseDocument(await receive(from)) })),
  );
  const document = join(documents, {
    files: readFiles(ROOT),
    stacks: option.all === true ? standingStacks(ROOT) : [],
    ...(option.commit !== undefined && { commit: option.commit }),
    missing: NO_PLAN.failure,
    versions: await versions(),
  });
  const verdict = verdictOf(document);
  await write(document, verdict, option);
  return verdict.code;
}

/** Writes what a plan comes to wherever the options ask for it; to no file at all, as the comment. */
export async function write(
  document: PlanDocument,
  verdict: Verdict,
  { json, markdown, summary = false }: WriteOption,
): Promise<void> {
  const text = `${render(document, { verdict })}\n`;
  if (json !== undefined) await writeWhole(json, `${JSON.stringify(document)}\n`);
  if (markdown !== undefined) await writeWhole(markdown, text);
  if (summary) await summarize(document, verdict);
  if (json === undefined && markdown === undefined && !summary) process.stdout.write(text);
}
