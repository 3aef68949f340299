import type { Verdict } from "../comment/verdict.ts";
import { counted } from "../comment/words.ts";
import type { PlanDocument, StackPlan } from "../document/plan.ts";
import type { CommitStatus } from "../github/status.ts";

/** What a plan comes to, as the status of a commit says it: in one sentence, without Markdown. */
export function statusOf(
  { stacks }: Pick<PlanDocument, "stacks">,
  { code, open }: Verdict,
): Pick<CommitStatus, "state" | "description"> {
  const named = (...outcomes: StackPlan["outcome"][]) =>
    stacks
      .filter(({ outcome }) => outcomes.includes(outcome))
      .map(({ stack }) => stack)
      .join(", ");
  switch (code) {
    case 0: {
      const changed = stacks.filter(({ operations }) => operations.length > 0);
      const names = changed.map(({ stack }) => stack).join(", ");
      return { state: "success", description: names === "" ? "No changes" : `Changes to ${names}` };
    }
    case 1:
      return {
        state: "error",
        description: `Could not be planned: ${named("failed", "cancelled")}`,
      };
    case 2:
      return { state: "error", description: `Wrong configuration: ${named("invalid")}` };
    case 3:
      return { state: "failure", description: `Policies refuse ${named("refused")}` };
    case 4: {
      const verb = open.length === 1 ? "waits" : "wait";
      const description = `${counted(open.length, "danger")} ${verb} for a code owner`;
      return { state: "failure", description };
    }
  }
}
