import { createHash } from "node:crypto";

/**
 * The naming contract. Every cloud resource's name is made here and nowhere else:
 *
 *     <stack>-<part>                  in a project of its own or in the sandbox
 *     <project>-<stack>-<part>        where the name space is shared by all of Google (buckets)
 *     ...-g<generation>               where Google reserves the name after deletion
 *
 * Alphabet: a-z, 0-9 and hyphen, first a letter, last a letter or digit. Nothing is random: the same
 * environment gives the same names for ever. A name that would be too long is cut, one that would
 * be too short is lengthened, and either then carries the first 8 hexadecimal digits of the SHA-256
 * of the whole name, before the generation. Stack names are 24 characters at most, and the names of
 * ephemeral stacks hold no second hyphen, so no stack's prefix begins another's in one project.
 */
export interface NameRule {
  /** Fewest characters that Google accepts. */
  readonly min: number;
  /** Most characters that Google accepts. */
  readonly max: number;
  /** Whether the name must be unique in all of Google, not only in the project. */
  readonly global: boolean;
  /** How long Google keeps the name after deletion. */
  readonly reserved?: "a week" | "30 days" | "for ever";
}

const COMPUTE: NameRule = { min: 1, max: 63, global: false };

/** What Google asks of each kind of name. Sources: the API reference of each service. */
export const NAME_RULES = {
  /** Networks, subnetworks, routers, firewall rules, routes, addresses. */
  compute: COMPUTE,
  dns: COMPUTE,
  redis: { min: 1, max: 40, global: false },
  repository: { min: 2, max: 63, global: false },
  topic: { min: 3, max: 255, global: false },
  secret: { min: 1, max: 255, global: false },
  serviceAccount: { min: 6, max: 30, global: false },
  /** Cloud SQL: the instance's name and the project's id together have 98 characters at most. */
  database: { min: 1, max: 67, global: false, reserved: "a week" },
  bucket: { min: 3, max: 63, global: true },
  identityPool: { min: 4, max: 32, global: false, reserved: "30 days" },
  key: { min: 1, max: 63, global: false, reserved: "for ever" },
} as const satisfies Record<string, NameRule>;

/** What is being named. */
export type Named = keyof typeof NAME_RULES;

/** Whose name it is. */
export interface Owner {
  readonly stack: string;
  readonly project: string;
  readonly generation: number;
}

/** Why a stack's name cannot be used, or `undefined` when it can. */
export function stackNameProblem(stack: string): string | undefined {
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(stack)) {
    return "is not lower-case letters, digits and hyphens, first a letter";
  }
  if (stack.length > 24) return `has ${stack.length} characters, more than 24`;
  if (/^(dev|pr)-.*-/.test(stack)) return "has more than one hyphen, which ephemeral names may not";
  return undefined;
}

/** The name of one part of an environment, by the contract above. */
export function nameOf(owner: Owner, named: Named, part: string): string {
  const rule: NameRule = NAME_RULES[named];
  const stem = [...(rule.global ? [owner.project] : []), owner.stack, part].join("-");
  const tail = rule.reserved ? `-g${owner.generation}` : "";
  const length = stem.length + tail.length;
  if (length >= rule.min && length <= rule.max) return stem + tail;
  const mark = `-${createHash("sha256").update(stem).digest("hex").slice(0, 8)}${tail}`;
  return stem.slice(0, rule.max - mark.length).replace(/-+$/, "") + mark;
}
