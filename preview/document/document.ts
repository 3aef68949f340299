import { readProject } from "../../environment/catalogue.ts";
import type { Origin } from "../origin.ts";
import { masked } from "./masked.ts";
import type { Guards, PlanDocument, StackPlan } from "./plan.ts";

/** What a document is made of. */
export interface Parts {
  /** Folder of `Pulumi.yaml`. */
  readonly root: string;
  readonly origin: Origin;
  readonly guards: Guards;
  readonly stacks: readonly StackPlan[];
  /** Default: now. */
  readonly now?: Date;
}

/** The document on the plans of several stacks. */
export function makeDocument({
  root,
  origin,
  guards,
  stacks,
  now = new Date(),
}: Parts): PlanDocument {
  return masked({
    format: 1,
    program: readProject(root).name,
    ...origin,
    madeAt: now.toISOString(),
    guards,
    stacks: [...stacks],
  });
}
