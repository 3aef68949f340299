import { ROOT } from "../engine/folders.ts";
import { writeWhole } from "../engine/files.ts";
import { judgedBy } from "../engine/guards.ts";
import { render } from "../preview/comment/render.ts";
import { verdictOf } from "../preview/comment/verdict.ts";
import type { Environment } from "../environment/environment.ts";
import { makeDocument } from "../preview/document/document.ts";
import type { StackPlan } from "../preview/document/plan.ts";
import { guardsOf } from "../preview/guard-changes.ts";
import { originOf } from "../preview/origin.ts";
import { invalidPlan, planStacks, sortOut } from "../preview/plan-stacks.ts";
import { say, type CloudOption } from "./context.ts";
import { groundOf, type GroundOption } from "./ground.ts";
import { planText } from "./plan-text.ts";
import { progress } from "./progress.ts";
import { namedOrStanding } from "./stacks.ts";
import { versions } from "./versions.ts";

/** What plans are made against, who judges, and where they are written. */
export interface PreviewOption extends CloudOption, GroundOption {
  /** Git revision whose guards judge; default: those of the working tree. */
  readonly guards?: string;
  /** File for the plan document. */
  readonly json?: string;
  /** File for the comment. */
  readonly markdown?: string;
}

/**
 * `bulkhead preview`: what an update would do to each stack, judged by both packs. A stack whose
 * configuration is wrong, or whose plan fails, hides none of the others.
 */
export async function preview(named: readonly string[], option: PreviewOption): Promise<number> {
  // Planned against what is here, and not on the real cloud, whatever stands is meant.
  const isHere = option.planBase !== undefined || option.base !== undefined;
  const stacks = namedOrStanding(named, { local: option.local || isHere });
  const { environments, invalid } = sortOut(ROOT, stacks);
  const plans = [
    ...invalid.map(invalidPlan),
    ...(environments.length > 0 ? await plan(environments, option) : []),
  ];
  const document = makeDocument({
    origin: await originOf(ROOT, await versions()),
    guards: await guardsOf(ROOT, option.guards),
    stacks: stacks.flatMap((stack) => plans.find((each) => each.stack === stack) ?? []),
    root: ROOT,
  });
  const verdict = verdictOf(document);
  if (option.json !== undefined) await writeWhole(option.json, `${JSON.stringify(document)}\n`);
  if (option.markdown !== undefined) {
    await writeWhole(option.markdown, `${render(document, { verdict })}\n`);
  }
  console.log(planText(document, verdict));
  return verdict.code;
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
