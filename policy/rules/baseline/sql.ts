import { isMap, isUnknown, valuesAt } from "../../values.ts";
import {
  all,
  has,
  is,
  known,
  must,
  none,
  textAt,
  when,
  type Check,
  type Condition,
} from "../../checks.ts";
import type { Rule } from "../../rule.ts";

/** Type of a Cloud SQL instance. */
export const SQL = "gcp:sql/databaseInstance:DatabaseInstance";

/** Whether an instance runs this engine; one that nobody knows yet runs none. */
export const runs =
  (engine: "POSTGRES" | "MYSQL"): Condition =>
  (subject) =>
    known(subject, "databaseVersion")?.startsWith(engine) ?? false;

/** Whether an instance follows another, and has neither backups nor a standby of its own. */
export const isReplica: Condition = (subject) =>
  has(subject, "masterInstanceName") || /^READ_/.test(known(subject, "instanceType") ?? "");

const POSTGRES = { databaseVersion: "POSTGRES_17" };
const FLAGS = "settings.databaseFlags";

const LOGGING = {
  log_connections: "on",
  log_disconnections: "on",
  log_error_verbosity: "default",
  log_statement: "ddl",
};

/** A flag of the database engine must be one of these; where it is not set it is `absent`. */
function flag(name: string, allowed: readonly string[], absent: string): Check {
  return ({ props }) => {
    const flags = [...valuesAt(props, FLAGS)];
    const named = flags.filter(({ value }) => textAt(value, "name") === name);
    const isOpen = flags.some(({ value }) => !isMap(value) || isUnknown(value["name"]));
    if (named.length === 0) {
      const path = FLAGS.split(".");
      return isOpen || allowed.includes(absent) ? [] : [{ path, reason: `does not set ${name}` }];
    }
    return named
      .filter(({ value }) => isMap(value) && !isUnknown(value["value"]))
      .filter(({ value }) => !allowed.includes(textAt(value, "value")?.toLowerCase() ?? ""))
      .map(({ path }) => ({ path: [...path, "value"], reason: `sets ${name} to another value` }));
  };
}

const flags = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** Who reaches a database, and how. */
export const SQL_ACCESS: readonly Rule[] = [
  {
    id: "sql-private-address",
    forbids: "A Cloud SQL instance with a public address.",
    why: "A public address puts the database one leaked password away from the whole internet.",
    cure: "Set settings.ipConfiguration.ipv4Enabled to false, and privateNetwork to the network.",
    control: "CIS Google Cloud 4.0 6.6",
    types: [SQL],
    check: must("settings.ipConfiguration.ipv4Enabled", is(false), "gives it a public address", {
      absent: true,
    }),
    fails: { props: { settings: { tier: "db-f1-micro" } } },
    passes: { props: { settings: { ipConfiguration: { ipv4Enabled: false } } } },
  },
  {
    id: "sql-tls-required",
    forbids: "A Cloud SQL instance that answers without TLS.",
    why: "Passwords and data cross the network in the clear, and nobody notices.",
    cure: "Set settings.ipConfiguration.sslMode to ENCRYPTED_ONLY.",
    control: "CIS Google Cloud 4.0 6.4",
    types: [SQL],
    check: must(
      "settings.ipConfiguration.sslMode",
      is("ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
      "lets clients in without TLS",
    ),
    fails: {
      props: { settings: { ipConfiguration: { sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" } } },
    },
    passes: { props: { settings: { ipConfiguration: { sslMode: "ENCRYPTED_ONLY" } } } },
  },
  {
    id: "sql-authorized-networks",
    forbids: "Authorised networks on a Cloud SQL instance.",
    why: "They open the public address to whole ranges, and stay open when their reason is gone.",
    cure: "Remove settings.ipConfiguration.authorizedNetworks and connect by the private address.",
    control: "CIS Google Cloud 4.0 6.5",
    types: [SQL],
    check: none("settings.ipConfiguration.authorizedNetworks", "lets a network in by its address"),
    fails: {
      props: { settings: { ipConfiguration: { authorizedNetworks: [{ value: "0.0.0.0/0" }] } } },
    },
    passes: { props: { settings: { ipConfiguration: { authorizedNetworks: [] } } } },
  },
  {
    id: "sql-iam-authentication",
    forbids: "A Cloud SQL instance that nobody can sign in to by IAM.",
    why: "Workloads then share passwords, which leak, are copied and are never rotated.",
    cure: "Set the database flag cloudsql.iam_authentication to on.",
    types: [SQL],
    check: all(
      when(runs("POSTGRES"), flag("cloudsql.iam_authentication", ["on"], "off")),
      when(runs("MYSQL"), flag("cloudsql_iam_authentication", ["on"], "off")),
    ),
    fails: { props: POSTGRES },
    passes: {
      props: {
        ...POSTGRES,
        settings: { databaseFlags: flags({ "cloudsql.iam_authentication": "on" }) },
      },
    },
  },
  {
    id: "sql-logging-flags",
    forbids: "A PostgreSQL instance that does not log connections and changes of its schema.",
    why: "After an incident nobody can say who was connected, or who changed a table.",
    cure: "Set the flags log_connections and log_disconnections to on, and log_statement to ddl.",
    control: "CIS Google Cloud 4.0 6.2.1 to 6.2.4",
    types: [SQL],
    check: when(
      runs("POSTGRES"),
      all(
        flag("log_connections", ["on"], "off"),
        flag("log_disconnections", ["on"], "off"),
        flag("log_error_verbosity", ["default", "verbose"], "default"),
        flag("log_statement", ["ddl", "mod", "all"], "none"),
      ),
    ),
    fails: {
      props: {
        ...POSTGRES,
        settings: { databaseFlags: flags({ ...LOGGING, log_statement: "none" }) },
      },
    },
    passes: { props: { ...POSTGRES, settings: { databaseFlags: flags(LOGGING) } } },
  },
  {
    id: "sql-query-insights",
    forbids: "A Cloud SQL instance without query insights.",
    why: "A slow query shows as a slow service, and its cause has to be guessed.",
    cure: "Set settings.insightsConfig.queryInsightsEnabled to true.",
    level: "advisory",
    types: [SQL],
    check: must("settings.insightsConfig.queryInsightsEnabled", is(true), "is off"),
    fails: { props: { settings: {} } },
    passes: { props: { settings: { insightsConfig: { queryInsightsEnabled: true } } } },
  },
];
