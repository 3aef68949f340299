import { UserError } from "../engine/errors.ts";
import { writeWhole } from "../engine/files.ts";
import { ROOT } from "../engine/folders.ts";
import { standingStacks } from "../engine/stacks.ts";
import { readFiles } from "../environment/catalogue.ts";
import { render } from "../preview/comment/render.ts";
import { verdictOf, type Verdict } from "../preview/comment/verdict.ts";
import type { PlanDocument } from "../preview/document/plan.ts";
import { runOf } from "../preview/origin.ts";
import { join } from "../preview/received/join.ts";
import { NO_PLAN } from "../preview/received/missing.ts";
import { parseDocument, receive } from "../preview/received/read.ts";
import { summarize } from "../preview/summary.ts";
import { publishedText } from "./published.ts";
import { inLines } from "./terminal.ts";
import { versions } from "./versions.ts";

/** What is expected of the documents, and where what they come to is written. */
export interface CommentOption extends WriteOption {
  /** On the pull request whose preview has ended, or on which somebody acknowledged something. */
  readonly publish?: boolean;
  /** The verdict is the commit's status, and not how this ends. */
  readonly advisory?: boolean;
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
  /** The comment does not go to standard output either. */
  readonly quiet?: boolean;
}

/**
 * `bulkhead comment <plan.json...>`: plan documents, which anybody may have written, as one document
 * and the comment on it.
 */
export async function comment(files: readonly string[], option: CommentOption): Promise<number> {
  if (option.publish === true) return publishFetched(files, option);
  const documents = await Promise.all(
    files.map(async (from) => ({ from, document: parseDocument(await receive(from)) })),
  );
  const run = runOf(process.env);
  const document = join(documents, {
    // In a workflow the link to the run is its own, whatever a document says.
    ...(run && { run }),
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

/** Fetches what the run delivered, so that no other program unpacks it and no path in it counts. */
async function publishFetched(files: readonly string[], option: CommentOption): Promise<number> {
  if (files.length > 0) {
    throw new UserError("--publish fetches what the run delivered: name no file beside it.", 2);
  }
  const [{ connect }, { connectionOf }, { causeOf }, { publish }] = await Promise.all([
    import("../preview/github/client.ts"),
    import("../preview/github/connection.ts"),
    import("../preview/publish/event.ts"),
    import("../preview/publish/publish.ts"),
  ]);
  const cause = await causeOf(process.env);
  const outcome = await publish(await connect(connectionOf(process.env)), cause, {
    files: readFiles(ROOT),
    stacks: standingStacks(ROOT),
    versions: await versions(),
  });
  for (const line of publishedText(outcome)) console.log(inLines(line));
  if ("because" in outcome) return 0;
  const { document, verdict } = outcome;
  await write(document, verdict, { ...option, quiet: true });
  return option.advisory === true ? 0 : verdict.code;
}

/** Writes what a plan comes to wherever the options ask for it; to no file at all, as the comment. */
export async function write(
  document: PlanDocument,
  verdict: Verdict,
  { json, markdown, summary = false, quiet = false }: WriteOption,
): Promise<void> {
  const text = `${render(document, { verdict })}\n`;
  if (json !== undefined) await writeWhole(json, `${JSON.stringify(document)}\n`);
  if (markdown !== undefined) await writeWhole(markdown, text);
  if (summary) await summarize(document, verdict);
  const isWritten = json !== undefined || markdown !== undefined || summary;
  if (!isWritten && !quiet) process.stdout.write(text);
}
