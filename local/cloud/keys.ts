import { timestamp } from "./clock.ts";
import { ApiError } from "./errors.ts";
import { type JsonObject, textAt } from "./json.ts";
import type { Draft, Inventory, Kinds } from "./kind.ts";

const SECRET = "gcp:secretmanager/secret:Secret";
const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";
const TOPIC = "gcp:pubsub/topic:Topic";
const KEY_RING = "gcp:kms/keyRing:KeyRing";

/** Secret Manager, Cloud KMS, Pub/Sub and Artifact Registry. */
export const KEY_KINDS: Kinds = {
  [SECRET]: {
    id: "projects/{project}/secrets/{secretId}",
    links: [{ at: "topics[].name", to: TOPIC, gone: "leave" }],
    taken: ({ project, properties, inventory }) =>
      new ApiError(
        409,
        `Secret [projects/${inventory.projectNumber(project)}/secrets/${textAt(properties, "secretId")}] already exists.`,
      ),
    outputs: (draft) => ({
      createTime: timestamp(draft.created),
      name: `projects/${draft.inventory.projectNumber(draft.project)}/secrets/${textAt(draft.properties, "secretId")}`,
    }),
  },
  [VERSION]: {
    id: nextVersion,
    imported: (id, inventory) =>
      id.replace(
        /^projects\/([a-z][^/]*)/,
        (_, name: string) => `projects/${inventory.projectNumber(name)}`,
      ),
    links: [{ at: "secret", to: SECRET, gone: "cascade" }],
    outputs: (draft) => ({
      createTime: timestamp(draft.created),
      name: draft.id,
      version: draft.id.slice(draft.id.lastIndexOf("/") + 1),
    }),
  },
  [TOPIC]: {
    id: "projects/{project}/topics/{name}",
    taken: ({ properties }) =>
      new ApiError(
        409,
        `Resource already exists in the project (resource=${textAt(properties, "name")}).`,
      ),
  },
  [KEY_RING]: {
    id: "projects/{project}/locations/{location}/keyRings/{name}",
    kept: () => true,
    taken: ({ id }) => new ApiError(409, `KeyRing ${id} already exists.`),
  },
  "gcp:kms/cryptoKey:CryptoKey": {
    id: "{keyRing}/cryptoKeys/{name}",
    links: [{ at: "keyRing", to: KEY_RING, gone: "leave" }],
    kept: () => true,
    taken: ({ id }) => new ApiError(409, `CryptoKey ${id} already exists.`),
    outputs: (draft) => ({
      destroyScheduledDuration: "2592000s",
      versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel: "SOFTWARE" },
      primaries: [{ name: `${draft.id}/cryptoKeyVersions/1`, state: "ENABLED" }],
    }),
  },
  "gcp:artifactregistry/repository:Repository": {
    id: "projects/{project}/locations/{location}/repositories/{repositoryId}",
    taken: () => new ApiError(409, "the repository already exists."),
    outputs: repositoryOutputs,
  },
};

/** Version numbers count from 1 within the life of a secret and are never used twice. */
function nextVersion(properties: JsonObject, inventory: Inventory): string {
  const [, project = "", secret = ""] =
    /projects\/([^/]+)\/secrets\/([^/]+)$/.exec(textAt(properties, "secret")) ?? [];
  const versions = `projects/${inventory.projectNumber(project)}/secrets/${secret}/versions`;
  let number = 1;
  while (inventory.known(VERSION, `${versions}/${number}`)) number += 1;
  return `${versions}/${number}`;
}

function repositoryOutputs(draft: Draft): JsonObject {
  const { repositoryId = "", location = "" } = draft.properties as Record<string, string>;
  return {
    name: repositoryId,
    createTime: timestamp(draft.created),
    updateTime: timestamp(draft.changed),
    registryUri: `${location}-docker.pkg.dev/${draft.project}/${repositoryId}`,
  };
}
