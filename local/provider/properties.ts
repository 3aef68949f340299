import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** The type of `UNKNOWN`; there is one instance. */
class Unknown {
  readonly #unknown = "[unknown]";
  toJSON(): string {
    return this.#unknown;
  }
}

/** Stands for a value that is not known before the update runs. */
export const UNKNOWN = new Unknown();

/** A value that must never be shown; printing or serialising the wrapper reveals nothing. */
export class Secret {
  readonly #value: Property;
  constructor(value: Property) {
    this.#value = value;
  }
  /** The value in plain text. */
  reveal(): Property {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
}

/** One property value as the engine sends it. Assets and archives stay plain objects. */
export type Property =
  null | boolean | number | string | Unknown | Secret | readonly Property[] | Properties;

/** The properties of one resource, or of a nested object. */
export interface Properties {
  readonly [name: string]: Property;
}

/** Keys and sentinels of the engine's wire format (sdk/go/common/resource/plugin/rpc.go). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const FILES: ReadonlySet<Property | undefined> = new Set([
  "c44067f5952c0a294b673a41bacd8c17", // asset
  "0def7320c3a5731c473e5ecbe6d01bc7", // archive
]);
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set([
  UNKNOWN_STRING,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** Whether a value is an object with properties: not a list, not a secret, not null. */
export function isObject(value: Property | undefined): value is Properties {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown)
  );
}

/** Whether a value is a file or an archive, as the engine hands them on: by path, text or address. */
export function isAsset(value: Property | undefined): value is Properties {
  return isObject(value) && FILES.has(value[SIGNATURE]);
}

/** Whether a value is a list. */
export function isList(value: Property | undefined): value is readonly Property[] {
  return Array.isArray(value);
}

/** Whether a key belongs to the bridge between engine and provider, not to the resource. */
export function isReserved(name: string): boolean {
  return name === "__defaults" || name === "__meta" || name === "__pulumi_raw_state_delta";
}

/** The value without its secret wrappers, at any depth. */
export function plain(value: Property): Property {
  if (value instanceof Secret) return plain(value.reveal());
  if (isList(value)) return value.map(plain);
  return isObject(value) ? mapValues(value, plain) : value;
}

/** The same object with each value replaced; keys whose value becomes undefined are dropped. */
export function mapValues(
  object: Properties,
  change: (value: Property, key: string) => Property | undefined,
): Properties {
  const changed: Record<string, Property> = {};
  for (const [key, value] of Object.entries(object)) {
    const next = change(value, key);
    if (next !== undefined) changed[key] = next;
  }
  return changed;
}

/** Whether any part of a value is unknown. */
export function hasUnknown(value: Property): boolean {
  if (value instanceof Secret) return hasUnknown(value.reveal());
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) ? Object.values(value).some(hasUnknown) : value === UNKNOWN;
}

/** Reads the wire format; nulls stay, secrets and unknowns become their own values. */
export function unmarshal(struct: Struct | undefined): Properties {
  const value = struct === undefined ? {} : decode(struct.toJavaScript());
  return isObject(value) ? value : {};
}

/** Writes the wire format, secrets wrapped and unknowns as the engine's sentinel. */
export function marshal(properties: Properties): Struct {
  const encoded = encode(properties);
  return structPb.Struct.fromJavaScript(encoded as Record<string, JavaScriptValue>);
}

function decode(value: JavaScriptValue): Property {
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const object = value as Record<string, JavaScriptValue>;
  if (object[SIGNATURE] === SECRET) return new Secret(decode(object["value"] ?? null));
  if (object[SIGNATURE] === OUTPUT) {
    const inner = "value" in object ? decode(object["value"] ?? null) : UNKNOWN;
    return object["secret"] === true ? new Secret(inner) : inner;
  }
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, decode(inner)]));
}

function encode(value: Property): JavaScriptValue {
  if (value instanceof Unknown) return UNKNOWN_STRING;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET, value: encode(value.reveal()) };
  if (isList(value)) return value.map(encode);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]));
}
