import { isEncrypted, type StackFile } from "../environment/catalogue.ts";
import type { RawConfig } from "../environment/parse.ts";
import { isMap, jsonOf } from "./values.ts";

/**
 * The third-party secrets of one stack, as its file and the project's say them, without any key.
 */
export interface StackSecrets {
  readonly stack: string;
  /** The file's name. */
  readonly file: string;
  /** Shape by name, from `bulkhead:secrets`. */
  readonly declared: ReadonlyMap<string, string>;
  /** Ciphertext by name; `undefined` for a value that stands there in plain text. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** Set where the values cannot be told apart: in one ciphertext, or not as a map. */
  readonly inOne: boolean;
}

const SECRETS = "bulkhead:secrets";
const VALUES = "bulkhead:secretValues";

/** What a stack's file says of secrets. Faults of its form are the configuration's to name. */
export function secretsOf(file: StackFile, project: RawConfig = {}): StackSecrets {
  const config = file.content["config"];
  const values = isMap(config) ? config[VALUES] : undefined;
  const inOne = values !== undefined && values !== null && (!isMap(values) || isEncrypted(values));
  return {
    stack: file.stack,
    file: file.file,
    declared: shapesOf(file.config[SECRETS] ?? project[SECRETS]),
    values: new Map(
      Object.entries(isMap(values) && !inOne ? values : {}).map(([name, value]) => [
        name,
        isSealed(value) ? value.secure : undefined,
      ]),
    ),
    inOne,
  };
}

function isSealed(value: unknown): value is { readonly secure: string } {
  return isEncrypted(value);
}

function shapesOf(text: string | undefined): ReadonlyMap<string, string> {
  const secrets = jsonOf(text ?? "{}");
  return new Map(
    Object.entries(isMap(secrets) ? secrets : {}).flatMap(([name, entry]) =>
      isMap(entry) && typeof entry["shape"] === "string" ? [[name, entry["shape"]] as const] : [],
    ),
  );
}
