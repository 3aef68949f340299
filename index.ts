// First, so that nothing is made, read or called that it has not seen.
import "./policy/guard.ts";

import { after, Apis, ENVIRONMENT_APIS } from "./components/apis.ts";
import { Cache } from "./components/cache.ts";
import { Database } from "./components/database.ts";
import { DestroyGuard } from "./components/destroy-guard.ts";
import { Identity } from "./components/identity.ts";
import { Image } from "./components/image.ts";
import { Network } from "./components/network.ts";
import { environmentProvider } from "./components/provider.ts";
import { Registry } from "./components/registry.ts";
import { readBy, Secrets } from "./components/secrets.ts";
import { Storage } from "./components/storage.ts";
import { loadEnvironment } from "./environment/load.ts";

const { environment, thirdParty } = loadEnvironment();
const { profile } = environment;

const providers = { gcp: environmentProvider(environment) };
const apis = new Apis("apis", { environment, apis: ENVIRONMENT_APIS }, { providers });
const opts = { providers, transformations: [after(apis)] };

const identity = new Identity(
  "identity",
  { environment, workloads: { api: "Answers requests", migrate: "Migrates the database" } },
  opts,
);
const { api, migrate } = identity.accounts;

const network = new Network("network", { environment }, opts);
const database = new Database("database", { environment, network, users: { api, migrate } }, opts);
const cache = profile.cache.enabled
  ? new Cache("cache", { environment, network }, opts)
  : undefined;
const storage = new Storage(
  "storage",
  { environment, buckets: { uploads: { users: { api } } } },
  opts,
);

const secrets = new Secrets(
  "secrets",
  {
    environment,
    secrets: {
      "session-key": { generate: 64, readers: { api } },
      "database-bootstrap": { value: database.bootstrapPassword, readers: { migrate } },
      ...(cache && { "cache-password": { value: cache.password, readers: { api } } }),
      ...readBy({ api }, thirdParty),
    },
  },
  opts,
);

const registry = new Registry("registry", { environment }, opts);
const image = new Image("image", { environment, registry, context: "./app" }, opts);

const components = [identity, network, database, storage, secrets, registry, image];
new DestroyGuard("destroy-guard", {
  environment,
  components: cache ? [...components, cache] : components,
});

/** What others may know; nothing here is secret. */
export const project = environment.project;
export const region = environment.region;
export const networkId = network.id;
export const databaseConnection = database.connectionName;
export const buckets = storage.buckets;
export const secretVersions = secrets.versions;
export const imageReference = image.reference.apply((reference) => reference ?? "none yet");
