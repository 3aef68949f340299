import { isMap } from "../../policy/values.ts";

/**
 * By what the engine knows its own kinds of values in a state and on the wire. Source: pulumi/pulumi
 * v3.259.0, `sdk/go/common/resource/properties.go`, `sdk/go/common/resource/sig/sig.go`.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const FILES = new Set<unknown>([
  "c44067f5952c0a294b673a41bacd8c17", // asset
  "0def7320c3a5731c473e5ecbe6d01bc7", // archive
]);

/** A map of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is one that the engine calls secret, in a state or on the wire. */
export function isSecret(value: unknown): value is Json {
  return isMap(value) && value[SIGNATURE] === SECRET;
}

/** Whether a value is a file or a folder of files. */
export function isFile(value: unknown): value is Json {
  return isMap(value) && FILES.has(value[SIGNATURE]);
}

/** Whether a value is a map that the engine means otherwise: a file, a reference to a resource. */
export function isSpecial(value: unknown): boolean {
  return isMap(value) && SIGNATURE in value;
}

/**
 * What a secret holds, once its wrapping is off.
 *
 * @throws Error where a state holds it encrypted.
 */
export function reveal(secret: Json): unknown {
  if ("value" in secret) return secret["value"];
  const { plaintext } = secret;
  if (typeof plaintext !== "string") throw new Error("A secret of the state is still encrypted.");
  return JSON.parse(plaintext);
}

/** The same secret with another value in it, wrapped as it was. */
export function rewrap(secret: Json, value: unknown): Json {
  return "plaintext" in secret
    ? { ...secret, plaintext: JSON.stringify(value) }
    : { ...secret, value };
}

/** A state's value as the wire has it: what a secret holds stands in it as it is. */
export function wired(value: unknown): unknown {
  if (isSecret(value)) return { [SIGNATURE]: SECRET, value: wired(reveal(value)) };
  if (Array.isArray(value)) return value.map(wired);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wired(item)]));
}

/** A value with no wrapping left on it, at any depth. */
export function bare(value: unknown): unknown {
  if (isSecret(value)) return bare(reveal(value));
  if (Array.isArray(value)) return value.map(bare);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bare(item)]));
}

/** A value by what it holds, whatever the order of its keys. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]));
}
