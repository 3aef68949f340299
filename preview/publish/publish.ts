import type { ProjectFiles } from "../../environment/catalogue.ts";
import { UserError } from "../../engine/errors.ts";
import type { PlanDocument, StackPlan } from "../document/plan.ts";
import type { GitHub } from "../github/client.ts";
import { pullRequest, pullRequestOf, type PullRequest } from "../github/pull.ts";
import { maskText } from "../mask/text.ts";
import { join, type Checked, type Expected } from "../received/join.ts";
import { NO_PLAN } from "../received/missing.ts";
import { parseDocument, type Received } from "../received/read.ts";
import { deliveredBy, newestRun, type Delivery } from "./delivered.ts";
import type { Cause, WorkflowRun } from "./event.ts";
import { guardsChangedBy } from "./guards.ts";
import { publishDocument, type Outcome } from "./publish-document.ts";

type Changed = PlanDocument["guards"]["changed"];

/** The file of the workflow that plans; a run of any other is nobody's preview, whatever it is called. */
const WORKFLOW = "preview.yml";

/** What whoever publishes knows for sure. */
export interface Known {
  /** The project of the trusted checkout. */
  readonly files: ProjectFiles;
  /** Stacks that have a plan, or have failed. */
  readonly stacks: readonly string[];
  readonly versions: PlanDocument["versions"];
}

/**
 * Publishes what a run planned to its pull request: the comment, and a status of its head. What the
 * run's jobs delivered is hostile data. Which pull request, commit and run it is of, which guards it
 * changes and who acknowledged what is asked of GitHub and not taken from there.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had.
 */
export async function publish(github: GitHub, cause: Cause, known: Known): Promise<Outcome> {
  const found = await findPull(github, cause);
  if ("because" in found) return found;
  const { run, pull } = found;
  const expected = expectedOf(run, known);
  const deliveries = await deliveredBy(github, run, known.stacks);
  const changed = await guardsChangedBy(github, pull);
  const document = joined(read(deliveries, expected), changed, expected);
  const number = { number: run.run_number, attempt: run.run_attempt };
  return publishDocument(github, { pull, run: number, document });
}

interface Found {
  readonly run: WorkflowRun;
  readonly pull: PullRequest;
}

async function findPull(
  github: GitHub,
  cause: Cause,
): Promise<Found | { readonly because: string }> {
  if ("pull" in cause) {
    const pull = await pullRequest(github, cause.pull);
    const run = await newestRun(github, WORKFLOW, pull.headSha);
    return run ? { run, pull } : { because: `no preview of ${pull.headSha} has ended yet` };
  }
  const { run } = cause;
  const { event, head_branch: headBranch, head_repository: repository } = run;
  const [file] = run.path.split("@");
  if (event !== "pull_request" || file !== `.github/workflows/${WORKFLOW}`) {
    return { because: `the run is of ${run.path} on ${event}, and no preview of a pull request` };
  }
  if (headBranch === null || !repository) return { because: "the head of the run is gone" };
  const [base, ...more] = run.pull_requests.map((pull) => pull.base.ref);
  const pull = await pullRequestOf(github, {
    headSha: run.head_sha,
    headRepository: repository.full_name,
    headBranch,
    ...(base !== undefined && more.length === 0 && { base }),
  });
  return "because" in pull ? pull : { run, pull };
}

function expectedOf(run: WorkflowRun, known: Known): Expected {
  return {
    ...known,
    commit: run.head_sha,
    run: { number: run.run_number, attempt: run.run_attempt, url: run.html_url },
    missing: NO_PLAN[run.conclusion === "cancelled" ? "cancelled" : "failure"],
  };
}

/** What the jobs of a run delivered: what can be read, and by stack why something cannot. */
interface Read {
  readonly good: readonly Checked[];
  readonly reasons: ReadonlyMap<string, string>;
}

function read(deliveries: readonly Delivery[], expected: Expected): Read {
  const reasons = new Map<string, string>();
  const good = deliveries.flatMap(({ stack, received, refused }): readonly Checked[] => {
    try {
      if (refused !== undefined) throw new UserError(refused, 2);
      return received ? [checked(stack, received, expected)] : [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      reasons.set(stack, error.message);
      return [];
    }
  });
  return { good, reasons };
}

/** A delivery that can be read, and is of its own stack alone, of this run and of this commit. */
function checked(stack: string, received: Received, expected: Expected): Checked {
  const one = { from: received.from, document: parseDocument(received) };
  join([one], { ...expected, stacks: [] });
  const { stacks } = one.document;
  if (stacks.length === 1 && stacks[0]?.stack === stack) return one;
  throw new UserError(`${received.from} is not the plan of ${stack} alone.`, 2);
}

/** One document, in which a stack whose job delivered nothing that can be read has failed. */
function joined({ good, reasons }: Read, changed: Changed, expected: Expected): PlanDocument {
  // What is changed GitHub tells; by whose rules it was judged only the documents do, if they agree.
  const said = good.map(({ document }) => document.guards);
  const [first] = said;
  const agree = said.every(({ ref, commit }) => ref === first?.ref && commit === first?.commit);
  const guards = { ...(agree && first), changed };
  const documents = good.map(({ from, document }) => ({ from, document: { ...document, guards } }));
  const document = join(documents, expected);
  const stacks = document.stacks.map((plan) => because(plan, reasons));
  return { ...document, guards, stacks };
}

function because(plan: StackPlan, reasons: ReadonlyMap<string, string>): StackPlan {
  const reason = reasons.get(plan.stack);
  if (reason === undefined) return plan;
  return { ...plan, outcome: "failed", errors: [maskText(reason)] };
}
