import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, jsonOf, valuesAt, type Leaf } from "../../values.ts";

const IAM = "gcp:projects/iAMMember:IAMMember";

/** Everybody on the internet, or everybody with any Google account. */
export const PUBLIC_PRINCIPAL: Rule = {
  id: "public-principal",
  forbids: "Rights for allUsers and allAuthenticatedUsers.",
  why: "That is everybody there is: no environment ends where everybody may begin.",
  cure: "Name the service account or the group that needs it.",
  check: function* (subject): Generator<Finding> {
    for (const { path, value } of members(subject)) {
      if (/^(allUsers|allAuthenticatedUsers)$/i.test(String(value))) {
        yield { path, reason: "gives the right to everybody" };
      }
    }
    const { predefinedAcl, defaultAcl, invokerIamDisabled, ingress } = subject.props;
    for (const [key, value] of Object.entries({ predefinedAcl, defaultAcl })) {
      if (/^(public|authenticated)Read/i.test(String(value))) {
        yield { path: [key], reason: "gives the right to everybody" };
      }
    }
    if (invokerIamDisabled === true && !/^INGRESS_TRAFFIC_INTERNAL_/.test(String(ingress))) {
      yield { path: ["invokerIamDisabled"], reason: "lets in everybody, unasked" };
    }
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
  ...["developer", "endpoints-portal", "firebase-rules", "gae-api-prod"],
  ...["gcf-admin-robot", "gcp-gae-service", "gs-project-accounts", "serverless-robot-prod"],
  ...["service-networking", "sourcerepo-service-accounts", "storage-transfer-service"],
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
    for (const { path, value } of members(subject)) {
      if (isOutside(String(value), context)) {
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
    for (const { path, value } of members(subject)) {
      const [kind = "", name = ""] = String(value).toLowerCase().split(/:(.*)/s);
      if (kind === "domain") yield { path, reason: "gives the right to a whole domain" };
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

/** Properties that name whoever gets a right. */
const MEMBERS = [
  ...["member", "members", "bindings.members", "iamMember", "accesses.iamMember"],
  ...["entity", "roleEntities", "specialGroup", "accesses.specialGroup"],
  ...["userByEmail", "accesses.userByEmail"],
];

/** Whoever a resource gives a right to, whether in a property or in a policy written as text. */
function* members({ type, props }: Subject): Generator<Leaf> {
  if (!type.startsWith("gcp:")) return;
  for (const at of MEMBERS) {
    for (const { path, value } of valuesAt(props, at)) {
      if (isName(value)) yield { path, value: asMember(String(value)) };
    }
  }
  const policy = props["policyData"];
  if (typeof policy !== "string" || isUnknown(policy)) return;
  for (const { value } of valuesAt(jsonOf(policy), "bindings.members")) {
    if (isName(value)) yield { path: ["policyData"], value };
  }
}

/** Access lists of buckets and data sets write the same names in other ways. */
function asMember(text: string): string {
  const name = text.replace(/^(READER|WRITER|OWNER):/, "").replace(/^user-/, "");
  return /^[^:]+gserviceaccount\.com$/i.test(name) ? `serviceAccount:${name}` : name;
}

function isName(value: unknown): boolean {
  return typeof value === "string" && !isUnknown(value);
}
