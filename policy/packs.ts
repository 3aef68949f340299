import { fileURLToPath } from "node:url";

import type { Group } from "./judge.ts";
import { servePack } from "./pack.ts";
import { BASELINE } from "./rules/baseline.ts";
import { ISOLATION } from "./rules/isolation.ts";

/** Cross-environment references and shared secrets; nobody can configure them away. */
export const ISOLATION_GROUP: Group = { name: "isolation", rules: ISOLATION, configurable: false };

/** Hardening; `bulkhead:policies` of a stack says how much a rule weighs there. */
export const BASELINE_GROUP: Group = { name: "baseline", rules: BASELINE, configurable: true };

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The pack in `policy/isolation/`. */
export function isolation(): void {
  servePack("bulkhead-isolation", [ISOLATION_GROUP], ROOT);
}

/** The pack in `policy/baseline/`. */
export function baseline(): void {
  servePack("bulkhead-baseline", [BASELINE_GROUP], ROOT);
}

/** Both in one process, in `policy/all/`, for whoever runs many stacks at once. */
export function all(): void {
  servePack("bulkhead", [ISOLATION_GROUP, BASELINE_GROUP], ROOT);
}
