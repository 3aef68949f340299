import { UserError } from "../../engine/errors.ts";
import type { GitHub } from "../github/client.ts";
import type { Received } from "../received/read.ts";
import { inOrder, memberText } from "./artifacts.ts";
import type { WorkflowRun } from "./event.ts";

/** What the job of one stack delivered; nothing where it did not. */
export interface Delivery {
  readonly stack: string;
  readonly received: Received | undefined;
  /** Why what it delivered is not read. */
  readonly refused?: string;
}

/** Where the job of a stack uploads its plan. */
export const artifactOf = (stack: string): string => `plan-${stack}`;

/** The file in it. */
const FILE = "plan.json";

/**
 * What a run's jobs delivered for these stacks. It is only looked at: what the run's artifacts hold
 * besides, and what they are called, is never asked for. Needs `actions: read`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer.
 */
export async function deliveredBy(
  github: GitHub,
  run: Pick<WorkflowRun, "id">,
  stacks: readonly string[],
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const stack of stacks) {
    try {
      deliveries.push({ stack, received: await receivedFrom(github, run, artifactOf(stack)) });
    } catch (error) {
      // Exit code 2 is what hostile data ends with; anything else is GitHub's.
      if (!(error instanceof UserError) || error.exitCode !== 2) throw error;
      deliveries.push({ stack, received: undefined, refused: error.message });
    }
  }
  return deliveries;
}

async function receivedFrom(
  github: GitHub,
  { id }: Pick<WorkflowRun, "id">,
  name: string,
): Promise<Received | undefined> {
  const { owner, repo, api } = github;
  const list = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts";
  const { data } = await api.request(list, { owner, repo, run_id: id, name, per_page: 100 });
  const [newest] = inOrder(data.artifacts, name);
  return newest && memberText(github, newest, FILE);
}
