import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, valuesAt, type Leaf } from "../../values.ts";

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
const GOOGLES_OWN =
  /@(gcp-sa-[a-z0-9-]+|cloudservices|container-engine-robot|serverless-robot-prod|compute-system|cloudbuild|developer|appspot|cloud-redis|service-networking|storage-transfer-service|gs-project-accounts|gcf-admin-robot|containerregistry|system)\.(iam\.)?gserviceaccount\.com$/;

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

function isOutside(member: string, { environment }: Context): boolean {
  const { project, projectNumber } = environment;
  const pool = /^principal(?:Set)?:\/\/iam\.googleapis\.com\/projects\/([^/]+)/.exec(member)?.[1];
  if (pool !== undefined) return pool !== projectNumber && pool !== project;
  const workload = /^serviceAccount:([^[\]]+)\.svc\.id\.goog\[/.exec(member)?.[1];
  if (workload !== undefined) return workload !== project;
  const account = /^serviceAccount:([^?]+)/.exec(member)?.[1]?.toLowerCase();
  if (account === undefined || account.endsWith(`@${project}.iam.gserviceaccount.com`))
    return false;
  if (account === `${project}@appspot.gserviceaccount.com`) return false;
  return !(GOOGLES_OWN.test(account) && account.includes(projectNumber));
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

/** Whoever a resource gives a right to, whether in a property or in a policy written as text. */
function* members({ type, props }: Subject): Generator<Leaf> {
  if (!type.startsWith("gcp:")) return;
  for (const at of ["member", "members", "bindings.members"]) {
    yield* [...valuesAt(props, at)].filter(({ value }) => isName(value));
  }
  const policy = props["policyData"];
  if (typeof policy !== "string" || isUnknown(policy)) return;
  for (const { value } of valuesAt(parse(policy), "bindings.members")) {
    if (isName(value)) yield { path: ["policyData"], value };
  }
}

function isName(value: unknown): boolean {
  return typeof value === "string" && !isUnknown(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
