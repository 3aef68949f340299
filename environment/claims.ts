import { createHash } from "node:crypto";

import { blockAt, capacity, contains, overlap, type Cidr } from "./cidr.ts";
import type { EphemeralClaimsConfig, SandboxConfig, StandingClaimsConfig } from "./config.ts";
import { isEphemeral, type Kind } from "./kinds.ts";
import type { Sound } from "./parse.ts";
import type { Problem } from "./problems.ts";

/** What an environment claims for itself and no other may claim too. */
export interface Claims {
  readonly stack: string;
  readonly kind: Kind;
  readonly project: string;
  readonly projectNumber: string;
  readonly region: string;
  readonly cidr: Cidr;
  readonly state: string;
  readonly kmsKey: string;
  readonly domain?: string;
}

/** The claims that could be read, of a stack whose configuration may have faults. */
export type SoundClaims = Pick<Claims, "stack"> & Sound<Omit<Claims, "stack">>;

/** Prefix length of the range that a sandbox environment gets: 4,096 addresses. */
export const SANDBOX_LENGTH = 20;

/** The claims of a standing environment. */
export function standingClaims(
  stack: string,
  kind: Kind | undefined,
  config: Sound<StandingClaimsConfig>,
): SoundClaims {
  const { project, projectNumber, region, network, state, kmsKey, domain } = config;
  const cidr = network?.cidr;
  return { stack, kind, project, projectNumber, region, cidr, state, kmsKey, domain };
}

/** The claims of an ephemeral environment: the sandbox's, and a range from its pool. */
export function ephemeralClaims(
  stack: string,
  kind: Kind,
  config: Sound<EphemeralClaimsConfig>,
  sandbox: Sound<SandboxConfig>,
): SoundClaims {
  const { project, projectNumber, region, state, kmsKey, pool } = sandbox;
  const cidr = config.network?.cidr ?? (pool && poolRange(stack, pool));
  return { stack, kind, project, projectNumber, region, cidr, state, kmsKey };
}

/** Whether nothing that an environment must claim is missing. */
export function isComplete(claims: SoundClaims): claims is Claims {
  const { kind, project, projectNumber, region, cidr, state, kmsKey } = claims;
  return [kind, project, projectNumber, region, cidr, state, kmsKey].every(
    (claim) => claim !== undefined,
  );
}

/**
 * The range that a stack's name gets from the pool: pull requests by their number in its first
 * half, developers by their name in its second. It depends on nothing else, so that a range never
 * moves when another environment comes or goes; two that meet are refused by {@link conflicts}.
 */
export function poolRange(stack: string, pool: Cidr): Cidr {
  const half = capacity(pool, SANDBOX_LENGTH) / 2;
  const pullRequest = /^pr-(\d+)$/.exec(stack)?.[1];
  const slot =
    pullRequest === undefined
      ? half + (hash(stack) % half)
      : Number(BigInt(pullRequest) % BigInt(half));
  return blockAt(pool, SANDBOX_LENGTH, slot);
}

function hash(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE();
}

/** What `own` claims that another environment claims too; empty when it stands alone. */
export function conflicts(
  own: SoundClaims,
  others: readonly SoundClaims[],
  sandbox: Sound<SandboxConfig> = {},
): readonly Problem[] {
  return [
    ...others
      .filter(({ stack }) => stack !== own.stack)
      .flatMap((other) => between(own, other, others, sandbox)),
    ...withSandbox(own, sandbox),
  ];
}

function between(
  own: SoundClaims,
  other: SoundClaims,
  all: readonly SoundClaims[],
  { pool }: Sound<SandboxConfig>,
): readonly Problem[] {
  const sandboxed = inSandbox(own) && inSandbox(other);
  const shared = EXCLUSIVE.filter((rule) => !(rule.sandboxed && sandboxed))
    .filter((rule) => claimsSame(rule.key, own[rule.key], other[rule.key]))
    .map(({ key, cure }) => problem(key, own[key], `is also ${other.stack}'s`, cure));
  if (!own.cidr || !other.cidr || !overlap(own.cidr, other.cidr)) return shared;
  const reason = `overlaps ${other.stack}'s ${other.cidr}`;
  const cure = inSandbox(own) && pool ? freeRangeCure(all, pool) : "Use a range of its own.";
  return [...shared, problem("network.cidr", own.cidr, reason, cure)];
}

function withSandbox(own: SoundClaims, sandbox: Sound<SandboxConfig>): readonly Problem[] {
  const { pool } = sandbox;
  if (inSandbox(own)) {
    if (!pool || !own.cidr || contains(pool, own.cidr)) return [];
    const reason = `lies outside the sandbox's pool ${pool}`;
    return [problem("network.cidr", own.cidr, reason, "Leave it out, or take one from the pool.")];
  }
  const shared = EXCLUSIVE.filter(({ key }) =>
    claimsSame(key, own[key], (sandbox as Partial<Record<keyof Claims, string>>)[key]),
  ).map(({ key, cure }) => problem(key, own[key], "is also the sandbox's", cure));
  if (!pool || !own.cidr || !overlap(own.cidr, pool)) return shared;
  const reason = `overlaps the sandbox's pool ${pool}`;
  return [...shared, problem("network.cidr", own.cidr, reason, "Use a range outside the pool.")];
}

function inSandbox({ kind }: SoundClaims): boolean {
  return kind !== undefined && isEphemeral(kind);
}

/** What no two environments share; `sandboxed` is what ephemeral ones may share by prefix. */
const EXCLUSIVE: readonly {
  key: Exclude<keyof Claims, "stack" | "kind">;
  sandboxed: boolean;
  cure: string;
}[] = [
  { key: "project", sandboxed: true, cure: "Give this environment a project of its own." },
  {
    key: "projectNumber",
    sandboxed: true,
    cure: "Take the number of this environment's own project.",
  },
  { key: "state", sandboxed: true, cure: "Give this environment a state bucket of its own." },
  { key: "kmsKey", sandboxed: true, cure: "Give this environment a key of its own." },
  { key: "domain", sandboxed: false, cure: "Give this environment a domain of its own, or none." },
];

function claimsSame(key: keyof Claims, own: string | undefined, other: string | undefined) {
  if (own === undefined || other === undefined) return false;
  return key === "state" ? sharesState(own, other) : own === other;
}

/**
 * A state location is backend, organisation, project and stack. Pulumi Cloud keeps stacks of one
 * organisation apart by itself; in a bucket, who may read one stack's state may read them all,
 * whatever folder it lies in.
 */
function sharesState(own: string, other: string): boolean {
  const bucket = stateBucket(own);
  return bucket !== undefined && bucket === stateBucket(other);
}

/** The bucket of a state location: `acme` of `gs://acme/path`, `undefined` of anything else. */
export function stateBucket(state: string): string | undefined {
  return /^gs:\/\/([^/]+)/.exec(state)?.[1];
}

function freeRangeCure(all: readonly SoundClaims[], pool: Cidr): string {
  const taken = all.flatMap(({ cidr }) => (cidr === undefined ? [] : [cidr]));
  for (let slot = 0; slot < capacity(pool, SANDBOX_LENGTH); slot++) {
    const range = blockAt(pool, SANDBOX_LENGTH, slot);
    if (!taken.some((cidr) => overlap(cidr, range))) return `Set it to ${range}, which is free.`;
  }
  return "The pool is used up: remove an environment that nobody needs, or widen the pool.";
}

function problem(key: string, value: unknown, reason: string, cure: string): Problem {
  return { path: `bulkhead:${key}`, value, reason, cure };
}
