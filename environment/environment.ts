import { readProject, readStacks } from "./catalogue.ts";
import { checkOwn, checkSecrets } from "./checks.ts";
import { planAddresses, type AddressPlan } from "./cidr.ts";
import { conflicts, ephemeralClaims, standingClaims, type Claims } from "./claims.ts";
import type {
  EphemeralClaimsConfig,
  EphemeralConfig,
  SandboxConfig,
  StandingClaimsConfig,
  StandingConfig,
} from "./config.ts";
import { kindOfStack, KINDS, type Kind } from "./kinds.ts";
import { stackNameProblem, type Owner } from "./names.ts";
import { parseClaims, parseSandbox, parseStack, type RawConfig } from "./parse.ts";
import { InvalidConfigError, refuse, type Problem } from "./problems.ts";
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
}

/**
 * The environment of a stack, checked against itself and against every other of the project.
 *
 * @throws InvalidConfigError listing every problem with path, value and cure.
 */
export function environmentOf({ folder, stack, config }: Source): Environment {
  const project = readProject(folder);
  const files = readStacks(folder);
  const own = {
    ...project.config,
    ...(config ?? files.find((file) => file.stack === stack)?.config),
  };
  const sandbox = sandboxOf(project.config);
  const kind = kindOf(stack, own);
  const parsed = parseStack(kind, own);
  if ("problems" in parsed) throw new InvalidConfigError(stack, parsed.problems);

  const claims = claimsOf(stack, kind, parsed.value, sandbox);
  const others = files
    .filter((file) => file.stack !== stack)
    .map((file) => claimsFrom(file.stack, { ...project.config, ...file.config }, sandbox));
  refuse(stack, [
    ...checkOwn(claims, parsed.value, own),
    ...(config ? checkSecrets(stack, parsed.value) : []),
    ...others.flatMap((other) => ("problems" in other ? other.problems : [])),
    ...conflicts(
      claims,
      others.flatMap((other) => ("value" in other ? [other.value] : [])),
      sandbox,
    ),
  ]);
  return assemble(claims, parsed.value);
}

/**
 * What every stack of the project claims, for those that must tell environments apart.
 *
 * @throws InvalidConfigError when a stack's claims cannot be read: then nobody can tell.
 */
export function readCatalogue(folder: string): readonly Claims[] {
  const project = readProject(folder);
  const sandbox = sandboxOf(project.config);
  return readStacks(folder).map(({ stack, file, config }) => {
    const read = claimsFrom(stack, { ...project.config, ...config }, sandbox);
    if ("problems" in read) throw new InvalidConfigError(file, read.problems);
    return read.value;
  });
}

/**
 * The kind of a stack: what its name says, or what its file says where the name says nothing.
 *
 * @throws InvalidConfigError when neither says it, they disagree, or the name cannot be used.
 */
export function kindOf(stack: string, config: RawConfig): Kind {
  const named = kindOfStack(stack);
  const said = config["bulkhead:kind"];
  const unusable = stackNameProblem(stack);
  if (unusable !== undefined) {
    const cure =
      "Name the stack dev, staging, prod, qa, uat, integration, dev-<name> or pr-<number>.";
    throw new InvalidConfigError(stack, [{ path: "stack", value: stack, reason: unusable, cure }]);
  }
  const kind = named ?? KINDS.find((known) => known === said);
  if (kind !== undefined && (said === undefined || said === kind)) return kind;
  const reason =
    named === undefined
      ? "does not say the kind, and the name does not either"
      : `is not ${named}, as the name says`;
  const cure =
    named === undefined ? `Use one of ${KINDS.join(", ")}.` : "Leave it out, or rename the stack.";
  throw new InvalidConfigError(stack, [{ path: "bulkhead:kind", value: said, reason, cure }]);
}

function sandboxOf(config: RawConfig): SandboxConfig | undefined {
  if (config["bulkhead:sandbox"] === undefined) return undefined;
  const parsed = parseSandbox(config);
  if ("problems" in parsed) throw new InvalidConfigError("Pulumi.yaml", parsed.problems);
  return parsed.value;
}

function claimsOf(
  stack: string,
  kind: Kind,
  config: StandingClaimsConfig | EphemeralClaimsConfig,
  sandbox: SandboxConfig | undefined,
): Claims {
  if ("project" in config) return standingClaims(stack, kind, config);
  if (sandbox) return ephemeralClaims(stack, kind, config, sandbox);
  const reason = `is missing, and ${stack} lives in the sandbox`;
  const cure = "Name the sandbox's project in Pulumi.yaml, as docs/configuration.md shows.";
  throw new InvalidConfigError(stack, [
    { path: "bulkhead:sandbox", value: undefined, reason, cure },
  ]);
}

/** A stack's claims; when they cannot be read, nobody can say that nothing is shared. */
function claimsFrom(
  stack: string,
  config: RawConfig,
  sandbox: SandboxConfig | undefined,
): { value: Claims } | { problems: readonly Problem[] } {
  try {
    const kind = kindOf(stack, config);
    const parsed = parseClaims(kind, config);
    if ("value" in parsed) return { value: claimsOf(stack, kind, parsed.value, sandbox) };
    return { problems: parsed.problems.map((problem) => inFile(stack, problem)) };
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return { problems: error.problems.map((problem) => inFile(stack, problem)) };
  }
}

function inFile(stack: string, problem: Problem): Problem {
  return { ...problem, path: `Pulumi.${stack}.yaml ${problem.path}` };
}

function assemble(claims: Claims, config: StandingConfig | EphemeralConfig): Environment {
  const { stack, kind, project, projectNumber, region, cidr, state, kmsKey } = claims;
  const { secrets, egress, mail, notifications, access, image, domain } = config;
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
      deployment: "deployment" in config ? config.deployment : undefined,
    },
  };
}
