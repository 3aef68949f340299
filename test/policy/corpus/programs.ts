import { readdirSync } from "node:fs";
import { join } from "node:path";

import { ATTACKS } from "./attacks.ts";
import { isGuards, type Case, type Evasion, type Stack } from "./case.ts";
import { MATRIX } from "./matrix.ts";

const SAMPLES = join(import.meta.dirname, "..", "samples");

/** Programs in the manner of Google's examples, by their names. */
export const SAMPLE_PROGRAMS: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(SAMPLES)
    .filter((file) => file !== "environment.ts")
    .map((file) => [file.replace(".ts", ""), join(SAMPLES, file)]),
);

/** Whether the engine comes so far with a case that a policy is asked. */
export function reachesPolicies({ refusedByEngine }: Case): boolean {
  return refusedByEngine === undefined;
}

/** Every stack that a case can happen in. */
export const STACKS: readonly Stack[] = ["dev", "staging", "prod", "pr-1"];

/** Every evasion, whatever finds it. */
export const EVASIONS: readonly Evasion[] = [...MATRIX, ...ATTACKS];

/** What can share a program: it does not end it, and speaks of its own resources alone. */
export function shares(one: Case): boolean {
  const { act } = one;
  const judgesProgram = act.does === "make all" && act.unguarded === true;
  return reachesPolicies(one) && !isGuards(one) && !judgesProgram;
}

/** All evasions beside the matrix, and of the matrix each so-many-th. */
export function someEvasions(each: number): readonly Evasion[] {
  return [...ATTACKS, ...MATRIX.filter((_, index) => index % each === 0)];
}
