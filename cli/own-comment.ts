import { UserError } from "../engine/errors.ts";
import { ROOT } from "../engine/folders.ts";
import type { PlanDocument } from "../preview/document/plan.ts";
import { originOf } from "../preview/origin.ts";
import type { Outcome } from "../preview/publish/publish-document.ts";

/** Publishes what this job has planned. */
export type Publisher = (document: PlanDocument) => Promise<Outcome>;

/**
 * Whoever publishes the comment of this very job; everything that it needs is looked for before
 * anything is planned. From here on the token stands in no variable, so that no program that is
 * planned finds it there by accident; whoever wants it finds it in the memory of this process.
 *
 * @throws UserError with exit code 2, naming what is missing.
 */
export async function ownPublisher(env: NodeJS.ProcessEnv = process.env): Promise<Publisher> {
  const [{ connect }, { connectionOf }, { publishOwn, targetOf }] = await Promise.all([
    import("../preview/github/client.ts"),
    import("../preview/github/connection.ts"),
    import("../preview/publish/own-run.ts"),
  ]);
  const github = await connect(connectionOf(env));
  const target = await targetOf(env);
  const { commit, run } = await originOf(ROOT, {}, env);
  if (!run) throw new UserError("GITHUB_RUN_NUMBER is not set: it says whose comment stands.", 2);
  if (commit !== target.headSha) {
    throw new UserError(
      `What is checked out is ${commit ?? "no commit"}, and the head is ${target.headSha}: give\n` +
        "actions/checkout the `ref: ${{ github.event.pull_request.head.sha }}`.",
      2,
    );
  }
  delete env["GITHUB_TOKEN"];
  return (document) => publishOwn(github, target, { document, run });
}
