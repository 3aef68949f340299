import { ACCESS_KINDS, SERVICE } from "./access.ts";
import { digest } from "./clock.ts";
import { DATA_KINDS } from "./data.ts";
import { ApiError } from "./errors.ts";
import { textAt } from "./json.ts";
import { KEY_KINDS } from "./keys.ts";
import type { Draft, Kind, Kinds } from "./kind.ts";
import { NETWORK_KINDS } from "./network.ts";

/** Every type with rules of its own. */
export const KINDS: Kinds = { ...NETWORK_KINDS, ...DATA_KINDS, ...KEY_KINDS, ...ACCESS_KINDS };

/** The rules of a type. */
export function kindOf(type: string): Kind {
  return KINDS[type] ?? GENERIC;
}

/** Any other type: stored under its project, place and name; nothing is known about its neighbours. */
const GENERIC: Kind = {
  id: (properties) => {
    const place = ["project", "region", "location", "zone", "name"].map((part) =>
      textAt(properties, part),
    );
    return [...place, digest(JSON.stringify(properties), 8)]
      .filter((part) => part !== "")
      .join("/");
  },
};

/**
 * The API behind each package of types, and its name in Google's console. Packages that are not listed need
 * an API that every project has in which anything was ever bootstrapped: IAM, Resource Manager, Service Usage, Storage.
 */
const APIS: Readonly<Record<string, readonly [service: string, title: string]>> = {
  compute: ["compute.googleapis.com", "Compute Engine API"],
  servicenetworking: ["servicenetworking.googleapis.com", "Service Networking API"],
  dns: ["dns.googleapis.com", "Cloud DNS API"],
  sql: ["sqladmin.googleapis.com", "Cloud SQL Admin API"],
  redis: ["redis.googleapis.com", "Google Cloud Memorystore for Redis API"],
  secretmanager: ["secretmanager.googleapis.com", "Secret Manager API"],
  pubsub: ["pubsub.googleapis.com", "Cloud Pub/Sub API"],
  artifactregistry: ["artifactregistry.googleapis.com", "Artifact Registry API"],
  kms: ["cloudkms.googleapis.com", "Cloud Key Management Service (KMS) API"],
};

/** @throws ApiError 403 when the project of a resource has not enabled its API */
export function requireApi({ type, project, inventory }: Draft): void {
  const [service, title] = APIS[/^gcp:(\w+)\//.exec(type)?.[1] ?? ""] ?? [];
  if (service === undefined || project === "" || inventory.find(SERVICE, `${project}/${service}`))
    return;
  const number = inventory.projectNumber(project);
  throw new ApiError(
    403,
    `${title ?? service} has not been used in project ${number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${service}/overview?project=${number} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    "SERVICE_DISABLED",
  );
}
