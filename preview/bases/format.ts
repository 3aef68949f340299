import { createHash } from "node:crypto";
import { z } from "zod";

import { UserError } from "../../engine/errors.ts";
import { canonical } from "./encoding.ts";
import type { State } from "./state.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const resource = z.looseObject({ urn: z.string().min(1), type: z.string().min(1) });

const planBase = z.strictObject({
  format: z.literal(1),
  project: z.string().min(1),
  stack: z.string().min(1),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional(),
  serial: z.int().min(0),
  config: z.record(
    z.string(),
    z.strictObject({ placeholder: z.string(), ciphertext: digest.optional() }),
  ),
  state: z.strictObject({
    resources: z.array(resource),
    pending_operations: z.array(z.strictObject({ type: z.string(), resource })).optional(),
  }),
  sha256: digest,
});

/** A stack as it was deployed, without any secret: what a pull request is planned against. */
export interface PlanBase {
  readonly format: 1;
  /** Name of the Pulumi project. */
  readonly project: string;
  readonly stack: string;
  /** The commit that was deployed, 40 hexadecimal digits; absent where it was not known. */
  readonly commit?: string | undefined;
  /**
   * When the state was last written, in milliseconds since 1970: states in a bucket have no counter.
   * Of two plan bases of a stack the one with the higher serial is the newer.
   */
  readonly serial: number;
  /**
   * The encrypted values of the configuration by their place, `bulkhead:secretValues.mail-key`: what
   * stands for each, and SHA-256 of its ciphertext, which tells whether it was set anew since.
   */
  readonly config: Readonly<Record<string, ConfigSecret>>;
  readonly state: State;
}

/** An encrypted value of the configuration. */
export interface ConfigSecret {
  readonly placeholder: string;
  /** Absent where the stack file had none, as those of the samples. */
  readonly ciphertext?: string | undefined;
}

/** The file of a stack's plan base. */
export function fileOf(stack: string): string {
  return `${stack}.plan-base.json`;
}

/** A plan base as its file says it: the same state gives the same bytes. */
export function textOf(base: PlanBase): string {
  const content = canonical(base) as Readonly<Record<string, unknown>>;
  return `${JSON.stringify({ ...content, sha256: digestOf(content) }, null, 1)}\n`;
}

/**
 * Reads a plan base.
 *
 * @param name What it is called in errors: its file.
 * @throws UserError for one that is damaged, was edited, or is of another version.
 */
export function parsePlanBase(text: string, name: string): PlanBase {
  const parsed = planBase.safeParse(jsonIn(text, name));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join(".") ?? "";
    throw refused(name, `it is no plan base of format 1${where === "" ? "" : `: ${where}`}`);
  }
  const { sha256, ...base } = parsed.data;
  if (digestOf(base) !== sha256) throw refused(name, "its content is not what its sha256 says");
  return base;
}

/** SHA-256 of a value, whatever the order of its keys. */
function digestOf(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(canonical(value)))
    .digest("hex");
}

function jsonIn(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(name, "it is not whole JSON");
  }
}

function refused(name: string, why: string): UserError {
  return new UserError(
    `${name} cannot be planned against: ${why}. It is damaged, or was edited.\n` +
      "Store it again after a deployment: bulkhead plan-base export <stack> --out <dir>",
  );
}
