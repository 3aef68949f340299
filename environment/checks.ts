import type { Claims } from "./claims.ts";
import type { EphemeralConfig, StandingConfig } from "./config.ts";
import { isEphemeral } from "./kinds.ts";
import type { RawConfig } from "./parse.ts";
import type { Problem } from "./problems.ts";
import { profileOf } from "./profiles.ts";

type Config = StandingConfig | EphemeralConfig;

/** What no single field can say: fields that contradict each other, the kind or the project. */
export function checkOwn(claims: Claims, config: Config, raw: RawConfig): readonly Problem[] {
  return [...checkKey(claims), ...checkKind(claims, config), ...checkProviders(raw)];
}

function checkKey({ kind, project, kmsKey }: Claims): readonly Problem[] {
  if (isEphemeral(kind) || kmsKey.startsWith(`projects/${project}/`)) return [];
  const reason = `lies outside the environment's own project ${project}`;
  const cure =
    "Use a key of this project: who administers another project could read these secrets.";
  return [{ path: "bulkhead:kmsKey", value: kmsKey, reason, cure }];
}

function checkKind({ kind }: Claims, config: Config): readonly Problem[] {
  const { release, reach } = profileOf(kind);
  const rules = [
    {
      broken: config.domain !== undefined && !release.customDomain,
      path: "domain",
      value: config.domain,
      reason: `is given, and a ${kind} environment has none`,
      cure: "Leave it out: only kinds that are open to the public have a domain.",
    },
    {
      broken: config.image !== undefined && release.builds,
      path: "image",
      value: config.image,
      reason: `is given, and a ${kind} environment builds its own`,
      cure: "Leave it out: this kind builds the image from app/.",
    },
    {
      broken: config.mail.testRecipients.length > 0 && reach.mail === "everyone",
      path: "mail.testRecipients",
      value: config.mail.testRecipients,
      reason: `is given, and in ${kind} mail goes to everyone it is meant for`,
      cure: "Leave it out: test recipients are for the other kinds.",
    },
    {
      broken: config.notifications.on.length > 0 && reach.notifications === "all",
      path: "notifications.on",
      value: config.notifications.on,
      reason: `is given, and in ${kind} all notifications are on`,
      cure: "Leave it out: it switches single ones on in the other kinds.",
    },
  ];
  return rules
    .filter(({ broken }) => broken)
    .map(({ path, value, reason, cure }) => ({ path: `bulkhead:${path}`, value, reason, cure }));
}

/** Secrets that are declared without a value, or have a value without being declared. */
export function checkSecrets(stack: string, config: Config): readonly Problem[] {
  const missing = Object.keys(config.secrets).filter((name) => !(name in config.secretValues));
  const stray = Object.keys(config.secretValues).filter((name) => !(name in config.secrets));
  return [
    ...missing.map((name) => ({
      path: `bulkhead:secretValues.${name}`,
      value: undefined,
      reason: "is missing",
      cure: `Set it with: pulumi config set --secret --path 'bulkhead:secretValues["${name}"]' --stack ${stack}`,
    })),
    ...stray.map((name) => ({
      path: `bulkhead:secretValues.${name}`,
      value: undefined,
      reason: "is given, and no secret of that name is declared",
      cure: "Declare it in bulkhead:secrets with its shape, or remove the value.",
    })),
  ];
}

/** Without this line a resource that names no provider lands in whatever project is at hand. */
function checkProviders(raw: RawConfig): readonly Problem[] {
  const disabled = raw["pulumi:disable-default-providers"] ?? "[]";
  if (/"(gcp|\*)"/.test(disabled)) return [];
  const reason = "leaves Google Cloud's default provider on";
  const cure = "Remove the line from the stack file: Pulumi.yaml says [gcp] for all stacks.";
  return [{ path: "pulumi:disable-default-providers", value: disabled, reason, cure }];
}
