import { textAt } from "../../checks.ts";
import { grantsOf } from "../../grants.ts";
import { SANDBOX } from "../../ownership.ts";
import type { Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, valuesAt } from "../../values.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const IAM = "gcp:projects/iAMMember:IAMMember";

/** Types that are above all projects, whatever their properties say; a budget may be a project's. */
const ABOVE_BY_TYPE =
  /^gcp:(accesscontextmanager|assuredworkloads|billing|cloudidentity|folder|organizations)\/(?!budget:)|^gcp:iam\/workforce|^gcp:compute\/organization|^gcp:logging\/billingAccount/;

/** Where a resource says that it is one of an organisation, a folder or a billing account. */
const ABOVE = ["orgId", "organization", "organizationId", "folder", "folderId", "billingAccountId"];
const ABOVE_BY_NAME =
  /^(\/\/[^/]+\/)?(organizations|folders|billingAccounts|accessPolicies)\/|^principal(Set)?:\/\/.*\/organizations\//;

/** Not every text that begins so is a place: roles of the organisation are for everybody to use. */
const NO_PLACE = new Set(["role", "roles", "baseRole", "name"]);

/** In Apigee an organisation is what a project has, and is called as the project is. */
const APIGEE = /^gcp:apigee\//;

/** What is made in a project that belongs to nobody here is in nobody's isolation. */
export const OWN_PROJECT: Rule = {
  id: "own-project",
  forbids: "Resources in a project that is not the environment's own, or above all projects.",
  why: "What lies in a project without an owner is judged by nobody, and whoever has it has the data.",
  cure: "Leave project out, or set it to this environment's.",
  check: function* ({ type, props, provider }, { environment }): Generator<Finding> {
    if (!type.startsWith("gcp:")) return;
    const given = [{ path: ["project"], value: props["project"] }];
    const [made] = [...valuesAt(provider?.props, "project")];
    if (made) given.push({ path: ["provider", "project"], value: made.value });
    else if (provider && (props["project"] ?? "") === "") {
      yield { path: ["provider", "project"], reason: "is missing, so that the shell says which" };
    }
    for (const { path, value } of given) {
      if (typeof value !== "string" || isUnknown(value) || value === "") continue;
      if (value === environment.project || value === environment.projectNumber) continue;
      yield { path, reason: "is not this environment's project" };
    }
    const reason = "reaches above this environment's project, into all others";
    const named = Object.entries(props).filter(([key, value]) => isAbove(type, key, value));
    for (const [key] of named) yield { path: [key], reason };
    if (named.length === 0 && ABOVE_BY_TYPE.test(type)) yield { path: [], reason };
  },
  checkStack: strangersTags,
  fails: { type: BUCKET, props: { name: "exports", project: "acme-tools" } },
  passes: { type: BUCKET, props: { name: "exports", project: "acme-shop-staging" } },
};

function isAbove(type: string, key: string, value: unknown): boolean {
  if (typeof value !== "string" || value === "" || isUnknown(value)) return false;
  if (APIGEE.test(type) || NO_PLACE.has(key)) return false;
  return ABOVE.includes(key) || ABOVE_BY_NAME.test(value);
}

/** A tag's number does not say whose it is: it is the stack's own where the stack makes its key. */
function* strangersTags(subjects: readonly Subject[]): Generator<Finding & { urn: string }> {
  const keys = subjects.filter(({ type }) => type === "gcp:tags/tagKey:TagKey");
  const numbers = keys.map(({ props }) => textAt(props, "name"));
  if (numbers.includes(undefined)) return;
  for (const { urn, type, props } of subjects) {
    const number = /^tagKeys\/(\d+)$/.exec(textAt(props, "parent") ?? "")?.[1];
    if (type !== "gcp:tags/tagValue:TagValue" || number === undefined) continue;
    if (numbers.includes(number)) continue;
    yield { urn, path: ["parent"], reason: "is of a key that this stack has not made" };
  }
}

/** Environments of the sandbox share a project, so that a right in it is a right in each of them. */
export const SANDBOX_WIDE: Rule = {
  id: "sandbox-wide",
  forbids: "Rights in the whole project for one of the environments that share the sandbox.",
  why: "A pull request's workload then reads the secrets and data of every other's.",
  cure: "Grant it on the resource, or add a condition that names this environment's resource.",
  check: function* (subject, { environment, ownership, groups }): Generator<Finding> {
    const { type } = subject;
    const isShared = ownership.sharedProject !== undefined && ownership.stack !== SANDBOX;
    if (!isShared || !/^gcp:projects\/iAM(Member|Binding|Policy):/.test(type)) return;
    if (isNarrowed(subject, environment.stack)) return;
    const people = groups.get(environment.stack) ?? new Set();
    for (const { members } of grantsOf(subject)) {
      for (const { path, text } of members) {
        if (people.has(text.toLowerCase().replace(/^group:/, ""))) continue;
        yield { path, reason: "gets the right in every environment of the sandbox" };
      }
    }
  },
  fails: {
    type: IAM,
    stack: "pr-1",
    props: {
      role: "roles/secretmanager.secretAccessor",
      member: "serviceAccount:pr-1-api@acme-shop-sandbox.iam.gserviceaccount.com",
    },
  },
  passes: {
    type: "gcp:secretmanager/secretIamMember:SecretIamMember",
    stack: "pr-1",
    props: {
      secretId: "pr-1-payment-key",
      role: "roles/secretmanager.secretAccessor",
      member: "serviceAccount:pr-1-api@acme-shop-sandbox.iam.gserviceaccount.com",
    },
  },
};

/** Whether a condition names a resource that begins as this environment's do. */
function isNarrowed({ props }: Subject, stack: string): boolean {
  const [condition] = [...valuesAt(props, "condition")];
  if (condition && isUnknown(condition.value)) return true;
  const [found] = [...valuesAt(props, "condition.expression")];
  if (found && isUnknown(found.value)) return true;
  const expression = textAt(condition?.value, "expression") ?? "";
  return new RegExp(`resource\\.name.*[/"']${stack}-`).test(expression);
}
