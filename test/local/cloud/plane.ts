import assert from "node:assert/strict";
import { ControlPlane } from "../../../local/cloud/control-plane.ts";
import { Faults } from "../../../local/cloud/faults.ts";
import type { JsonObject } from "../../../local/cloud/json.ts";
import type { Entry } from "../../../local/cloud/records.ts";
import { Store } from "../../../local/cloud/store.ts";
import { temporaryFolder } from "../engine.ts";

/** The project in which everything is created that names no other. */
export const PROJECT = "shop-dev";
/** The id of its network. */
export const NETWORK = `projects/${PROJECT}/global/networks/main`;
/** Seconds in a day. */
export const DAY = 86_400;

/** Type tokens by a short name. */
export const TYPES = {
  service: "gcp:projects/service:Service",
  network: "gcp:compute/network:Network",
  subnetwork: "gcp:compute/subnetwork:Subnetwork",
  firewall: "gcp:compute/firewall:Firewall",
  route: "gcp:compute/route:Route",
  router: "gcp:compute/router:Router",
  nat: "gcp:compute/routerNat:RouterNat",
  address: "gcp:compute/globalAddress:GlobalAddress",
  connection: "gcp:servicenetworking/connection:Connection",
  zone: "gcp:dns/managedZone:ManagedZone",
  record: "gcp:dns/recordSet:RecordSet",
  instance: "gcp:sql/databaseInstance:DatabaseInstance",
  database: "gcp:sql/database:Database",
  redis: "gcp:redis/instance:Instance",
  account: "gcp:serviceaccount/account:Account",
  secret: "gcp:secretmanager/secret:Secret",
  version: "gcp:secretmanager/secretVersion:SecretVersion",
  accessor: "gcp:secretmanager/secretIamMember:SecretIamMember",
  projectMember: "gcp:projects/iAMMember:IAMMember",
  bucket: "gcp:storage/bucket:Bucket",
  pool: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  ring: "gcp:kms/keyRing:KeyRing",
  topic: "gcp:pubsub/topic:Topic",
  repository: "gcp:artifactregistry/repository:Repository",
} as const;

/** A short name of a type. */
export type Name = keyof typeof TYPES;

/** Properties of what stands on the network. */
export const ON_NETWORK = { network: NETWORK, region: "asia-southeast2" };
/** Properties of a database inside the network. */
export const PRIVATE = { settings: { ipConfiguration: { privateNetwork: NETWORK } } };
/** Properties of a range for managed services. */
export const RANGE = { purpose: "VPC_PEERING", prefixLength: 16, network: NETWORK };
/** Properties of a connection to managed services. */
export const LINK = { service: "servicenetworking.googleapis.com", network: NETWORK };

/** A control plane with a folder of its own for each test. */
export function useControlPlane() {
  const current = {} as { cloud: ControlPlane; faults: Faults; end: () => Promise<void> };
  const plane = {
    get cloud() {
      return current.cloud;
    },
    get faults() {
      return current.faults;
    },
    create: async (name: Name, properties: JsonObject) =>
      current.cloud.create(TYPES[name], {
        properties: { project: PROJECT, ...properties },
        secrets: [],
        blanks: {},
      }),
    remove: async (name: Name, id: string) => current.cloud.delete(TYPES[name], id),
    enable: async (...apis: string[]) => {
      for (const api of apis) await plane.create("service", { service: `${api}.googleapis.com` });
    },
    withNetwork: async () => {
      await plane.enable("compute", "servicenetworking", "sqladmin", "redis", "dns");
      await plane.create("network", { name: "main" });
    },
    withConnection: async () => {
      await plane.withNetwork();
      await plane.create("address", { name: "range", ...RANGE });
      await plane.create("connection", { ...LINK, reservedPeeringRanges: ["range"] });
    },
  };
  beforeEach(async () => {
    const { dir, clean } = await temporaryFolder();
    const store = await Store.open<Entry>(dir);
    current.faults = new Faults(() => assert.fail("no crash was declared"));
    current.cloud = new ControlPlane(store, current.faults);
    current.end = async () => {
      await store.close();
      await clean();
    };
  });
  afterEach(() => current.end());
  return plane;
}
