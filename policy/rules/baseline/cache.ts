import { byType, is, must, when } from "../../checks.ts";
import type { Rule } from "../../rule.ts";

const REDIS = "gcp:redis/instance:Instance";
const CLUSTER = "gcp:redis/cluster:Cluster";
const MEMORYSTORE = "gcp:memorystore/instance:Instance";

/** Caches in memory: Redis, Redis Cluster and Valkey. */
export const CACHE: readonly Rule[] = [
  {
    id: "redis-auth",
    forbids: "A cache that asks nobody who they are.",
    why: "Whatever runs in the network reads and writes every session in it.",
    cure: "Set authEnabled to true (cluster: authorizationMode to AUTH_MODE_IAM_AUTH).",
    types: [REDIS, CLUSTER, MEMORYSTORE],
    check: byType({
      [REDIS]: must("authEnabled", is(true), "lets everybody in"),
      [CLUSTER]: must("authorizationMode", is("AUTH_MODE_IAM_AUTH"), "lets everybody in"),
      [MEMORYSTORE]: must("authorizationMode", is("IAM_AUTH"), "lets everybody in"),
    }),
    fails: { props: { authEnabled: false } },
    passes: { props: { authEnabled: true } },
  },
  {
    id: "redis-tls",
    forbids: "A cache that is talked to without TLS.",
    why: "Its password and its data cross the network in the clear.",
    cure: "Set transitEncryptionMode to SERVER_AUTHENTICATION.",
    types: [REDIS, CLUSTER, MEMORYSTORE],
    check: must(
      "transitEncryptionMode",
      is("SERVER_AUTHENTICATION", "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"),
      "leaves traffic in the clear",
    ),
    fails: { props: { authEnabled: true } },
    passes: { props: { transitEncryptionMode: "SERVER_AUTHENTICATION" } },
  },
  {
    id: "redis-high-availability",
    forbids: "A cache without a replica where the profile wants one.",
    why: "When its zone fails every session is lost, and the database gets all of its load.",
    cure: "Set tier to STANDARD_HA.",
    types: [REDIS],
    check: when(
      (_, { environment }) => environment.profile.cache.highAvailability,
      must("tier", is("STANDARD_HA"), "has no replica"),
    ),
    fails: { stack: "prod", props: { tier: "BASIC" } },
    passes: { stack: "prod", props: { tier: "STANDARD_HA" } },
  },
];
