import { DAY, digits } from "./clock.ts";
import { ApiError } from "./errors.ts";
import { type JsonObject, textAt } from "./json.ts";
import type { Draft, Kind, Kinds } from "./kind.ts";

/** Type token of an enabled API. */
export const SERVICE = "gcp:projects/service:Service";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";

/** Domains in which Google's own service agents live. */
const AGENT = /^(gcp-sa-.+|cloud-redis|compute-system|serverless-robot-prod)$/;

/** Service accounts, IAM bindings, workload identity and enabled APIs. */
export const ACCESS_KINDS: Kinds = {
  [ACCOUNT]: {
    id: (properties) => accountId(accountEmail(properties)) ?? "",
    resolve: accountId,
    taken: ({ project, properties }) =>
      new ApiError(
        409,
        `Service account ${textAt(properties, "accountId")} already exists within project projects/${project}.`,
        "alreadyExists",
      ),
    outputs: (draft) => ({
      name: draft.id,
      email: accountEmail(draft.properties),
      member: `serviceAccount:${accountEmail(draft.properties)}`,
      uniqueId: digits(`${draft.id} ${draft.generation}`, 21),
    }),
  },
  [POOL]: {
    id: "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}",
    reserved: 30 * DAY,
    taken: softDeleted,
    outputs: (draft) => ({ name: numbered(draft), state: "ACTIVE" }),
  },
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": {
    id: "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}/providers/{workloadIdentityPoolProviderId}",
    links: [{ at: "workloadIdentityPoolId", to: POOL, gone: "cascade" }],
    reserved: 30 * DAY,
    taken: softDeleted,
    outputs: (draft) => ({ name: numbered(draft), state: "ACTIVE" }),
  },
  [SERVICE]: {
    id: "{project}/{service}",
    existing: "adopt",
    kept: ({ disableOnDestroy }) => disableOnDestroy !== true,
  },
  "gcp:projects/serviceIdentity:ServiceIdentity": {
    id: "projects/{project}/services/{service}",
    existing: "adopt",
    outputs: ({ project, properties, inventory }) => {
      const agent = textAt(properties, "service").replace(".googleapis.com", "");
      const email = `service-${inventory.projectNumber(project)}@gcp-sa-${agent}.iam.gserviceaccount.com`;
      return { email, member: `serviceAccount:${email}` };
    },
  },
  "gcp:projects/iAMAuditConfig:IAMAuditConfig": {
    id: "{project}/audit_config/{service}",
    imported: (id) => id.replace(" ", "/audit_config/"),
    existing: "adopt",
    policy: (properties) => textAt(properties, "project"),
  },
  "gcp:projects/iAMMember:IAMMember": member((properties) => textAt(properties, "project")),
  "gcp:serviceaccount/iAMMember:IAMMember": member(
    (properties) => textAt(properties, "serviceAccountId"),
    { at: "serviceAccountId", to: ACCOUNT },
  ),
  "gcp:secretmanager/secretIamMember:SecretIamMember": member(
    (properties) => within(properties, "secretId", "secrets"),
    { at: "secretId", to: "gcp:secretmanager/secret:Secret" },
  ),
  "gcp:pubsub/topicIAMMember:TopicIAMMember": member(
    (properties) => within(properties, "topic", "topics"),
    { at: "topic", to: "gcp:pubsub/topic:Topic" },
  ),
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": member(
    (properties) => textAt(properties, "cryptoKeyId"),
    { at: "cryptoKeyId", to: "gcp:kms/cryptoKey:CryptoKey" },
  ),
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": member(
    (properties) =>
      within(properties, "repository", `locations/${textAt(properties, "location")}/repositories`),
    { at: "repository", to: "gcp:artifactregistry/repository:Repository" },
  ),
  "gcp:storage/bucketIAMMember:BucketIAMMember": member(
    (properties) => `b/${textAt(properties, "bucket")}`,
    { at: "bucket", to: "gcp:storage/bucket:Bucket" },
  ),
};

/** One principal in one role of a policy; it goes with the resource and with the service account. */
function member(policy: (properties: JsonObject) => string, on?: { at: string; to: string }): Kind {
  return {
    id: (properties) =>
      [
        policy(properties),
        textAt(properties, "role"),
        textAt(properties, "member").toLowerCase(),
        textAt(properties, "condition.title"),
      ]
        .filter((part) => part !== "")
        .join("/"),
    imported: (id) => {
      const [resource = "", role = "", principal = "", ...title] = id.split(" ");
      const parts = [resource, role, principal.toLowerCase(), title.join(" ")];
      return parts.filter((part) => part !== "").join("/");
    },
    links: [
      ...(on ? [{ ...on, gone: "cascade" as const }] : []),
      { at: "member", to: ACCOUNT, gone: "cascade", missing: noAccount },
    ],
    existing: "adopt",
    policy,
  };
}

function within(properties: JsonObject, field: string, collection: string): string {
  const name = textAt(properties, field);
  if (name.includes("/")) return name;
  return `projects/${textAt(properties, "project")}/${collection}/${name}`;
}

function accountEmail(properties: JsonObject): string {
  return `${textAt(properties, "accountId")}@${textAt(properties, "project")}.iam.gserviceaccount.com`;
}

/** The account behind an e-mail address, a member or a path; none for the service agents of Google itself. */
function accountId(name: string): string | undefined {
  const [, email, project = ""] = /([^/:]+@([^/.]+)\.iam\.gserviceaccount\.com)$/.exec(name) ?? [];
  if (email === undefined || AGENT.test(project) || name.startsWith("deleted:")) return undefined;
  return `projects/${project}/serviceAccounts/${email}`;
}

function noAccount(name: string): ApiError {
  const email = name.replace("serviceAccount:", "");
  return new ApiError(400, `Service account ${email} does not exist.`, "badRequest");
}

function softDeleted(): ApiError {
  return new ApiError(409, "Requested entity already exists", "alreadyExists");
}

function numbered({ id, project, inventory }: Draft): string {
  return id.replace(`projects/${project}/`, `projects/${inventory.projectNumber(project)}/`);
}
