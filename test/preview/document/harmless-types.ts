/**
 * Words of which one in a type's name makes it a candidate: it may hold what exists nowhere else. A new
 * type with such a name is either added to the dangers or here, with the reason.
 */
const WORDS = new Set([
  ...[
    "instance",
    "database",
    "db",
    "cluster",
    "table",
    "dataset",
    "document",
    "collection",
    "index",
  ],
  ...[
    "bucket",
    "object",
    "file",
    "archive",
    "share",
    "volume",
    "disk",
    "storage",
    "vault",
    "image",
  ],
  ...["backup", "snapshot", "replication", "store", "datastore", "metastore", "lake", "catalog"],
  ...["topic", "subscription", "queue", "stream", "cache", "system", "workspace", "workstation"],
  ...["runtime", "secret", "parameter", "key", "keyring", "keyset", "keystore", "keystores"],
  ...["password", "token", "credential", "creds", "user", "tenant", "authority", "repository"],
  ...["registry", "zone"],
]);

/** Words that say so at the end of a name only; before it they say whose the rest is. */
const LAST_WORDS = new Set(["project", "folder", "cloud", "pool"]);

/** Whether a type of the provider may hold what exists nowhere else, by its name. */
export function isCandidate(type: string): boolean {
  const [name = ""] = type.split(":").slice(-1);
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(" ");
  const isIn = (set: ReadonlySet<string>) => (word: string) =>
    set.has(word) || set.has(word.replace(/s$/, ""));
  return words.some(isIn(WORDS)) || words.slice(-1).some(isIn(LAST_WORDS));
}

/** Endings of names that say what a type is, whatever it belongs to, and why nothing is lost with it. */
export const HARMLESS_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/I[Aa][Mm](Member|Binding|Policy)$/, "a right, which is given again as it was"],
  [/(ACL|AccessControl|DatasetAccess|AccessBinding)$/, "a right, which is given again as it was"],
  [/(NodePool|WorkerPool|ResourcePool)$/, "machines that are made alike, and keep nothing"],
];

/** Candidates with which nothing is lost, by the reason. */
export const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  "it says how others are made, and is written in the program": [
    ...["colab/RuntimeTemplate", "compute/InstanceTemplate", "compute/RegionInstanceTemplate"],
    ...["spanner/InstanceConfig", "workstations/WorkstationConfig", "compute/InstanceSettings"],
    ...["compute/SnapshotSettings", "vertex/AiCacheConfig", "dataform/RepositoryReleaseConfig"],
    ...["dataform/RepositoryWorkflowConfig", "storage/InsightsDatasetConfig"],
    ...["composer/UserWorkloadsConfigMap", "compute/ZoneVmExtensionPolicy"],
    ...["osconfig/V2PolicyOrchestratorForFolder", "netapp/VolumeQuotaRule"],
    ...["essentialcontacts/DocumentAiWarehouseDocumentSchema", "kms/KeyHandle"],
    ...["essentialcontacts/DocumentAiProcessorDefaultVersion"],
    ...["essentialcontacts/DocumentAiWarehouseLocation", "dataproc/GdcServiceInstance"],
  ],
  "it ties two others together, and both stay": [
    ...["apigee/InstanceAttachment", "apihub/RuntimeProjectAttachment", "compute/AttachedDisk"],
    ...["compute/DiskResourcePolicyAttachment", "compute/RegionDiskResourcePolicyAttachment"],
    ...["compute/InstanceGroupMembership", "compute/InstanceGroupNamedPort"],
    ...["compute/SharedVPCHostProject", "compute/SharedVPCServiceProject"],
    ...["monitoring/MonitoredProject", "developerconnect/GitRepositoryLink"],
    ...["cloudbuildv2/Repository", "tags/TagBindingCollection", "container/AttachedCluster"],
    ...["redis/ClusterUserCreatedConnections", "memorystore/InstanceDesiredUserCreatedEndpoints"],
    ...["vertex/AiIndexEndpointDeployedIndex", "firebase/StorageBucket"],
    ...["gkebackup/BackupChannel", "projects/UsageExportBucket"],
  ],
  "it stands before what holds the data": [
    ...["compute/BackendBucket", "compute/RegionBackendBucket", "compute/TargetInstance"],
    ...[
      "compute/TargetPool",
      "networkservices/EdgeCacheOrigin",
      "networkservices/EdgeCacheService",
    ],
    ...["vertex/AiIndexEndpoint", "dataproc/MetastoreFederation", "logging/LinkedDataset"],
    ...["sql/SourceRepresentationInstance", "integrationconnectors/ManagedZone"],
    ...["apigee/Datastore"],
  ],
  "it is made anew from data that stays": [
    ...["firestore/Index", "gemini/CodeRepositoryIndex", "gemini/RepositoryGroup"],
    ...["vertex/AiFeatureOnlineStoreFeatureview", "storage/AnywhereCache"],
  ],
  "it moves or copies data that stays where it is": [
    ...["datastream/Stream", "firestore/ChangeStream", "bigqueryanalyticshub/ListingSubscription"],
    ...["bigqueryanalyticshub/DataExchangeSubscription", "cloudsupport/SupportEventSubscription"],
    ...["storage/TransferAgentPool", "migrationcenter/ImportDataFile", "kms/KeyRingImportJob"],
  ],
  "what was published waits in its subscriptions, which are dangers": ["pubsub/Topic"],
  "the machines of a group are made alike, and what is their own stays on disks that are dangers": [
    ...["compute/InstanceGroup", "compute/InstanceGroupManager"],
    ...["compute/RegionInstanceGroupManager", "compute/PerInstanceConfig"],
    ...["compute/RegionPerInstanceConfig", "compute/BulkPerInstanceConfig"],
  ],
  "it says who may sign in, and keeps no one's data": [
    ...["iam/WorkforcePool", "iam/WorkloadIdentityPool", "identityplatform/TenantOauthIdpConfig"],
    ...["identityplatform/TenantDefaultSupportedIdpConfig", "oslogin/SshPublicKey"],
    ...["identityplatform/TenantInboundSamlConfig"],
  ],
  "it computes, and keeps nothing": [
    ...["kms/SecretCiphertext", "essentialcontacts/DocumentAiProcessor"],
    ...["firebase/ExtensionsInstance", "apihub/PluginInstance"],
  ],
  "it is a name that others carry, and is only deleted when none does": ["tags/TagKey"],
  "it lists who uses a service, whose units hold the data": ["saasruntime/Tenant"],
};
