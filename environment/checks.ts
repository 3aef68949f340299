import { isEncrypted, type Content, type StackFile } from "./catalogue.ts";
import type { SoundClaims } from "./claims.ts";
import type { EphemeralConfig } from "./config.ts";
import { isEphemeral } from "./kinds.ts";
import { knownFullKeys, NAMESPACE, unknownCure, type RawConfig, type Sound } from "./parse.ts";
import type { Problem } from "./problems.ts";
import { profileOf } from "./profiles.ts";

/** The fields that could be read; what the others contradict is said once they are mended. */
type Config = Sound<Omit<EphemeralConfig, "network">>;

/** What no single field can say: fields that contradict each other, the kind or the project. */
export function checkOwn(claims: SoundClaims, config: Config, raw: RawConfig): readonly Problem[] {
  return [
    ...checkKey(claims),
    ...checkKind(claims, config),
    ...checkOwnSecrets(config),
    ...checkGroups(config),
    ...checkProviders(raw),
  ];
}

function checkKey({ kind, project, kmsKey }: SoundClaims): readonly Problem[] {
  if (project === undefined || kmsKey === undefined) return [];
  if (kmsKey.startsWith(`projects/${project}/`)) return [];
  const path =
    kind && isEphemeral(kind) ? "Pulumi.yaml bulkhead:sandbox.kmsKey" : "bulkhead:kmsKey";
  const reason = `lies outside the environment's own project ${project}`;
  const cure =
    "Use a key of this project: who administers another project could read these secrets.";
  return [{ path, value: kmsKey, reason, cure }];
}

function checkKind({ kind }: SoundClaims, config: Config): readonly Problem[] {
  if (kind === undefined) return [];
  const { testRecipients = [] } = config.mail ?? {};
  const { on = [] } = config.notifications ?? {};
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
      broken: testRecipients.length > 0 && reach.mail === "everyone",
      path: "mail.testRecipients",
      value: testRecipients,
      reason: `is given, and in ${kind} mail goes to everyone it is meant for`,
      cure: "Leave it out: test recipients are for the other kinds.",
    },
    {
      broken: on.length > 0 && reach.notifications === "all",
      path: "notifications.on",
      value: on,
      reason: `is given, and in ${kind} all notifications are on`,
      cure: "Leave it out: it switches single ones on in the other kinds.",
    },
  ];
  return rules
    .filter(({ broken }) => broken)
    .map(({ path, value, reason, cure }) => ({ path: `bulkhead:${path}`, value, reason, cure }));
}

/** Secrets that the program makes itself: a third party's of the same name would take its place. */
export const OWN_SECRETS = ["session-key", "database-bootstrap", "cache-password"] as const;

function checkOwnSecrets({ secrets = {} }: Config): readonly Problem[] {
  return OWN_SECRETS.filter((name) => Object.hasOwn(secrets, name)).map((name) => ({
    path: `bulkhead:secrets.${name}`,
    value: undefined,
    reason: "is a secret that the program makes itself",
    cure: "Give the third party's secret another name.",
  }));
}

/** A role is given to a group once: two resources for one binding would undo each other. */
function checkGroups({ access }: Config): readonly Problem[] {
  const { operators = [], developers = [] } = access ?? {};
  const both = developers.filter((group) => operators.includes(group));
  return [
    ...sameNames(operators).map((group) => ({ row: "operators", group, ...SAME_NAME })),
    ...sameNames(developers).map((group) => ({ row: "developers", group, ...SAME_NAME })),
    ...both.map((group) => ({ row: "developers", group, ...BOTH_ROWS })),
  ].map(({ row, group, reason, cure }) => ({
    path: `bulkhead:access.${row}`,
    value: group,
    reason,
    cure,
  }));
}

const SAME_NAME = {
  reason: "has the same name before the @ as another group of the list",
  cure: "List each group once, by a name of its own.",
};
const BOTH_ROWS = {
  reason: "is one of the operators too",
  cure: "List it as operators alone, who may do what developers may.",
};

/** Groups whose name before the @, part of the logical names of their roles, came before. */
function sameNames(groups: readonly string[]): readonly string[] {
  const names = groups.map((group) => group.split("@")[0]);
  return groups.filter((_, at) => names.indexOf(names[at]) < at);
}

/** Secrets that are declared without a value, or have a value without being declared. */
export function checkSecrets(stack: string, config: Config): readonly Problem[] {
  const { secrets, secretValues } = config;
  if (secrets === undefined || secretValues === undefined) return [];
  const missing = Object.keys(secrets).filter((name) => !Object.hasOwn(secretValues, name));
  const stray = Object.keys(secretValues).filter((name) => !Object.hasOwn(secrets, name));
  return [
    ...missing.map((name) => ({
      path: `bulkhead:secretValues.${name}`,
      value: undefined,
      reason: "is missing",
      cure: `Set it with: ${setSecret(stack, name)}`,
    })),
    ...stray.map((name) => ({
      path: `bulkhead:secretValues.${name}`,
      value: undefined,
      reason: "is given, and no secret of that name is declared",
      cure: "Declare it in bulkhead:secrets with its shape, or remove the value.",
    })),
  ];
}

function setSecret(stack: string, name: string): string {
  return `npx bulkhead secrets set ${stack} ${name}`;
}

/**
 * Values that stand in a stack file as they are. Told by the file: the engine hands all of them out
 * decrypted, and calls the whole key secret when one of them is encrypted.
 */
export function checkEncrypted(stack: string, content: Content): readonly Problem[] {
  const values = entriesOf(content["config"])["bulkhead:secretValues"];
  if (values === undefined || isEncrypted(values)) return [];
  const open = Object.entries(entriesOf(values)).filter(([, value]) => !isEncrypted(value));
  const names = typeof values === "object" ? open.map(([name]) => name) : ["<name>"];
  return names.map((name) => ({
    path: `bulkhead:secretValues.${name}`,
    value: "[secret]",
    reason: "stands in the stack file in plain text",
    cure: `Revoke the value, then set a new one with: ${setSecret(stack, name)}`,
  }));
}

/** Encrypted values that are no secret of the program's by name, so that no ledger compares them. */
export function checkStray(content: Content): readonly Problem[] {
  const config = Object.entries(entriesOf(content["config"]));
  return config
    .filter(([key, value]) => key !== "bulkhead:secretValues" && holdsEncrypted(value))
    .map(([key]) => ({
      path: key,
      value: "[secret]",
      reason: "is encrypted, and only bulkhead:secretValues is compared between environments",
      cure: "Declare it in bulkhead:secrets, and set it with: npx bulkhead secrets set",
    }));
}

function holdsEncrypted(value: unknown): boolean {
  return isEncrypted(value) || Object.values(entriesOf(value)).some(holdsEncrypted);
}

/** What the engine and this program read of a stack file. */
const FILE_KEYS = ["config", "secretsprovider", "encryptedkey", "encryptionsalt"] as const;

/**
 * Keys that nobody reads, such as a namespace with a slip of the pen, and those of other namespaces:
 * `gcp:project` would be the default of a provider that must not be there.
 */
export function checkKeys({ content, config }: Pick<StackFile, "content" | "config">) {
  const known = knownFullKeys();
  return [
    ...Object.keys(content)
      .filter((key) => !(FILE_KEYS as readonly string[]).includes(key))
      .map((key) => ({ ...unknown(key, content[key]), cure: unknownCure(key, FILE_KEYS) })),
    ...Object.keys(config)
      .filter((key) => !key.startsWith(`${NAMESPACE}:`) && !key.startsWith("pulumi:"))
      .map((key) => ({
        ...unknown(key, config[key]),
        cure: unknownCure(key.includes(":") ? key : `${NAMESPACE}:${key}`, known),
      })),
  ];
}

function unknown(path: string, value: unknown) {
  return { path, value, reason: "is not known" };
}

function entriesOf(value: unknown): Content {
  return typeof value === "object" && value !== null ? (value as Content) : {};
}

/** Without this line a resource that names no provider lands in whatever project is at hand. */
function checkProviders(raw: RawConfig): readonly Problem[] {
  const disabled = raw["pulumi:disable-default-providers"] ?? "[]";
  if (/"(gcp|\*)"/.test(disabled)) return [];
  const reason = "leaves Google Cloud's default provider on";
  const cure = "Remove the line from the stack file: Pulumi.yaml says [gcp] for all stacks.";
  return [{ path: "pulumi:disable-default-providers", value: disabled, reason, cure }];
}
