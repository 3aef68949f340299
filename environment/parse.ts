import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";

import {
  ephemeralClaimsConfig,
  ephemeralConfig,
  sandboxConfig,
  standingClaimsConfig,
  standingConfig,
  type EphemeralClaimsConfig,
  type EphemeralConfig,
  type SandboxConfig,
  type StandingClaimsConfig,
  type StandingConfig,
} from "./config.ts";
import { isEphemeral, type Kind } from "./kinds.ts";
import type { Problem } from "./problems.ts";
import { about, child, knownKeys } from "./schema.ts";

/** Namespace of every key that this program reads. */
export const NAMESPACE = "bulkhead";

/** Configuration as the engine hands it out: full keys (`bulkhead:region`), values as text. */
export type RawConfig = Readonly<Record<string, string>>;

/** A value some of whose fields could not be read. */
export type Sound<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What was read, and everything that is wrong with it. */
export interface Parsed<T> {
  /** The whole; absent when there are problems. */
  readonly value?: T;
  /** The fields without a problem, so that one error can also tell what they contradict. */
  readonly sound: Sound<T>;
  readonly problems: readonly Problem[];
}

/** Reads a stack's own configuration for its kind; one whose kind nobody knows is read as standing. */
export function parseStack(
  kind: Kind | undefined,
  raw: RawConfig,
): Parsed<StandingConfig> | Parsed<EphemeralConfig> {
  const own = decode(raw);
  // The stack's name and its kind are judged together, and the sandbox is the project's.
  delete own["kind"];
  delete own["sandbox"];
  return kind !== undefined && isEphemeral(kind)
    ? parse(ephemeralConfig, own, NAMESPACE + ":")
    : parse(standingConfig, own, NAMESPACE + ":");
}

/** Reads only what a stack claims for itself: all that other stacks need to know of it. */
export function parseClaims(
  kind: Kind | undefined,
  raw: RawConfig,
): Parsed<StandingClaimsConfig> | Parsed<EphemeralClaimsConfig> {
  return kind !== undefined && isEphemeral(kind)
    ? parse(ephemeralClaimsConfig, decode(raw), NAMESPACE + ":")
    : parse(standingClaimsConfig, decode(raw), NAMESPACE + ":");
}

/** Reads the sandbox's configuration, which is the project's and not a stack's. */
export function parseSandbox(raw: RawConfig): Parsed<SandboxConfig> {
  return parse(sandboxConfig, decode(raw)["sandbox"], `${NAMESPACE}:sandbox.`);
}

function decode(raw: RawConfig): Record<string, unknown> {
  const own = Object.entries(raw).filter(([key]) => key.startsWith(`${NAMESPACE}:`));
  return Object.fromEntries(
    own.map(([key, text]) => [key.slice(NAMESPACE.length + 1), value(text)]),
  );
}

/** The engine hands scalars out as text and everything else as JSON. */
function value(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parse<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  prefix: string,
): Parsed<z.output<S>> {
  const result = schema.safeParse(value, { error: plainReason });
  if (result.success) return { value: result.data, sound: result.data, problems: [] };
  const { issues } = result.error;
  return {
    sound: soundPart(schema, value, issues),
    problems: issues.flatMap((issue) => problems(schema, value, issue, prefix)),
  };
}

function soundPart<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): Sound<z.output<S>> {
  if (typeof value !== "object" || value === null) return {};
  const wrong = new Set(issues.map(({ path }) => path[0]));
  const isSound = ([key]: [string, unknown]) => key in schema.shape && !wrong.has(key);
  const read = schema.partial().parse(Object.fromEntries(Object.entries(value).filter(isSound)));
  // A field with a fault is not one that was left out: it has no default either.
  return Object.fromEntries(Object.entries(read).filter(isSound)) as Sound<z.output<S>>;
}

/** Reasons in our own words where a field does not give one. */
function plainReason(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return "is missing";
  if (issue.code === "invalid_type") return `is not ${NOUNS[issue.expected] ?? issue.expected}`;
  if (issue.code === "too_big") return `has more than ${issue.maximum} entries or characters`;
  return undefined;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: "text",
  object: "a map of keys and values",
  record: "a map of keys and values",
  array: "a list",
};

function problems(
  schema: z.ZodType,
  value: unknown,
  issue: z.core.$ZodIssue,
  prefix: string,
): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(schema, value, [...issue.path, key], prefix));
  }
  const keyIssue = issue.code === "invalid_key" ? issue.issues[0] : undefined;
  const found = at(value, issue.path);
  return [
    {
      path: prefix + spell(issue.path),
      value: found,
      reason: found === undefined ? "is missing" : (keyIssue?.message ?? issue.message),
      cure: cureOf(schema, issue),
    },
  ];
}

function cureOf(schema: z.ZodType, issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") {
    return "Rename it: lower-case letters, digits and hyphens, such as payment-key.";
  }
  const said = about(schema, issue.path);
  return said?.cure ?? "See docs/configuration.md for what may stand here.";
}

function unknownKey(
  schema: z.ZodType,
  value: unknown,
  path: readonly PropertyKey[],
  prefix: string,
): Problem {
  const parent = path
    .slice(0, -1)
    .reduce<z.ZodType | undefined>((s, step) => s && child(s, step), schema);
  const known = parent ? knownKeys(parent) : [];
  const key = String(path.at(-1));
  const cure = unknownCure(key, known);
  return { path: prefix + spell(path), value: at(value, path), reason: "is not known", cure };
}

/** What to do about a key that is not known: the one that was probably meant, or all there are. */
export function unknownCure(key: string, known: readonly string[]): string {
  const near = known.length > 0 ? closest(key, known) : undefined;
  return near !== undefined && distance(key, near) <= 3
    ? `Did you mean ${near}?`
    : `Remove it; known here: ${known.join(", ")}.`;
}

/** Every full key that a stack file may hold, `pulumi:` ones apart, which are the engine's. */
export function knownFullKeys(): readonly string[] {
  return knownKeys(standingConfig).map((key) => `${NAMESPACE}:${key}`);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  );
}

function spell(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number"
        ? `${text}[${step}]`
        : text
          ? `${text}.${String(step)}`
          : String(step),
    "",
  );
}
