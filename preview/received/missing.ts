import type { StackPlan } from "../document/plan.ts";

/** What stands for the plan of a stack whose job delivered none. */
export const NO_PLAN: Readonly<
  Record<"failure" | "cancelled", Pick<StackPlan, "outcome" | "errors">>
> = {
  failure: {
    outcome: "failed",
    errors: ["Its job delivered no plan. The log of the run says why; then run the job again."],
  },
  cancelled: {
    outcome: "cancelled",
    errors: ["The run was cancelled before its job delivered a plan. Run it again."],
  },
};
