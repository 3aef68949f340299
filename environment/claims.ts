import { blockAt, capacity, contains, overlap, prefixLength, type Cidr } from "./cidr.ts";
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
  /** Names that it had, and keeps until a separate change retires them. */
  readonly formerly?: readonly string[];
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
  const { network, ...claims } = config;
  return { stack, kind, ...claims, cidr: network?.cidr };
}

/**
 * The claims of an ephemeral environment: the sandbox's, and a range from its pool. A developer's is
 * the one that its file names; without one it claims none, see {@link missingRange}.
 */
export function ephemeralClaims(
  stack: string,
  kind: Kind,
  config: Sound<EphemeralClaimsConfig>,
  sandbox: Sound<SandboxConfig>,
): SoundClaims {
  const { project, projectNumber, region, state, kmsKey, pool } = sandbox;
  const cidr = config.network?.cidr ?? (pool && pullRequestRange(stack, pool));
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
 * The range of a pull request: the block of its number in the pool's first half, whatever else there
 * is, since the files of other branches cannot be seen. Two share one when their numbers lie a
 * multiple of the half's blocks apart. `undefined` for a stack that is no pull request's.
 */
export function pullRequestRange(stack: string, pool: Cidr): Cidr | undefined {
  const number = /^pr-(\d+)$/.exec(stack)?.[1];
  if (number === undefined) return undefined;
  const half = capacity(pool, SANDBOX_LENGTH) / 2;
  return blockAt(pool, SANDBOX_LENGTH, Number(BigInt(number) % BigInt(half)));
}

/** The half of the pool from which developers take their ranges, each in its stack file. */
export function developersHalf(pool: Cidr): Cidr {
  return blockAt(pool, prefixLength(pool) + 1, 1);
}

/** What is wrong with a developer's environment that names no range, with the lines to write. */
export function missingRange(
  { stack, kind, cidr }: SoundClaims,
  others: readonly SoundClaims[],
  { pool }: Sound<SandboxConfig>,
): readonly Problem[] {
  if (kind !== "developer" || cidr !== undefined || pool === undefined) return [];
  const reason = "is missing, and a developer's range stands in its stack file";
  const free = freeRange(others, pool);
  if (free === undefined) return [problem("network.cidr", cidr, reason, USED_UP)];
  const lines = ["config:", `  bulkhead:network: { cidr: ${free} }`].join("\n      ");
  const cure = `Write into Pulumi.${stack}.yaml, and commit it:\n      ${lines}`;
  return [problem("network.cidr", cidr, reason, cure)];
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
    ...withSandbox(own, others, sandbox),
  ];
}

function between(
  own: SoundClaims,
  other: SoundClaims,
  all: readonly SoundClaims[],
  { pool }: Sound<SandboxConfig>,
): readonly Problem[] {
  const sandboxed = inSandbox(own) && inSandbox(other);
  const shared = [
    ...EXCLUSIVE.filter((rule) => !(rule.sandboxed && sandboxed))
      .filter((rule) => claimsSame(rule.key, own[rule.key], other[rule.key]))
      .map(({ key, cure }) => problem(key, own[key], `is also ${other.stack}'s`, cure)),
    ...takenOver(own, other),
  ];
  if (!own.cidr || !other.cidr || !overlap(own.cidr, other.cidr)) return shared;
  const reason = `overlaps ${other.stack}'s ${other.cidr}`;
  return [...shared, problem("network.cidr", own.cidr, reason, rangeCure(own, all, pool))];
}

/** What an environment says that it once had, and another has. */
function takenOver({ formerly = [] }: SoundClaims, other: SoundClaims): readonly Problem[] {
  const { stack, project, projectNumber, cidr, domain, kmsKey, state } = other;
  const bucket = state === undefined ? undefined : (stateBucket(state) ?? state);
  const theirs: readonly unknown[] = [project, projectNumber, cidr, domain, kmsKey, bucket];
  const cure = "Take it off the list: an environment keeps only names that nobody else has.";
  return formerly
    .filter((name) => theirs.includes(name))
    .map((name) => problem("formerly", name, `is ${stack}'s`, cure));
}

function withSandbox(own: SoundClaims, all: readonly SoundClaims[], sandbox: Sound<SandboxConfig>) {
  const { pool } = sandbox;
  if (inSandbox(own)) return pool ? inPool(own, all, pool) : [];
  const shared = EXCLUSIVE.filter(({ key }) =>
    claimsSame(key, own[key], (sandbox as Partial<Record<keyof Claims, string>>)[key]),
  ).map(({ key, cure }) => problem(key, own[key], "is also the sandbox's", cure));
  if (!pool || !own.cidr || !overlap(own.cidr, pool)) return shared;
  const reason = `overlaps the sandbox's pool ${pool}`;
  return [...shared, problem("network.cidr", own.cidr, reason, "Use a range outside the pool.")];
}

function inPool(own: SoundClaims, all: readonly SoundClaims[], pool: Cidr): readonly Problem[] {
  const { stack, cidr } = own;
  if (cidr === undefined) return [];
  const range = pullRequestRange(stack, pool);
  if (range !== undefined) {
    const reason = `is not ${range}, which a pull request of this number has`;
    return cidr === range ? [] : [problem("network.cidr", cidr, reason, "Leave it out.")];
  }
  const half = developersHalf(pool);
  if (contains(half, cidr) && prefixLength(cidr) === SANDBOX_LENGTH) return [];
  const reason = `is not a /${SANDBOX_LENGTH} of ${half}, the developers' half of the pool`;
  return [problem("network.cidr", cidr, reason, rangeCure(own, all, pool))];
}

function inSandbox({ kind }: SoundClaims): boolean {
  return kind !== undefined && isEphemeral(kind);
}

/** What no two environments share; `sandboxed` is what ephemeral ones may share by prefix. */
const EXCLUSIVE: readonly {
  key: "project" | "projectNumber" | "state" | "kmsKey" | "domain";
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

const USED_UP = "The pool is used up: remove an environment that nobody needs, or widen the pool.";

/** How a range that cannot be had is mended: by another that is free where one may be chosen. */
function rangeCure(own: SoundClaims, all: readonly SoundClaims[], pool: Cidr | undefined): string {
  if (!inSandbox(own) || !pool) return "Use a range of its own.";
  if (own.kind === "preview") return PULL_REQUEST_CURE;
  const free = freeRange(all, pool);
  return free === undefined ? USED_UP : `Set it to ${free}, which is free.`;
}

const PULL_REQUEST_CURE =
  "Destroy one of the two environments, or open the pull request anew for another number.";

/** The first range of the developers' half that no stack file claims. */
function freeRange(all: readonly SoundClaims[], pool: Cidr): Cidr | undefined {
  const half = developersHalf(pool);
  const taken = all.flatMap(({ cidr }) => (cidr === undefined ? [] : [cidr]));
  for (let slot = 0; slot < capacity(half, SANDBOX_LENGTH); slot++) {
    const range = blockAt(half, SANDBOX_LENGTH, slot);
    if (!taken.some((cidr) => overlap(cidr, range))) return range;
  }
  return undefined;
}

function problem(key: string, value: unknown, reason: string, cure: string): Problem {
  return { path: `bulkhead:${key}`, value, reason, cure };
}
