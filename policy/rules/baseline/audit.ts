import { stateBucket } from "../../../environment/claims.ts";
import { textAt } from "../../checks.ts";
import type { Context, Rule, Subject } from "../../rule.ts";
import { isMap, isUnknown, valuesAt } from "../../values.ts";
import { SQL } from "./sql.ts";
import { BUCKET } from "./storage.ts";

const AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig";
const LOG_TYPES = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"] as const;
const ALL_LOGS = LOG_TYPES.map((logType) => ({ logType }));

const HOLDS_DATA = new Set([
  SQL,
  BUCKET,
  "gcp:bigquery/dataset:Dataset",
  "gcp:firestore/database:Database",
  "gcp:redis/instance:Instance",
  "gcp:secretmanager/secret:Secret",
  "gcp:spanner/database:Database",
]);

/** The bucket of the state lies in a stack that prepares the environment, before it has data. */
function holdsData({ type, props }: Subject, { environment }: Context): boolean {
  return (
    HOLDS_DATA.has(type) &&
    (type !== BUCKET || textAt(props, "name") !== stateBucket(environment.state))
  );
}

/** Whether a stack logs these, or may do so as far as is known. */
function logs(subjects: readonly Subject[], logType: string): boolean {
  return subjects.some(({ type, props }) => {
    if (type !== AUDIT) return false;
    if (!isUnknown(props["service"]) && textAt(props, "service") !== "allServices") return false;
    return [...valuesAt(props, "auditLogConfigs")].some(
      ({ value }) =>
        !isMap(value) || isUnknown(value["logType"]) || textAt(value, "logType") === logType,
    );
  });
}

/** Who read or changed what is known where the data is real. */
export const AUDIT_LOGS: readonly Rule[] = [
  {
    id: "audit-logs",
    forbids:
      "Data in an environment that does not log who reads and changes it, where the profile does.",
    why: "Whether anybody took customers' data can then neither be shown nor ruled out.",
    cure: "Add an IAMAuditConfig for allServices with ADMIN_READ, DATA_READ and DATA_WRITE.",
    control: "CIS Google Cloud 4.0 2.1",
    checkStack: (subjects, context) => {
      const data = subjects.find((subject) => holdsData(subject, context));
      if (!data || !context.environment.profile.people.auditLogs) return [];
      return LOG_TYPES.filter((logType) => !logs(subjects, logType)).map((logType) => ({
        path: [],
        urn: data.urn,
        reason: `holds data, and the environment does not log ${logType} of all services`,
      }));
    },
    fails: { stack: "prod", type: SQL, props: {} },
    passes: {
      stack: "prod",
      type: SQL,
      props: {},
      beside: [{ type: AUDIT, props: { service: "allServices", auditLogConfigs: ALL_LOGS } }],
    },
  },
];
