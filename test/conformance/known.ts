import type { Class } from "./cases.ts";

interface Known {
  readonly type?: string;
  readonly kind?: Class;
  /** Matches the answers of both, as JSON: `real` then `ours`. */
  readonly answers: RegExp;
  readonly reason: string;
}

/** Disagreements that are understood and accepted, and why. */
const KNOWN: readonly Known[] = [
  {
    type: "gcp:compute/firewall:Firewall",
    answers: /"logConfig\.metadata":"delete"/,
    reason: "the real provider hides the removal of logConfig itself and shows only what was in it",
  },
  {
    type: "gcp:projects/iAMAuditConfig:IAMAuditConfig",
    kind: "unknown",
    answers: /"auditLogConfigs/,
    reason:
      "two log types unknown at once: the real provider pairs old and new by an internal hash",
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    answers: /"nodeCount":/,
    reason: "the node count of a read pool follows its autoscaling, which is not modelled",
  },
  {
    type: "gcp:storage/bucket:Bucket",
    answers: /"lifecycleRules/,
    reason: "lifecycle conditions have a hash of their own that counts absent numbers as zero",
  },
];

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
