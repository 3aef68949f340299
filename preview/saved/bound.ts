import { createHash } from "node:crypto";

import { z } from "zod";

import { UserError } from "../../engine/errors.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A plan that the engine saved, and what it was made of. It holds the stack's secrets as ciphertext,
 * so it goes where the state goes, and nowhere else.
 */
const boundPlan = z.strictObject({
  format: z.literal(1),
  program: z.string(),
  stack: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  /** SHA-256 of the state that it changes. */
  state: sha256,
  /** The engine's own file. */
  plan: z.string(),
});

/** A saved plan and what it is bound to. */
export type BoundPlan = z.infer<typeof boundPlan>;

/** By which a plan is named when it is shown, and asked for when it is applied. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A bound plan as its file says it. */
export function writeBound(plan: BoundPlan): string {
  return `${JSON.stringify(plan)}\n`;
}

/**
 * Reads a bound plan that must be the one of a digest.
 *
 * @throws UserError with exit code 2 when it is another, or none.
 */
export function readBound(text: string, digest: string): BoundPlan {
  const found = digestOf(text);
  if (found !== digest) {
    throw new UserError(
      `This is not the plan that was approved: its digest is ${found}, and ${digest} was asked for.\n` +
        "Fetch the plan of this run, or let it be planned and approved anew.",
      2,
    );
  }
  const result = boundPlan.safeParse(jsonIn(text));
  if (result.success) return result.data;
  throw new UserError("This is no saved plan of format 1. Save it with: bulkhead plan save", 2);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a plan must still be bound to when it is applied. */
export type Binding = Omit<BoundPlan, "format" | "plan">;

/**
 * Refuses a plan of anything else than what is here now.
 *
 * @throws UserError with exit code 2 for another program, stack or commit, 1 for a state that has
 *   changed since.
 */
export function refuseUnlessBound(plan: BoundPlan, now: Binding): void {
  for (const key of ["program", "stack", "commit"] as const) {
    if (plan[key] === now[key]) continue;
    throw new UserError(
      `The plan is of ${key} ${plan[key]}, and here is ${now[key]}.\n` +
        "Check out what was planned, or let it be planned and approved anew.",
      2,
    );
  }
  if (plan.state === now.state) return;
  throw new UserError(
    `${plan.stack} has changed since it was planned, so the plan is void.\n` +
      "Let it be planned and approved anew.",
  );
}
