import { UserError } from "../engine/errors.ts";
import { ROOT } from "../engine/folders.ts";
import { writeWhole } from "../engine/files.ts";
import { judgedBy } from "../engine/guards.ts";
import { render } from "../preview/comment/render.ts";
import { verdictOf, type Verdict } from "../preview/comment/verdict.ts";
import type { Environment } from "../environment/environment.ts";
import { makeDocument } from "../preview/document/document.ts";
import type { PlanDocument, StackPlan } from "../preview/document/plan.ts";
import { guardsOf } from "../preview/guard-changes.ts";
import { originOf } from "../preview/origin.ts";
import { invalidPlan, planStacks, sortOut } from "../preview/plan-stacks.ts";
import { say, type CloudOption } from "./context.ts";
import { groundOf, type GroundOption } from "./ground.ts";
import { ownPublisher, type Publisher } from "./own-comment.ts";
import { planText } from "./plan-text.ts";
import { progress } from "./progress.ts";
import { publishedText } from "./published.ts";
import { namedOrStanding } from "./stacks.ts";
import { inLines } from "./terminal.ts";
import { versions } from "./versions.ts";

/** What plans are made against, who judges, and where they are written. */
export interface PreviewOption extends CloudOption, GroundOption {
  /** Git revision whose guards judge; default: those of the working tree. */
  readonly guards?: string;
  /** File for the plan document. */
  readonly json?: string;
  /** File for the comment. */
  readonly markdown?: string;
  /** Publish the comment to the pull request that this job plans. */
  readonly comment?: boolean;
}

/**
 * `bulkhead preview`: what an update would do to each stack, judged by both packs. A stack whose
 * configuration is wrong, or whose plan fails, hides none of the others.
 */
export async function preview(named: readonly string[], option: PreviewOption): Promise<number> {
  // Planned against what is here, and not on the real cloud, whatever stands is meant.
  const isHere = option.planBase !== undefined || option.base !== undefined;
  const stacks = namedOrStanding(named, { local: option.local || isHere });
  const publisher = option.comment === true ? await ownPublisher() : undefined;
  const { environments, invalid } = sortOut(ROOT, stacks);
  const plans = [
    ...invalid.map(invalidPlan),
    ...(environments.length > 0 ? await plan(environments, option) : []),
  ];
  const planned = makeDocument({
    origin: await originOf(ROOT, await versions()),
    guards: await guardsOf(ROOT, option.guards),
    stacks: stacks.flatMap((stack) => plans.find((each) => each.stack === stack) ?? []),
    root: ROOT,
  });
  const { document, verdict, said, failed } = await spoken(planned, publisher);
  if (option.json !== undefined) await writeWhole(option.json, `${JSON.stringify(document)}\n`);
  if (option.markdown !== undefined) {
    await writeWhole(option.markdown, `${render(document, { verdict })}\n`);
  }
  console.log(planText(document, verdict));
  for (const line of said) console.log(inLines(line));
  // A wrong configuration comes before whatever else has failed.
  return failed && verdict.code !== 2 ? 1 : verdict.code;
}

/** What a plan comes to, and what is said of its comment. */
interface Spoken {
  readonly document: PlanDocument;
  readonly verdict: Verdict;
  readonly said: readonly string[];
  /** Whether the comment could not be published. */
  readonly failed: boolean;
}

/** The plan, once its comment is published where that is wanted: a failure hides no plan. */
async function spoken(planned: PlanDocument, publisher?: Publisher): Promise<Spoken> {
  const alone = { document: planned, verdict: verdictOf(planned), said: [], failed: false };
  if (!publisher) return alone;
  try {
    const outcome = await publisher(planned);
    return { ...alone, ...("because" in outcome ? {} : outcome), said: publishedText(outcome) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...alone, said: [`The comment is not published: ${error.message}`], failed: true };
  }
}

/** Plans what can be planned, on the ground that the options ask for. */
async function plan(
  environments: readonly Environment[],
  option: PreviewOption,
): Promise<readonly StackPlan[]> {
  const ground = await groundOf(
    option,
    environments.map(({ stack }) => stack),
  );
  try {
    const { guards } = option;
    const engine = guards === undefined ? ground.engine : await judgedBy(ground.engine, guards);
    const shown = progress(
      "preview",
      environments.map(({ stack }) => stack),
      process.stderr,
    );
    const { watch } = shown;
    const plans = await planStacks({ ...ground, engine }, environments, { report: say, watch });
    shown.close();
    return plans;
  } finally {
    await ground.close();
  }
}
