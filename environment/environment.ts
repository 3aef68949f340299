import { readFiles, readProject, type ProjectFile, type ProjectFiles } from "./catalogue.ts";
import { checkEncrypted, checkKeys, checkOwn, checkSecrets, checkStray } from "./checks.ts";
import { checkProject } from "./project-checks.ts";
import { planAddresses, type AddressPlan } from "./cidr.ts";
import {
  conflicts,
  ephemeralClaims,
  isComplete,
  missingRange,
  standingClaims,
  type Claims,
  type SoundClaims,
} from "./claims.ts";
import type {
  EphemeralConfig,
  SandboxConfig,
  StandingClaimsConfig,
  StandingConfig,
} from "./config.ts";
import { isEphemeral, kindOfStack, readKind, type Kind } from "./kinds.ts";
import type { Owner } from "./names.ts";
import {
  parseClaims,
  parseSandbox,
  parseStack,
  type Parsed,
  type RawConfig,
  type Sound,
} from "./parse.ts";
import { InvalidConfigError, type Problem } from "./problems.ts";
import { profileOf, type Profile } from "./profiles.ts";

/** Everything that one stack owns, read and checked once, and handed to every component. */
export interface Environment extends Owner {
  /** The stack's name: `dev`, `staging`, `prod`, `qa`, `dev-alice`, `pr-123`. */
  readonly stack: string;
  readonly kind: Kind;
  /** The settings in which kinds differ. */
  readonly profile: Profile;
  /** Google Cloud project id. */
  readonly project: string;
  readonly projectNumber: string;
  readonly region: string;
  readonly addresses: AddressPlan;
  /** Pulumi backend of this environment alone. */
  readonly state: string;
  /** Cloud KMS key of this environment alone, full name. */
  readonly kmsKey: string;
  /** Labels of every resource that takes labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the environment chooses for itself; its secrets' values are not here. */
  readonly config: Omit<EphemeralConfig, "secretValues" | "network" | "generation" | "kind"> &
    Pick<StandingConfig, "deployment">;
}

/** What an environment is made from. */
export interface Source {
  /** Folder of `Pulumi.yaml` and the stack files. */
  readonly folder: string;
  readonly stack: string;
  /**
   * The stack's configuration as the engine decrypted it, secrets included. Default: what its file
   * says, where the values of secrets are not asked for.
   */
  readonly config?: RawConfig;
  /** What stands in the folder, for whoever asks more than once. Default: it is read. */
  readonly files?: ProjectFiles;
}

/**
 * The environment of a stack, checked against itself and against every other of the project.
 *
 * @throws InvalidConfigError listing every problem with path, value and cure.
 */
export function environmentOf({ folder, stack, config, files }: Source): Environment {
  const { project, stacks } = files ?? readFiles(folder);
  const file = stacks.find((one) => one.stack === stack);
  const own = { ...project.config, ...(config ?? file?.config) };
  const sandbox = sandboxOf(project.config);
  const { kind, problems: kindProblems } = readKind(stack, own);
  const parsed = parseStack(kind, own);
  const { claims, problems: claimProblems } = claimsOf(stack, kind, parsed.sound, sandbox);
  const others = stacks
    .filter((other) => other !== file)
    .map((other) => readClaims(other.stack, { ...project.config, ...other.config }, sandbox));
  const otherClaims = others.map((other) => other.claims);

  const problems = [
    ...kindProblems,
    ...parsed.problems,
    ...claimProblems,
    ...(file?.config["bulkhead:sandbox"] === undefined ? [] : [SANDBOX_IN_STACK]),
    ...(file
      ? [...checkKeys(file), ...checkEncrypted(stack, file.content), ...checkStray(file.content)]
      : []),
    ...checkOwn(claims, parsed.sound, own),
    ...(config ? checkSecrets(stack, parsed.sound) : []),
    ...[
      ...checkKeys({ content: {}, config: project.config }),
      ...checkProject(project),
      ...sandbox.problems,
    ].map((problem) => inFile("Pulumi.yaml", problem)),
    ...others.flatMap((other) => other.problems),
    ...(own["bulkhead:network"] === undefined
      ? missingRange(claims, otherClaims, sandbox.sound)
      : []),
    ...conflicts(claims, otherClaims, sandbox.sound),
  ];
  if (problems.length > 0 || parsed.value === undefined || !isComplete(claims)) {
    throw new InvalidConfigError(stack, problems);
  }
  return assemble(claims, parsed.value);
}

/** Name of the stack by which the sandbox itself is prepared; no environment is called so. */
const SANDBOX = "sandbox";

/**
 * Whose state bucket, key and deployer a stack of the bootstrap makes: a standing environment's, or
 * by the name `sandbox` those of the sandbox, which ephemeral environments share.
 *
 * @throws InvalidConfigError as {@link environmentOf}, and for an ephemeral stack.
 */
export function preparedBy(source: Omit<Source, "config">): Environment {
  const { folder, stack, files } = source;
  if (stack === SANDBOX) return sandboxEnvironment(files?.project ?? readProject(folder));
  const kind = kindOfStack(stack);
  if (kind === undefined || !isEphemeral(kind)) return environmentOf(source);
  const reason = "lives in the sandbox, which is prepared once for all that live there";
  const cure = `Use the stack of that name: pulumi stack init ${SANDBOX}`;
  throw new InvalidConfigError(stack, [{ path: "stack", value: stack, reason, cure }]);
}

function sandboxEnvironment({ config }: ProjectFile): Environment {
  const sandbox = sandboxOf(config);
  const { pool } = sandbox.sound;
  const network = pool && { cidr: pool };
  const { claims, problems } = claimsOf(SANDBOX, "developer", { network }, sandbox);
  const { value, sound } = parseStack("developer", {});
  const found = [
    ...problems,
    ...checkOwn(claims, sound, config),
    ...sandbox.problems.map((problem) => inFile("Pulumi.yaml", problem)),
  ];
  if (found.length === 0 && value !== undefined && isComplete(claims)) {
    return assemble(claims, value);
  }
  throw new InvalidConfigError(SANDBOX, found);
}

const SANDBOX_IN_STACK: Problem = {
  path: "bulkhead:sandbox",
  value: undefined,
  reason: "stands in a stack file, and all stacks share it",
  cure: "Move it to Pulumi.yaml.",
};

/** What every stack of the project claims, and what the sandbox is. */
export interface Catalogue {
  readonly claims: readonly Claims[];
  readonly sandbox: Sound<SandboxConfig>;
}

/**
 * What belongs to whom, for those that must tell environments apart.
 *
 * @throws InvalidConfigError when a stack's claims cannot be read: then nobody can tell.
 */
export function catalogueOf({ project, stacks }: ProjectFiles): Catalogue {
  const sandbox = sandboxOf(project.config);
  const read = stacks.map(({ stack, file, config }) => ({
    file,
    ...readClaims(stack, { ...project.config, ...config }, sandbox),
  }));
  const all = read.map(({ claims }) => claims);
  const claims = read.map(({ file, claims, problems }) => {
    const missing = problems.length > 0 ? [] : missingRange(claims, all, sandbox.sound);
    if (isComplete(claims) && problems.length === 0) return claims;
    throw new InvalidConfigError(file, [...problems, ...missing]);
  });
  return { claims, sandbox: sandbox.sound };
}

function sandboxOf(config: RawConfig): Parsed<SandboxConfig> {
  return config["bulkhead:sandbox"] === undefined
    ? { sound: {}, problems: [] }
    : parseSandbox(config);
}

/** A stack's claims as far as they can be read: the rest is a problem of every other stack too. */
function readClaims(stack: string, config: RawConfig, sandbox: Parsed<SandboxConfig>): ReadClaims {
  const { kind, problems } = readKind(stack, config);
  const parsed = parseClaims(kind, config);
  const read = claimsOf(stack, kind, parsed.sound, sandbox);
  return {
    claims: read.claims,
    problems: [...problems, ...parsed.problems, ...read.problems].map((problem) =>
      inFile(`Pulumi.${stack}.yaml`, problem),
    ),
  };
}

interface ReadClaims {
  readonly claims: SoundClaims;
  readonly problems: readonly Problem[];
}

function claimsOf(
  stack: string,
  kind: Kind | undefined,
  config: Sound<StandingClaimsConfig>,
  { sound, value, problems }: Parsed<SandboxConfig>,
): ReadClaims {
  if (kind === undefined || !isEphemeral(kind)) {
    return { claims: standingClaims(stack, kind, config), problems: [] };
  }
  const claims = ephemeralClaims(stack, kind, config, sound);
  if (value !== undefined || problems.length > 0) return { claims, problems: [] };
  const reason = `is missing, and ${stack} lives in the sandbox`;
  const cure = "Name the sandbox's project in Pulumi.yaml, as docs/configuration.md shows.";
  return { claims, problems: [{ path: "bulkhead:sandbox", value: undefined, reason, cure }] };
}

function inFile(file: string, problem: Problem): Problem {
  return { ...problem, path: `${file} ${problem.path}` };
}

function assemble(claims: Claims, config: StandingConfig | EphemeralConfig): Environment {
  const { stack, kind, project, projectNumber, region, cidr, state, kmsKey } = claims;
  const { secrets, egress, mail, notifications, access, image, domain } = config;
  const { policies, allowances, formerly } = config;
  return {
    stack,
    kind,
    profile: profileOf(kind),
    project,
    projectNumber,
    region,
    addresses: planAddresses(cidr),
    generation: config.generation,
    state,
    kmsKey,
    labels: { environment: stack, kind, "managed-by": "bulkhead" },
    config: {
      ...{ secrets, egress, mail, notifications, access, image, domain },
      ...{ policies, allowances, formerly },
      deployment: "deployment" in config ? config.deployment : undefined,
    },
  };
}
