import { createHash } from "node:crypto";

import { blockAt, capacity, contains, overlap, type Cidr } from "./cidr.ts";
import type { EphemeralClaimsConfig, SandboxConfig, StandingClaimsConfig } from "./config.ts";
import { isEphemeral, type Kind } from "./kinds.ts";
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

/** Prefix length of the range that a sandbox environment gets: 4,096 addresses. */
export const SANDBOX_LENGTH = 20;

/** The claims of a standing environment. */
export function standingClaims(stack: string, kind: Kind, config: StandingClaimsConfig): Claims {
  const { project, projectNumber, region, state, kmsKey, domain } = config;
  const claims = { stack, kind, project, projectNumber, region, state, kmsKey };
  return { ...claims, cidr: config.network.cidr, ...(domain === undefined ? {} : { domain }) };
}

/** The claims of an ephemeral environment: the sandbox's, and a range from its pool. */
export function ephemeralClaims(
  stack: string,
  kind: Kind,
  config: EphemeralClaimsConfig,
  sandbox: SandboxConfig,
): Claims {
  const { project, projectNumber, region, state, kmsKey, pool } = sandbox;
  const cidr = config.network?.cidr ?? poolRange(stack, pool);
  return { stack, kind, project, projectNumber, region, state, kmsKey, cidr };
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
  own: Claims,
  others: readonly Claims[],
  sandbox?: SandboxConfig,
): readonly Problem[] {
  return [
    ...others
      .filter(({ stack }) => stack !== own.stack)
      .flatMap((other) => between(own, other, others, sandbox)),
    ...(sandbox ? withSandbox(own, sandbox) : []),
  ];
}

function between(
  own: Claims,
  other: Claims,
  all: readonly Claims[],
  sandbox?: SandboxConfig,
): readonly Problem[] {
  const shared = EXCLUSIVE.filter(({ key }) => own[key] !== undefined && own[key] === other[key])
    .filter(({ key }) => key !== "state" || !namesStack(own.state))
    .filter(({ sandboxed }) => !(sandboxed && isEphemeral(own.kind) && isEphemeral(other.kind)))
    .map(({ key, cure }) => problem(key, own[key], `is also ${other.stack}'s`, cure));
  if (!overlap(own.cidr, other.cidr)) return shared;
  const cure =
    isEphemeral(own.kind) && sandbox ? freeRangeCure(all, sandbox) : "Use a range of its own.";
  return [
    ...shared,
    problem("network.cidr", own.cidr, `overlaps ${other.stack}'s ${other.cidr}`, cure),
  ];
}

function withSandbox(own: Claims, sandbox: SandboxConfig): readonly Problem[] {
  if (isEphemeral(own.kind)) {
    if (contains(sandbox.pool, own.cidr)) return [];
    const reason = `lies outside the sandbox's pool ${sandbox.pool}`;
    return [problem("network.cidr", own.cidr, reason, "Leave it out, or take one from the pool.")];
  }
  const shared = EXCLUSIVE.filter(({ key }) => key in sandbox)
    .filter(({ key }) => own[key] === sandbox[key as keyof SandboxConfig])
    .filter(({ key }) => key !== "state" || !namesStack(own.state))
    .map(({ key, cure }) => problem(key, own[key], "is also the sandbox's", cure));
  if (!overlap(own.cidr, sandbox.pool)) return shared;
  const reason = `overlaps the sandbox's pool ${sandbox.pool}`;
  return [...shared, problem("network.cidr", own.cidr, reason, "Use a range outside the pool.")];
}

/** What no two environments share; `sandboxed` is what ephemeral ones may share by prefix. */
const EXCLUSIVE: readonly { key: keyof Claims; sandboxed: boolean; cure: string }[] = [
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

/**
 * A state location is backend, organisation, project and stack. Pulumi Cloud keeps stacks of one
 * organisation apart by itself; in a bucket, who may read one stack's state may read them all.
 */
function namesStack(state: string): boolean {
  return state.startsWith("https://");
}

function freeRangeCure(all: readonly Claims[], { pool }: SandboxConfig): string {
  for (let slot = 0; slot < capacity(pool, SANDBOX_LENGTH); slot++) {
    const range = blockAt(pool, SANDBOX_LENGTH, slot);
    if (!all.some(({ cidr }) => overlap(cidr, range))) return `Set it to ${range}, which is free.`;
  }
  return "The pool is used up: remove an environment that nobody needs, or widen the pool.";
}

function problem(key: string, value: unknown, reason: string, cure: string): Problem {
  return { path: `bulkhead:${key}`, value, reason, cure };
}
