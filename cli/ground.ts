import { UserError } from "../engine/errors.ts";
import { ROOT } from "../engine/folders.ts";
import { openCode } from "../preview/bases/code.ts";
import { openPlanBases } from "../preview/bases/ground.ts";
import type { Ground } from "../preview/plan-stacks.ts";
import { open, say, type CloudOption } from "./context.ts";

/** What plans are a difference to. */
export interface GroundOption {
  /** Folder of plan bases. */
  readonly planBase?: string;
  /** Git revision whose code stands for what is deployed. */
  readonly base?: string;
}

/** What stacks are planned on, and what takes away what was made for it. */
export interface OpenGround extends Ground {
  readonly close: () => Promise<void>;
}

/**
 * The ground that the options ask for: by default what is deployed.
 *
 * @throws UserError with exit code 2 for two grounds at once.
 */
export async function groundOf(
  option: CloudOption & GroundOption,
  stacks: readonly string[],
): Promise<OpenGround> {
  const { planBase, base } = option;
  if (planBase !== undefined && base !== undefined) {
    throw new UserError("Plans are against plan bases or against a revision: give one of both.", 2);
  }
  if (planBase !== undefined) {
    return openPlanBases({ root: ROOT, folder: planBase, stacks, report: say });
  }
  if (base !== undefined) return openCode({ root: ROOT, ref: base, report: say });
  return {
    engine: await open(option),
    against: () => ({ kind: "deployed" }),
    close: () => Promise.resolve(),
  };
}
