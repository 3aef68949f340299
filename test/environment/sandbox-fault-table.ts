import {
  KEY,
  NO_SIZE,
  PROJECT_ID,
  STATE,
  fault,
  missing,
  notText,
  type Row,
} from "./fault-cells.ts";

/** Every field of the sandbox, in the same order; it conflicts with a standing stack there. */
export const SANDBOX_FAULTS: Readonly<Record<string, Row>> = {
  project: [missing, notText, fault("acme", PROJECT_ID), fault("Acme", PROJECT_ID), "seen by prod"],
  projectNumber: [
    missing,
    notText,
    fault("12", "is not a project number"),
    fault("12ab56cd", "is not a project number"),
    "seen by prod",
  ],
  region: [
    missing,
    notText,
    NO_SIZE,
    fault("Jakarta", "is not a Google Cloud region"),
    "environments may share a region",
  ],
  pool: [
    missing,
    fault(10, "is not text"),
    fault("10.128.0.0/20", "has a prefix length of 20, outside /8 to /19"),
    fault("10.128.0.1/9", "has host bits set; the range it lies in is 10.128.0.0/9"),
    "seen by prod",
  ],
  state: [missing, notText, fault("gs://ab", STATE), fault("s3://acme", STATE), "seen by prod"],
  kmsKey: [
    missing,
    notText,
    fault("projects/p", KEY),
    fault("bulkhead/pulumi", KEY),
    "seen by prod",
  ],
};
