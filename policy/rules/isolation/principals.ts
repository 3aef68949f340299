import { textAt, textOf } from "../../checks.ts";
import { membersOf } from "../../members.ts";
import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { valuesAt, type Path } from "../../values.ts";

const IAM = "gcp:projects/iAMMember:IAMMember";

/** Everybody on the internet, or everybody with any Google account. */
export const PUBLIC_PRINCIPAL: Rule = {
  id: "public-principal",
  forbids: "Rights for allUsers and allAuthenticatedUsers.",
  why: "That is everybody there is: no environment ends where everybody may begin.",
  cure: "Name the service account or the group that needs it.",
  check: function* (subject): Generator<Finding> {
    for (const { path, value } of membersOf(subject)) {
      if (/^(allUsers|allAuthenticatedUsers)$/i.test(value)) {
        yield { path, reason: "gives the right to everybody" };
      }
    }
    const { predefinedAcl, defaultAcl } = subject.props;
    for (const [key, value] of Object.entries({ predefinedAcl, defaultAcl })) {
      if (/^(public|authenticated)Read/i.test(textOf(value) ?? "")) {
        yield { path: [key], reason: "gives the right to everybody" };
      }
    }
    const unasked = asksNobody(subject);
    if (unasked) yield { path: unasked, reason: "lets in everybody, unasked" };
  },
  fails: { type: IAM, props: { role: "roles/run.invoker", member: "allUsers" } },
  passes: {
    type: IAM,
    props: {
      role: "roles/run.invoker",
      member: "serviceAccount:staging-api@acme-shop-staging.iam.gserviceaccount.com",
    },
  },
};

const ANNOTATION = "run.googleapis.com/invoker-iam-disabled";

/** Where a service says that whoever reaches it is let in, unless only a load balancer reaches it. */
function asksNobody({ props }: Subject): Path | undefined {
  const ingress = textAt(props, "ingress") ?? "";
  if (textAt(props, "invokerIamDisabled") === "true" && !/^INGRESS_TRAFFIC_INTERNAL_/.test(ingress))
    return ["invokerIamDisabled"];
  for (const { value } of valuesAt(props, "metadata.annotations")) {
    const from = textAt(value, "run.googleapis.com/ingress") ?? "";
    if (textAt(value, ANNOTATION) === "true" && !from.startsWith("internal"))
      return ["metadata", "annotations", ANNOTATION];
  }
  return undefined;
}

/** Google's own accounts that act for this project carry its number, or are the same for all. */
const GOOGLES_SERVICES = [
  ...["appspot", "bigquery-encryption", "cloud-cdn-fill", "cloud-filer"],
  ...["cloud-memcache-sa", "cloud-redis", "cloud-tpu", "cloudbuild"],
  ...["cloudcomposer-accounts", "cloudservices", "compute-system", "container-analysis"],
  ...[
    "container-engine-robot",
    "containerregistry",
    "dataflow-service-producer-prod",
    "dataproc-accounts",
  ],
  ...["developer", "endpoints-portal", "firebase-rules"],
  ...["gcf-admin-robot", "gcp-gae-service", "gs-project-accounts", "serverless-robot-prod"],
  ...["service-networking", "sourcerepo-service-accounts", "storage-transfer-service"],
  ...["dlp-api", "remotebuildexecution", "service-consumer-management", "trifacta-gcloud-prod"],
  // Only Google has projects below its own domain, such as google.com:cloud-ml.
  "[a-z0-9-]+\\.google\\.com",
];
const GOOGLES_OWN = new RegExp(
  `@(gcp-sa-[a-z0-9-]+|${GOOGLES_SERVICES.join("|")})\\.(iam\\.)?gserviceaccount\\.com$`,
);
const SAME_FOR_ALL = /@system\.gserviceaccount\.com$/;

/** Service accounts that are neither this environment's nor Google's. */
export const FOREIGN_PRINCIPAL: Rule = {
  id: "foreign-principal",
  forbids: "Rights for service accounts and workload identities of other projects.",
  why: "Whoever can act as such an account acts here, whatever this environment's own walls are.",
  cure: "Give the right to a service account of this environment's project.",
  check: function* (subject, context): Generator<Finding> {
    for (const { path, value } of membersOf(subject)) {
      if (isOutside(value, context)) {
        yield { path, reason: "gives the right to an account of another project" };
      }
    }
  },
  fails: {
    type: IAM,
    props: {
      role: "roles/viewer",
      member: "serviceAccount:ci@acme-tools.iam.gserviceaccount.com",
    },
  },
  passes: {
    type: IAM,
    props: {
      role: "roles/viewer",
      member: "serviceAccount:staging-ci@acme-shop-staging.iam.gserviceaccount.com",
    },
  },
};

function isOutside(written: string, { environment }: Context): boolean {
  const { project, projectNumber } = environment;
  const isOwn = (name: string) => name === project || name === projectNumber;
  // An account that is deleted now can be brought back, with the rights that it had.
  const member = written.replace(/^deleted:/i, "");
  const pool = /^principal(?:Set)?:\/\/[a-z]+\.googleapis\.com\/projects\/([^/]+)/i.exec(
    member,
  )?.[1];
  if (pool !== undefined) return !isOwn(pool);
  // All accounts of a folder or an organisation are those of every environment in it.
  if (/^principal(Set)?:\/\/cloudresourcemanager\.googleapis\.com\//i.test(member)) return true;
  const everybodyOf = /^project(?:Owner|Editor|Viewer):(.*)$/i.exec(member)?.[1];
  if (everybodyOf !== undefined) return !isOwn(everybodyOf);
  const workload = /^serviceAccount:([^[\]]+)\.svc\.id\.goog\[/i.exec(member)?.[1];
  if (workload !== undefined) return workload !== project;
  const account = /^serviceAccount:([^?]+)/i.exec(member)?.[1]?.toLowerCase();
  if (account === undefined || account.endsWith(`@${project}.iam.gserviceaccount.com`))
    return false;
  if (account === `${project}@appspot.gserviceaccount.com`) return false;
  const isOurs = new RegExp(`(?<![0-9])${projectNumber}(?![0-9])`).test(account);
  return !(isOurs && GOOGLES_OWN.test(account)) && !SAME_FOR_ALL.test(account);
}

/** People come in by the access matrix, which says what they may do in each kind. */
export const GROUP_OUTSIDE_MATRIX: Rule = {
  id: "group-outside-matrix",
  forbids: "Rights for a group in prod and in a lower kind that the access matrix does not name.",
  why: "One account of such a group opens two environments, and nobody has decided that it should.",
  cure: "Add the group to bulkhead:access of this stack, or use a group of this environment alone.",
  check: function* (subject, { environment, groups }): Generator<Finding> {
    const matrix = groups.get(environment.stack) ?? new Set();
    const prods = [...groups].filter(([stack]) => stack === "prod").map(([, names]) => names);
    for (const { path, value } of membersOf(subject)) {
      const { kind, name } = peopleOf(value.toLowerCase());
      if (kind === "all") yield { path, reason: "gives the right to a whole domain" };
      if (kind !== "group" || matrix.has(name)) continue;
      const isShared = environment.kind === "prod" || prods.some((names) => names.has(name));
      if (isShared) yield { path, reason: "is a group that the access matrix does not name here" };
    }
  },
  fails: {
    type: IAM,
    props: { role: "roles/logging.viewer", member: "group:everyone@acme.example" },
    stack: "prod",
  },
  passes: {
    type: IAM,
    props: { role: "roles/logging.viewer", member: "group:shop-operators@acme.example" },
    stack: "prod",
  },
};

/** Sets of people: those of Google's groups and domains, and those of the workforce's own sign-in. */
function peopleOf(member: string): { kind: "group" | "all" | "other"; name: string } {
  const [, pool, set = ""] =
    /^principalset:\/\/iam\.googleapis\.com\/locations\/global\/workforcepools\/([^/]+)\/(.*)$/.exec(
      member,
    ) ?? [];
  if (pool !== undefined) return { kind: set === "*" ? "all" : "group", name: member };
  const [kind = "", name = ""] = member.split(/:(.*)/s);
  return { kind: kind === "domain" ? "all" : kind === "group" ? kind : "other", name };
}
