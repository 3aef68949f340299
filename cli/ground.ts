import type { Ground } from "../preview/plan-stacks.ts";
import { open, type CloudOption } from "./context.ts";

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

/** The ground that the options ask for: by default what is deployed. */
export async function groundOf(option: CloudOption & GroundOption): Promise<OpenGround> {
  return {
    engine: await open(option),
    against: () => ({ kind: "deployed" }),
    close: () => Promise.resolve(),
  };
}
