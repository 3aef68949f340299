import { grantsOf } from "../../grants.ts";
import { must, none, present, refuse, type Check } from "../../checks.ts";
import type { Context, Rule } from "../../rule.ts";

const MEMBER = "gcp:projects/iAMMember:IAMMember";
const ON_WHOLE_PROJECTS = ["projects", "folder", "organizations"].flatMap((scope) => [
  `gcp:${scope}/iAMMember:IAMMember`,
  `gcp:${scope}/iAMBinding:IAMBinding`,
  `gcp:${scope}/iAMPolicy:IAMPolicy`,
]);

const BASIC = /^roles\/(owner|editor)$/;
const BASIC_IN_PROD = /^roles\/(owner|editor|viewer)$/;
const IMPERSONATION =
  /^roles\/iam\.(serviceAccount(User|(OpenId)?TokenCreator|KeyAdmin)|workloadIdentityUser)$/;
/** Accounts that Google makes by itself, which everything runs as that names none. */
export const DEFAULT_ACCOUNT = /(-compute@developer|@appspot)\.gserviceaccount\.com$/;

/** No grant may have a role of this form. */
function noRole(form: (context: Context) => RegExp, reason: string): Check {
  return (subject, context) =>
    grantsOf(subject).flatMap(({ role }) =>
      role && form(context).test(role.text) ? [{ path: role.path, reason }] : [],
    );
}

const member = (role: string, name = "staging-api") => ({
  role,
  member: `serviceAccount:${name}@acme-shop-staging.iam.gserviceaccount.com`,
});

/** Who may do what, and as whom. */
export const IAM: readonly Rule[] = [
  {
    id: "iam-basic-role",
    forbids: "The roles owner and editor, and in prod also viewer.",
    why: "They reach every service of the project, those too that nobody thought of.",
    cure: "Grant the predefined roles that are needed, each on the resource that needs it.",
    check: noRole(
      ({ environment }) => (environment.kind === "prod" ? BASIC_IN_PROD : BASIC),
      "is a basic role",
    ),
    fails: { type: MEMBER, props: member("roles/editor") },
    passes: { type: MEMBER, props: member("roles/cloudsql.client") },
  },
  {
    id: "iam-project-impersonation",
    forbids: "The right to act as service accounts, granted on a whole project.",
    why: "Its holder acts as every service account of the project, the deployer too.",
    cure: "Grant it on the one service account, with a gcp.serviceaccount.IAMMember.",
    control: "CIS Google Cloud 4.0 1.6",
    types: ON_WHOLE_PROJECTS,
    check: noRole(() => IMPERSONATION, "lets its holder act as every service account here"),
    fails: { props: member("roles/iam.serviceAccountTokenCreator") },
    passes: {
      type: "gcp:serviceaccount/iAMMember:IAMMember",
      props: member("roles/iam.serviceAccountTokenCreator"),
    },
  },
  {
    id: "iam-default-account",
    forbids: "Rights for the default service accounts of Compute Engine and App Engine.",
    why: "Everything that names no account of its own runs as them and gets the right too.",
    cure: "Make a service account for the workload and grant it the right.",
    check: (subject) =>
      grantsOf(subject)
        .flatMap(({ members }) => members)
        .filter(({ text }) => DEFAULT_ACCOUNT.test(text))
        .map(({ path }) => ({ path, reason: "is a default service account" })),
    fails: {
      type: MEMBER,
      props: {
        role: "roles/cloudsql.client",
        member: "serviceAccount:100000000002-compute@developer.gserviceaccount.com",
      },
    },
    passes: { type: MEMBER, props: member("roles/cloudsql.client") },
  },
  {
    id: "service-account-key",
    forbids: "Keys of service accounts.",
    why: "A key works from anywhere and for years, for whoever finds a copy.",
    cure: "Use workload identity federation, or impersonation for people.",
    control: "CIS Google Cloud 4.0 1.4",
    types: ["gcp:serviceaccount/key:Key"],
    check: refuse("is a key that works from anywhere"),
    fails: { props: { serviceAccountId: "staging-api" } },
    passes: {
      type: "gcp:serviceaccount/account:Account",
      props: { accountId: "staging-api" },
    },
  },
  {
    id: "storage-hmac-key",
    forbids: "HMAC keys of Cloud Storage.",
    why: "They never expire, and no audit log tells their copies apart.",
    cure: "Use the workload's service account with Cloud Storage's own API.",
    types: ["gcp:storage/hmacKey:HmacKey"],
    check: refuse("is a key that works from anywhere"),
    fails: { props: { serviceAccountEmail: "staging-api@acme-shop-staging.example" } },
    passes: {
      type: "gcp:storage/bucketIAMMember:BucketIAMMember",
      props: member("roles/storage.objectUser"),
    },
  },
  {
    id: "api-key-restricted",
    forbids: "An API key that is good for every API.",
    why: "API keys stand in web pages and apps, and whoever reads one may call all of them.",
    cure: "List the APIs that it is for in restrictions.apiTargets.",
    control: "CIS Google Cloud 4.0 1.14",
    types: ["gcp:projects/apiKey:ApiKey"],
    check: must("restrictions.apiTargets", present, "names no API"),
    fails: { props: { displayName: "maps" } },
    passes: {
      props: { restrictions: { apiTargets: [{ service: "maps-backend.googleapis.com" }] } },
    },
  },
  {
    id: "audit-log-exemptions",
    forbids: "Members whose reads and writes are left out of the audit logs.",
    why: "What an exempted account does to the data is never known.",
    cure: "Remove exemptedMembers.",
    control: "CIS Google Cloud 4.0 2.1",
    types: ["gcp:projects/iAMAuditConfig:IAMAuditConfig"],
    check: none("auditLogConfigs.exemptedMembers", "leaves a member out of the audit logs"),
    fails: {
      props: {
        service: "allServices",
        auditLogConfigs: [{ logType: "DATA_READ", exemptedMembers: ["user:a@acme.example"] }],
      },
    },
    passes: { props: { service: "allServices", auditLogConfigs: [{ logType: "DATA_READ" }] } },
  },
];
