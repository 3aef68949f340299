import type { Class } from "./cases.ts";

interface Known {
  readonly type?: string;
  readonly kind?: Class;
  /** Matches the answers of both, as JSON: `real` then `ours`. */
  readonly answers: RegExp;
  readonly reason: string;
}

/** Disagreements that are understood and accepted, and why. */
const KNOWN: readonly Known[] = [];

/** Why the two providers disagree here, or undefined where nobody knows. */
export function explain(
  type: string,
  kind: Class,
  real: unknown,
  ours: unknown,
): string | undefined {
  const answers = JSON.stringify([real, ours]);
  return KNOWN.find(
    (known) =>
      (known.type ?? type) === type && (known.kind ?? kind) === kind && known.answers.test(answers),
  )?.reason;
}
