import { readFile } from "node:fs/promises";

import { z } from "zod";

import { UserError } from "../../engine/errors.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** A run of a workflow, as GitHub itself describes it: in an event, and when it is asked. */
export const workflowRun = z.object({
  id: z.int(),
  run_number: z.int(),
  run_attempt: z.int(),
  /** `.github/workflows/preview.yml`, at times followed by `@` and a ref. */
  path: z.string(),
  event: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  html_url: z.string(),
  head_sha: sha,
  head_branch: z.string().nullable(),
  /** Nothing where a fork is gone. */
  head_repository: z.object({ full_name: z.string() }).nullable(),
  /** The `run-name` of its workflow. */
  display_title: z.string(),
});

/** A run of a workflow. */
export type WorkflowRun = z.infer<typeof workflowRun>;

/** Why a comment is to be published: a preview has ended, or somebody has said something about one. */
export type Cause = { readonly run: WorkflowRun } | { readonly pull: number };

const EVENTS: Readonly<Record<string, z.ZodType<Cause>>> = {
  workflow_run: z.object({ workflow_run: workflowRun }).transform((event) => ({
    run: event.workflow_run,
  })),
  issue_comment: z
    .object({ issue: z.object({ number: z.int(), pull_request: z.object({}) }) })
    .transform(({ issue }) => ({ pull: issue.number })),
};

/**
 * Why this job of GitHub Actions runs, from the event's file, which GitHub has written.
 *
 * @throws UserError with exit code 2 outside a workflow, or for an event that is none of the two.
 */
export async function causeOf(env: NodeJS.ProcessEnv): Promise<Cause> {
  const { GITHUB_EVENT_NAME: name = "", GITHUB_EVENT_PATH: path = "" } = env;
  const event = EVENTS[name];
  if (!event || path === "") {
    throw new UserError(
      "--publish is for a workflow that runs on workflow_run or on issue_comment, as\n" +
        `.github/workflows/publish.yml does; this one runs on ${name === "" ? "nothing" : name}.`,
      2,
    );
  }
  const result = event.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => issue.path.join("."));
  throw new UserError(`The event ${name} is not as GitHub documents it: ${places.join(", ")}.`, 2);
}
