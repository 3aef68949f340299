import { isMap } from "../../policy/values.ts";

/** Stands wherever a value is not shown. */
export const MASK = "[secret]";

/**
 * By what the engine knows its own kinds of values. Source: pulumi/pulumi v3.259.0,
 * `sdk/go/common/resource/properties.go` and `sdk/nodejs/runtime/rpc.ts`.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Whether the engine calls a value secret. */
export function isSecret(value: unknown): boolean {
  return value === MASK || (isMap(value) && value[SIGNATURE] === SECRET);
}

/** Whether a value is one of the engine's own kinds: a secret, a file, a reference to a resource. */
export function isSpecial(value: unknown): boolean {
  return isMap(value) && SIGNATURE in value;
}
