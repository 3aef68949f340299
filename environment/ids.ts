type Inputs = Readonly<Record<string, unknown>>;

/** How a resource's import id is made from its inputs. */
type ImportId = (inputs: Inputs, previousId?: string) => string;

const field = (inputs: Inputs, name: string): string => {
  const value = inputs[name];
  return typeof value === "string" ? value : "";
};

/** An id written as a template over the inputs: `projects/{project}/global/networks/{name}`. */
const template =
  (format: string): ImportId =>
  (inputs) =>
    format.replace(/\{(\w+)\}/g, (_, name: string) => field(inputs, name));

/** Versions are numbered from 1; a replacement's number is its predecessor's plus one. */
const secretVersion: ImportId = (inputs, previousId) => {
  const last = Number(/\/versions\/(\d+)$/.exec(previousId ?? "")?.[1] ?? 0);
  return `${field(inputs, "secret")}/versions/${last + 1}`;
};

/** A role bound under a condition is another binding, told apart by the condition's title. */
const projectMember: ImportId = (inputs) => {
  const { condition } = inputs;
  const conditional = typeof condition === "object" && condition !== null && "title" in condition;
  const title = conditional ? ` ${String(condition.title)}` : "";
  return template("{project} {role} {member}")(inputs) + title;
};

/** Import ids by resource type, as the provider's documentation gives them for each. */
const IMPORT_IDS: Readonly<Record<string, ImportId>> = {
  "gcp:artifactregistry/repository:Repository": template(
    "projects/{project}/locations/{location}/repositories/{repositoryId}",
  ),
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": template(
    "projects/{project}/locations/{location}/repositories/{repository} {role} {member}",
  ),
  "gcp:compute/firewall:Firewall": template("projects/{project}/global/firewalls/{name}"),
  "gcp:compute/globalAddress:GlobalAddress": template("projects/{project}/global/addresses/{name}"),
  "gcp:compute/network:Network": template("projects/{project}/global/networks/{name}"),
  "gcp:compute/route:Route": template("projects/{project}/global/routes/{name}"),
  "gcp:compute/router:Router": template("projects/{project}/regions/{region}/routers/{name}"),
  "gcp:compute/routerNat:RouterNat": template("{project}/{region}/{router}/{name}"),
  "gcp:compute/subnetwork:Subnetwork": template(
    "projects/{project}/regions/{region}/subnetworks/{name}",
  ),
  "gcp:dns/managedZone:ManagedZone": template("projects/{project}/managedZones/{name}"),
  "gcp:dns/policy:Policy": template("projects/{project}/policies/{name}"),
  "gcp:dns/recordSet:RecordSet": template(
    "projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
  ),
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": template(
    "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}",
  ),
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": template(
    "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}/providers/{workloadIdentityPoolProviderId}",
  ),
  "gcp:kms/cryptoKey:CryptoKey": template("{keyRing}/cryptoKeys/{name}"),
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": template("{cryptoKeyId} {role} {member}"),
  "gcp:kms/keyRing:KeyRing": template("projects/{project}/locations/{location}/keyRings/{name}"),
  "gcp:projects/iAMAuditConfig:IAMAuditConfig": template("{project} {service}"),
  "gcp:projects/iAMMember:IAMMember": projectMember,
  "gcp:projects/service:Service": template("{project}/{service}"),
  "gcp:pubsub/topic:Topic": template("projects/{project}/topics/{name}"),
  "gcp:pubsub/topicIAMMember:TopicIAMMember": template("{topic} {role} {member}"),
  "gcp:redis/instance:Instance": template("projects/{project}/locations/{region}/instances/{name}"),
  "gcp:secretmanager/secret:Secret": template("projects/{project}/secrets/{secretId}"),
  "gcp:secretmanager/secretIamMember:SecretIamMember": template("{secretId} {role} {member}"),
  "gcp:secretmanager/secretVersion:SecretVersion": secretVersion,
  "gcp:serviceaccount/account:Account": template(
    "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
  ),
  "gcp:serviceaccount/iAMMember:IAMMember": template("{serviceAccountId} {role} {member}"),
  "gcp:servicenetworking/connection:Connection": template("{network}:{service}"),
  "gcp:sql/database:Database": template("projects/{project}/instances/{instance}/databases/{name}"),
  "gcp:sql/databaseInstance:DatabaseInstance": template("projects/{project}/instances/{name}"),
  "gcp:sql/user:User": template("{project}/{instance}/{name}"),
  "gcp:storage/bucket:Bucket": template("{name}"),
  "gcp:storage/bucketIAMMember:BucketIAMMember": template("b/{bucket} {role} {member}"),
};

/**
 * The id by which a resource of the program can be imported, from its inputs: what `recover` asks
 * the cloud for when an update was cut off before it learned whether the resource was made.
 * `undefined` for types that no cloud keeps (generated values) or that are made again without harm.
 *
 * @param inputs The resource's inputs with its project filled in.
 * @param previousId The id of the resource that it replaces, where it replaces one.
 */
export function importId(type: string, inputs: Inputs, previousId?: string): string | undefined {
  return IMPORT_IDS[type]?.(inputs, previousId);
}

/** The types that {@link importId} knows. */
export const IMPORTABLE_TYPES: readonly string[] = Object.keys(IMPORT_IDS);
