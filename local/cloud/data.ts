import { DAY, digest, projectNumber, timestamp } from "./clock.ts";
import { ApiError } from "./errors.ts";
import { type JsonObject, textAt, valuesAt } from "./json.ts";
import type { Draft, Kinds } from "./kind.ts";
import { CONNECTION, NETWORK, networkId, privateAddress } from "./network.ts";

const INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance";
const ON_INSTANCE = { at: "instance", to: INSTANCE, gone: "cascade", missing: noInstance } as const;
const PRIVATE_NETWORK = "settings.ipConfiguration.privateNetwork";

/** Cloud SQL, Memorystore and Cloud Storage. */
export const DATA_KINDS: Kinds = {
  [INSTANCE]: {
    id: "projects/{project}/instances/{name}",
    links: [{ at: PRIVATE_NETWORK, to: NETWORK }],
    reserved: 7 * DAY,
    taken: () =>
      new ApiError(
        409,
        "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.",
        "instanceAlreadyExists",
      ),
    check: (draft) => {
      if (textAt(draft.properties, PRIVATE_NETWORK) !== "")
        requireConnection(draft, PRIVATE_NETWORK, noSqlConnection);
    },
    blocked: ({ properties }) =>
      valuesAt(properties, "settings.deletionProtectionEnabled").includes(true)
        ? new ApiError(
            400,
            "The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
            "invalid",
          )
        : undefined,
    outputs: sqlOutputs,
  },
  "gcp:sql/database:Database": {
    id: "projects/{project}/instances/{instance}/databases/{name}",
    links: [ON_INSTANCE],
    outputs: (draft) => ({
      charset: "UTF8",
      collation: "en_US.UTF8",
      selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/${draft.id}`,
    }),
  },
  "gcp:sql/user:User": {
    id: "projects/{project}/instances/{instance}/users/{name}",
    links: [ON_INSTANCE],
  },
  "gcp:redis/instance:Instance": {
    id: "projects/{project}/locations/{region}/instances/{name}",
    links: [{ at: "authorizedNetwork", to: NETWORK }],
    check: (draft) => {
      if (textAt(draft.properties, "connectMode") === "PRIVATE_SERVICE_ACCESS")
        requireConnection(draft, "authorizedNetwork", noRedisConnection);
    },
    outputs: redisOutputs,
  },
  "gcp:storage/bucket:Bucket": {
    id: "{name}",
    taken: (draft, holder) =>
      draft.project === holder.project
        ? new ApiError(
            409,
            "Your previous request to create the named bucket succeeded and you already own it.",
            "conflict",
          )
        : new ApiError(
            409,
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
            "conflict",
          ),
    outputs: bucketOutputs,
  },
};

function noInstance(): ApiError {
  return new ApiError(404, "The Cloud SQL instance does not exist.", "instanceDoesNotExist");
}

function noSqlConnection(): Error {
  return new Error(
    "Error, failed to create instance because the network doesn't have at least 1 private services connection. Please see https://cloud.google.com/sql/docs/mysql/private-ip#network_requirements for how to create this connection.",
  );
}

function noRedisConnection(): Error {
  return new ApiError(
    400,
    "Google private service access is not enabled. Enable private service access and try again.",
  );
}

function requireConnection(draft: Draft, at: string, missing: () => Error): void {
  const id = networkId(draft, at);
  if (draft.inventory.linking(CONNECTION, { type: NETWORK, id }).length === 0) throw missing();
}

function sqlOutputs(draft: Draft): JsonObject {
  const { project, properties, id } = draft;
  const name = textAt(properties, "name");
  const inside = textAt(properties, PRIVATE_NETWORK) !== "";
  const address = inside ? privateAddress(draft, networkId(draft, PRIVATE_NETWORK)) : "";
  const suffix = digest(`${id} ${draft.generation}`, 12);
  return {
    connectionName: `${project}:${textAt(properties, "region")}:${name}`,
    dnsName: `${suffix}.${digest(project, 12)}.${textAt(properties, "region")}.sql.goog.`,
    firstIpAddress: address,
    privateIpAddress: address,
    ipAddresses: inside ? [{ ipAddress: address, timeToRetire: "", type: "PRIVATE" }] : [],
    instanceType: "CLOUD_SQL_INSTANCE",
    maintenanceVersion: `${textAt(properties, "databaseVersion")}.R20260101.00_00`,
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/${id}`,
    serviceAccountEmailAddress: `p${projectNumber(project)}-${suffix.slice(0, 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
    settings: {
      version: 1,
      edition: "ENTERPRISE",
      diskSize: 10,
      diskType: "PD_SSD",
      connectorEnforcement: "NOT_REQUIRED",
      effectiveAvailabilityType: textAt(properties, "settings.availabilityType"),
      ipConfiguration: {
        sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
        serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
      },
      backupConfiguration: {
        startTime: "03:00",
        backupTier: "STANDARD",
        transactionLogRetentionDays: 7,
      },
    },
  };
}

function redisOutputs(draft: Draft): JsonObject {
  const zone = `${textAt(draft.properties, "region")}-a`;
  return {
    createTime: timestamp(draft.created),
    currentLocationId: zone,
    locationId: zone,
    nodes: [{ id: "node-0", zone }],
    host: privateAddress(draft, networkId(draft, "authorizedNetwork")),
    port: 6379,
    redisVersion: "REDIS_7_0",
    readReplicasMode: "READ_REPLICAS_DISABLED",
    replicaCount: textAt(draft.properties, "tier") === "STANDARD_HA" ? 1 : 0,
    persistenceIamIdentity: `serviceAccount:service-${projectNumber(draft.project)}@cloud-redis.iam.gserviceaccount.com`,
  };
}

function bucketOutputs(draft: Draft): JsonObject {
  return {
    url: `gs://${draft.id}`,
    selfLink: `https://www.googleapis.com/storage/v1/b/${draft.id}`,
    projectNumber: Number(projectNumber(draft.project)),
    timeCreated: timestamp(draft.created),
    updated: timestamp(draft.changed),
    publicAccessPrevention: "inherited",
    softDeletePolicy: {
      retentionDurationSeconds: 7 * DAY,
      effectiveTime: timestamp(draft.created),
    },
  };
}
