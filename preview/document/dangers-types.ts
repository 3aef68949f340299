/**
 * What would be lost with a resource of a type, in words: what it holds exists nowhere else, or can be
 * had again only by whoever made it. Types by module and class, as in `@pulumi/gcp`. Which others sound
 * alike and hold nothing, and why, is a table beside the test.
 */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  "database instance": [
    ...["sql/DatabaseInstance", "alloydb/Instance", "spanner/Instance", "bigtable/Instance"],
    ...["firebase/DatabaseInstance", "oracledatabase/DbSystem"],
  ],
  "database cluster": [
    ...["alloydb/Cluster", "spanner/InstancePartition"],
    ...["oracledatabase/CloudVmCluster", "oracledatabase/ExadbVmCluster"],
    "oracledatabase/CloudExadataInfrastructure",
  ],
  database: [
    ...["sql/Database", "spanner/Database", "firestore/Database", "biglake/Database"],
    ...["biglake/HiveDatabase", "oracledatabase/AutonomousDatabase"],
  ],
  "database user": ["sql/User", "alloydb/User", "firestore/UserCreds"],
  table: [
    ...["bigquery/Table", "bigtable/Table", "biglake/Table", "biglake/HiveTable"],
    ...["biglake/IcebergTable", "chronicle/DataTable"],
  ],
  "row of a table": ["chronicle/DataTableRow"],
  document: ["firestore/Document", "vectorsearch/DataObject"],
  "data set": ["bigquery/Dataset", "healthcare/Dataset", "vertex/AiDataset"],
  "data catalogue": ["biglake/Catalog", "biglake/HiveCatalog", "biglake/IcebergCatalog"],
  "data lake": ["dataplex/Lake", "dataplex/Zone"],
  "data store": [
    ...["healthcare/ConsentStore", "healthcare/DicomStore", "healthcare/FhirStore"],
    ...["healthcare/Hl7Store", "discoveryengine/DataStore", "discoveryengine/UserStore"],
    ...["vertex/AiFeatureStore", "vertex/AiFeatureOnlineStore", "vertex/AiMetadataStore"],
    ...["vertex/AiFeatureStoreEntityType", "vertex/AiFeatureStoreEntityTypeFeature"],
    ...["dataproc/MetastoreService", "healthcare/Workspace", "vertex/AiTensorboard"],
  ],
  "search index": ["vertex/AiIndex", "vectorsearch/Index", "vectorsearch/Collection"],
  bucket: ["storage/Bucket", "firebase/StorageDefaultBucket"],
  "object in a bucket": ["storage/BucketObject"],
  "folder of a bucket": ["storage/Folder", "storage/ManagedFolder"],
  "log bucket": [
    ...["logging/ProjectBucketConfig", "logging/FolderBucketConfig"],
    ...["logging/OrganizationBucketConfig", "logging/BillingAccountBucketConfig"],
  ],
  "file share": ["filestore/Instance", "lustre/Instance", "parallelstore/Instance"],
  volume: ["netapp/Volume"],
  "storage pool": [
    ...["netapp/StoragePool", "compute/StoragePool", "vmwareengine/Datastore"],
    "oracledatabase/ExascaleDbStorageVault",
  ],
  disk: ["compute/Disk", "compute/RegionDisk"],
  machine: [
    ...["compute/Instance", "compute/InstanceFromTemplate", "compute/InstanceFromMachineImage"],
    ...["notebooks/Instance", "workbench/Instance", "notebooks/Runtime", "colab/Runtime"],
    ...["workstations/Workstation", "tpu/V2Vm"],
  ],
  image: ["compute/Image", "compute/MachineImage"],
  snapshot: [
    ...["compute/Snapshot", "compute/InstantSnapshot", "compute/RegionInstantSnapshot"],
    ...["filestore/Snapshot", "netapp/VolumeSnapshot"],
  ],
  backup: ["alloydb/Backup", "filestore/Backup", "netapp/Backup"],
  "backup vault": ["backupdisasterrecovery/BackupVault", "netapp/BackupVault"],
  "schedule of backups": [
    ...["backupdisasterrecovery/BackupPlan", "backupdisasterrecovery/BackupPlanAssociation"],
    ...["firestore/BackupSchedule", "spanner/BackupSchedule", "gkebackup/BackupPlan"],
    "netapp/BackupPolicy",
  ],
  "copy elsewhere": ["compute/DiskAsyncReplication", "netapp/VolumeReplication"],
  Redis: ["redis/Instance", "redis/Cluster", "memorystore/Instance"],
  cache: ["memcache/Instance"],
  "Kafka cluster": ["managedkafka/Cluster", "managedkafka/ConnectCluster"],
  "Kafka topic": ["managedkafka/Topic"],
  topic: ["pubsub/LiteTopic"],
  "subscription with its messages": ["pubsub/Subscription", "pubsub/LiteSubscription"],
  "queue with its tasks": ["cloudtasks/Queue"],
  cluster: [
    ...["container/Cluster", "container/AwsCluster", "container/AzureCluster", "dataproc/Cluster"],
    ...["edgecontainer/Cluster", "gkeonprem/BareMetalAdminCluster", "gkeonprem/BareMetalCluster"],
    ...["gkeonprem/VMwareCluster", "gkeonprem/VmwareAdminCluster", "hypercomputecluster/Cluster"],
    ...["vmwareengine/Cluster", "vmwareengine/PrivateCloud", "workstations/WorkstationCluster"],
  ],
  "service with its data": [
    ...["apigee/Instance", "apihub/ApiHubInstance", "datafusion/Instance", "looker/Instance"],
    "composer/Environment",
  ],
  secret: [
    ...["secretmanager/Secret", "secretmanager/RegionalSecret", "composer/UserWorkloadsSecret"],
    ...["parametermanager/Parameter", "parametermanager/RegionalParameter"],
  ],
  "version of a secret": [
    ...["secretmanager/SecretVersion", "secretmanager/RegionalSecretVersion"],
    ...["parametermanager/ParameterVersion", "parametermanager/RegionalParameterVersion"],
  ],
  "key ring": ["kms/KeyRing", "apigee/EnvKeystore", "networkservices/EdgeCacheKeyset"],
  key: [
    ...["kms/CryptoKey", "kms/CryptoKeyVersion", "serviceaccount/Key", "storage/HmacKey"],
    ...["projects/ApiKey", "recaptcha/EnterpriseKey", "iam/WorkforcePoolProviderKey"],
    ...["apigee/KeystoresAliasesKeyCertFile", "apigee/KeystoresAliasesPkcs12"],
    ...["apigee/KeystoresAliasesSelfSignedCert", "compute/CaExternalAccountKey"],
    ...["compute/BackendBucketSignedUrlKey", "compute/BackendServiceSignedUrlKey"],
  ],
  credential: [
    ...["iam/OauthClientCredential", "iam/WorkforcePoolProviderScimToken"],
    "firebase/AppCheckDebugToken",
  ],
  "certificate authority": ["certificateauthority/Authority", "certificateauthority/CaPool"],
  "tenant with its users": ["identityplatform/Tenant", "iam/WorkforcePoolProviderScimTenant"],
  "store of keys and values": [
    ...["apigee/EnvironmentKeyvaluemaps", "apigee/EnvironmentKeyvaluemapsEntries"],
    "runtimeconfig/Variable",
  ],
  "metric with its history": ["monitoring/MetricDescriptor"],
  "image repository": ["artifactregistry/Repository", "container/Registry"],
  "code repository": [
    ...["sourcerepo/Repository", "securesourcemanager/Repository", "securesourcemanager/Instance"],
    ...["dataform/Repository", "dataform/Folder", "dataform/TeamFolder"],
  ],
  "DNS zone": ["dns/ManagedZone", "apigee/DnsZone"],
  "domain name": ["clouddomains/Registration"],
  project: ["organizations/Project", "firebase/Project"],
  folder: ["organizations/Folder"],
};

/** Types of the random provider whose value a replacement changes, and a deletion forgets. */
const RANDOM: Readonly<Record<string, string>> = {
  "random:index/randomPassword:RandomPassword": "generated password",
  "random:index/randomBytes:RandomBytes": "generated key",
};

/** The types whose loss is a danger, with what each is in words. */
export const DANGEROUS_TYPES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(HOLDS).flatMap(([what, types]) =>
    types.map((type) => [tokenOf(type), what] as const),
  ),
  ...Object.entries(RANDOM),
]);

/** The token of a type that is named by module and class, as in `@pulumi/gcp`. */
export function tokenOf(type: string): string {
  const [module = "", name = ""] = type.split("/");
  return `gcp:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}
