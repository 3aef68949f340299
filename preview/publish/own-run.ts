import { readFile } from "node:fs/promises";

import { z } from "zod";

import { UserError } from "../../engine/errors.ts";
import type { GitHub } from "../github/client.ts";
import { pullRequest, pullRequestOf, type Head } from "../github/pull.ts";
import { guardsChangedBy } from "./guards.ts";
import { publishDocument, type Outcome, type Subject } from "./publish-document.ts";

/** Which pull request a job plans itself, and the commit at its head when the job began. */
export type Target =
  | { readonly pull: number; readonly headSha: string }
  | { readonly head: Head; readonly headSha: string };

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const repository = z.object({ full_name: z.string() });

const EVENTS: Readonly<Record<string, z.ZodType<Target>>> = {
  pull_request: z
    .object({
      repository,
      pull_request: z.object({
        number: z.int(),
        head: z.object({ sha, repo: repository.nullable() }),
      }),
    })
    .transform(({ repository: own, pull_request: { number, head } }) => {
      if (head.repo?.full_name !== own.full_name) throw new UserError(OF_A_FORK, 2);
      return { pull: number, headSha: head.sha };
    }),
  push: z
    .object({ repository, ref: z.string().regex(/^refs\/heads\/./), after: sha })
    .transform(({ repository: { full_name: headRepository }, ref, after: headSha }) => ({
      head: { headRepository, headSha, headBranch: ref.slice("refs/heads/".length) },
      headSha,
    })),
};

const OF_A_FORK =
  "The pull request comes from a fork: its code runs where there is a token, before anybody has read it.\n" +
  "Plan it by preview.yml, without a token, and let publish.yml comment.";

/**
 * The pull request that this job of GitHub Actions plans, from the event's file, which GitHub has
 * written.
 *
 * @throws UserError with exit code 2 where there is none to be known, or the code is a stranger's.
 */
export async function targetOf(env: NodeJS.ProcessEnv): Promise<Target> {
  const { GITHUB_EVENT_NAME: name = "", GITHUB_EVENT_PATH: path = "" } = env;
  const event = EVENTS[name];
  if (!event) {
    throw new UserError(
      "--comment is for a job that runs on pull_request, or on push to a branch of your own:\n" +
        `GITHUB_EVENT_NAME is ${name === "" ? "not set" : name}, so no pull request is known.`,
      2,
    );
  }
  if (path === "") {
    throw new UserError("GITHUB_EVENT_PATH is not set, so no pull request is known.", 2);
  }
  const result = event.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => issue.path.join("."));
  throw new UserError(`The event ${name} tells of no pull request: ${places.join(", ")}.`, 2);
}

/**
 * Publishes what this very job has planned. Which guards change and who acknowledged what is asked of
 * GitHub all the same; a head that was pushed to meanwhile is the next run's.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had.
 */
export async function publishOwn(
  github: GitHub,
  target: Target,
  { document, run }: Omit<Subject, "pull">,
): Promise<Outcome> {
  const pull =
    "pull" in target
      ? await pullRequest(github, target.pull)
      : await pullRequestOf(github, target.head);
  if ("because" in pull) return pull;
  if (document.commit !== pull.headSha) {
    return { because: `the head of #${pull.number} is ${pull.headSha} by now` };
  }
  const guards = { ...document.guards, changed: [...(await guardsChangedBy(github, pull))] };
  return publishDocument(github, { pull, run, document: { ...document, guards } });
}
