import { run } from "../engine/processes.ts";
import type { PlanDocument } from "./document/plan.ts";

/** Where a plan comes from, as far as the place where it is made tells. */
export type Origin = Pick<PlanDocument, "commit" | "run" | "versions">;

/**
 * The commit that is checked out, the workflow run, and the versions of what planned. Source: GitHub's
 * "Default environment variables".
 */
export async function originOf(
  root: string,
  versions: PlanDocument["versions"],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Origin> {
  const commit = await commitOf(root);
  const workflow = runOf(env);
  return { versions, ...(commit !== undefined && { commit }), ...(workflow && { run: workflow }) };
}

/** The commit that is checked out; `undefined` where there is none. */
export async function commitOf(root: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
  const { code, stdout } = await run({ file: "git", args, cwd: root }).catch(() => NOTHING);
  return code === 0 ? stdout.trim() : undefined;
}

/** Where git is not installed there is no commit either. */
const NOTHING = { code: 1, stdout: "" };

/** The workflow run that this job is a part of; `undefined` outside a workflow. */
export function runOf(env: NodeJS.ProcessEnv): PlanDocument["run"] {
  const number = Number(env["GITHUB_RUN_NUMBER"]);
  const attempt = Number(env["GITHUB_RUN_ATTEMPT"] ?? 1);
  if (!Number.isInteger(number) || !Number.isInteger(attempt)) return undefined;
  const [server, repository, id] = ["SERVER_URL", "REPOSITORY", "RUN_ID"].map(
    (name) => env[`GITHUB_${name}`],
  );
  const isLinked = [server, repository, id].every((part) => part !== undefined);
  return {
    number,
    attempt,
    ...(isLinked && { url: `${server}/${repository}/actions/runs/${id}` }),
  };
}
