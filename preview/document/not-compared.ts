import type { StackPlan } from "./plan.ts";

/** Id of the finding that a value could not be compared with the plan base. */
export const NOT_COMPARED = "secret-not-compared";

/** How many values of a stack nobody has compared: only the deployment does. */
export function uncomparedIn({ notYetChecked }: Pick<StackPlan, "notYetChecked">): number {
  return notYetChecked.filter(({ rule }) => rule === NOT_COMPARED).length;
}
