import { all, known, must, none, textOf, when, type Condition, type Test } from "../../checks.ts";
import type { Rule } from "../../rule.ts";

const SECRET = "gcp:secretmanager/secret:Secret";
const LONGEST_DAYS = 90;

const isInRegion: Test = (location, { environment }) =>
  textOf(location)?.toLowerCase() === environment.region;

/** Google rotates no other keys by itself. */
const canRotate: Condition = (subject) =>
  known(subject, "purpose", "ENCRYPT_DECRYPT") === "ENCRYPT_DECRYPT" &&
  known(subject, "importOnly", "false") === "false";

const seconds = (duration: unknown) =>
  Number(/^(\d+(?:\.\d+)?)s$/.exec(textOf(duration) ?? "")?.[1] ?? Infinity);

/** Secrets and keys at rest. */
export const SECRETS: readonly Rule[] = [
  {
    id: "secret-in-region",
    forbids: "A secret that Google keeps outside the environment's region.",
    why: "With automatic replication nobody can say in which countries copies lie.",
    cure: "Set replication.userManaged.replicas to the one location of the environment's region.",
    types: [SECRET],
    check: all(
      none("replication.auto", "leaves it to Google where copies lie"),
      must("location", isInRegion, "is outside the environment's region", {
        within: "replication.userManaged.replicas",
      }),
    ),
    fails: { props: { secretId: "staging-payment-key", replication: { auto: {} } } },
    passes: {
      props: { replication: { userManaged: { replicas: [{ location: "asia-southeast2" }] } } },
    },
  },
  {
    id: "kms-rotation",
    forbids: `A Cloud KMS key that is not rotated every ${LONGEST_DAYS} days or sooner.`,
    why: "The longer one key is used the more a leak of it opens.",
    cure: `Set rotationPeriod to ${LONGEST_DAYS * 24 * 3600}s or less.`,
    control: "CIS Google Cloud 4.0 1.10",
    types: ["gcp:kms/cryptoKey:CryptoKey"],
    check: when(
      canRotate,
      must(
        "rotationPeriod",
        (period) => seconds(period) <= LONGEST_DAYS * 24 * 3600,
        "rotates the key too seldom or never",
      ),
    ),
    fails: { props: { rotationPeriod: "31536000s" } },
    passes: { props: { rotationPeriod: "7776000s" } },
  },
];
