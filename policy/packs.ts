import { Contexts, foldersInForce } from "./context.ts";
import { Judge, type Group } from "./judge.ts";
import { BASELINE } from "./rules/baseline.ts";
import { ISOLATION } from "./rules/isolation.ts";

/** Cross-environment references and shared secrets; nobody can configure them away. */
export const ISOLATION_GROUP: Group = { name: "isolation", rules: ISOLATION, configurable: false };

/** Hardening; `bulkhead:policies` of a stack says how much a rule weighs there. */
export const BASELINE_GROUP: Group = { name: "baseline", rules: BASELINE, configurable: true };

/** The judge of the pack in `policy/isolation/`. */
export function isolation(): Judge {
  return judgeBy([ISOLATION_GROUP]);
}

/** The judge of the pack in `policy/baseline/`. */
export function baseline(): Judge {
  return judgeBy([BASELINE_GROUP]);
}

/** Both in one process, in `policy/all/`, for whoever runs many stacks at once. */
export function all(): Judge {
  return judgeBy([ISOLATION_GROUP, BASELINE_GROUP]);
}

function judgeBy(groups: readonly Group[]): Judge {
  const contexts = new Contexts(foldersInForce());
  readAhead(contexts, process.env["PULUMI_STACK"]);
  return new Judge(groups, contexts);
}

/** The engine names the stack that a pack is started for: its files are read before it asks. */
function readAhead(contexts: Contexts, stack: string | undefined): void {
  try {
    if (stack !== undefined) contexts.of(stack);
  } catch {
    // What is wrong with them is said of each resource.
  }
}
