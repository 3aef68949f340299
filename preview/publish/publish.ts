import type { ProjectFiles } from "../../environment/catalogue.ts";
import { UserError } from "../../engine/errors.ts";
import type { PlanDocument, StackPlan } from "../document/plan.ts";
import type { GitHub } from "../github/client.ts";
import { compareRuns } from "../github/marker.ts";
import { pullRequest, pullRequestOf, type PullRequest } from "../github/pull.ts";
import { maskText } from "../mask/text.ts";
import { join, type Checked, type Expected } from "../received/join.ts";
import { NO_PLAN } from "../received/missing.ts";
import { parseDocument, type Received } from "../received/read.ts";
import { deliveredBy, type Delivery } from "./delivered.ts";
import type { Cause, WorkflowRun } from "./event.ts";
import { guardsChangedBy } from "./guards.ts";
import { publishStanding, type Outcome } from "./publish-document.ts";
import { boundBy, numberOf, previewsOf } from "./runs.ts";

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
 * Publishes what the newest run of a pull request planned: the comment, and a status of its head. What
 * the run's jobs delivered is hostile data. Which pull request, commit and run it is of, which guards it
 * changes and who acknowledged what is asked of GitHub and not taken from there.
 *
 * @throws GitHubError when GitHub refuses it or is not to be had.
 */
export async function publish(github: GitHub, cause: Cause, known: Known): Promise<Outcome> {
  const ended = "run" in cause ? cause.run : undefined;
  for (let again = 0; again < MOST_OVERTAKEN; again++) {
    const pull = await pullOf(github, cause);
    if ("because" in pull) return pull;
    const { newest: run } = await previewsOf(github, WORKFLOW, pull, ended);
    if (run?.status !== "completed") {
      return { because: `no preview of ${pull.headSha} into ${pull.base} has ended yet` };
    }
    const document = await documentOf(github, { run, pull }, known);
    const subject = { pull, run: numberOf(run), document };
    const published = await publishStanding(github, subject, async () => {
      const { newest, last } = await previewsOf(github, WORKFLOW, pull, ended);
      const stands = newest && compareRuns(numberOf(newest), numberOf(run)) === 0;
      return stands ? last : undefined;
    });
    if (published) return published;
  }
  const number = `${MOST_OVERTAKEN} newer runs`;
  throw new UserError(`${number} ended while one was published: run this again.`);
}

/** How many newer runs may end while one is published. */
const MOST_OVERTAKEN = 3;

interface Found {
  readonly run: WorkflowRun;
  readonly pull: PullRequest;
}

async function documentOf(github: GitHub, { run, pull }: Found, known: Known) {
  const expected = expectedOf(run, known);
  const deliveries = await deliveredBy(github, run, known.stacks);
  const changed = await guardsChangedBy(github, pull);
  return joined(read(deliveries, expected), changed, expected);
}

/** What cannot be published, and why. */
interface Nothing {
  readonly because: string;
}

async function pullOf(github: GitHub, cause: Cause): Promise<PullRequest | Nothing> {
  if ("pull" in cause) return pullRequest(github, cause.pull);
  const { event, path, display_title: title, head_repository: repository, ...run } = cause.run;
  const [file] = path.split("@");
  if (event !== "pull_request" || file !== `.github/workflows/${WORKFLOW}`) {
    return { because: `the run is of ${path} on ${event}, and no preview of a pull request` };
  }
  const bound = boundBy(title);
  if (!bound)
    return { because: "the run's name says of no pull request that it is a preview of it" };
  if (run.head_branch === null || !repository) return { because: "the head of the run is gone" };
  const { number, base } = bound;
  const head = { headSha: run.head_sha, headBranch: run.head_branch, base };
  const pull = await pullRequestOf(github, { ...head, headRepository: repository.full_name });
  if ("because" in pull || pull.number === number) return pull;
  return { because: `the run is of #${number}, and its head is that of #${pull.number} by now` };
}

function expectedOf(run: WorkflowRun, known: Known): Expected {
  return {
    ...known,
    commit: run.head_sha,
    run: { ...numberOf(run), url: run.html_url },
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
