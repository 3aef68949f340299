import { createHash } from "node:crypto";

import { isMap, jsonOf } from "../../policy/values.ts";
import { isFile, isSecret, isSpecial, reveal } from "./encoding.ts";
import { isCredentialField } from "./field-names.ts";
import type { KnownSecrets } from "./known.ts";
import { mark, numberMark, opaqueMap } from "./placeholders.ts";

/** Which keys of a secret's maps may be kept. */
export type Keeps = (key: string) => boolean;

/** What a secret is replaced with. */
export interface Replacing {
  readonly known: KnownSecrets;
  readonly keeps: Keeps;
  /**
   * Whether a text stands in plain sight beside the secret: outputs of a set are in another order than
   * inputs, and engine and provider then call the wrong one secret.
   */
  readonly isPlain?: (text: string) => boolean;
}

/**
 * What stands for a secret: of the same type, and where it is a map, a list, or JSON in a text, of the
 * same shape, as far as the names in it tell nothing. What is empty stays so: whether there is a
 * secret at all is no secret.
 */
export function placeholderOf(value: unknown, replacing: Replacing): unknown {
  const { known, keeps } = replacing;
  if (isSecret(value)) return placeholderOf(reveal(value), replacing);
  if (value === null || value === undefined || value === "") return value;
  if (typeof value === "boolean") return false;
  if (typeof value === "number") return numberMark(known.numberOf(value));
  if (typeof value === "string") return textFor(value, replacing);
  if (isFile(value)) return fileFor(value, known);
  // A reference to a resource says where it is, and the resource itself stands in the state.
  if (isSpecial(value)) return value;
  if (Array.isArray(value)) return value.map((item) => placeholderOf(item, replacing));
  const entries = Object.entries(value);
  if (!entries.every(([key]) => keeps(key))) return opaqueMap(known.numberOf(value));
  return Object.fromEntries(entries.map(([key, item]) => [key, placeholderOf(item, replacing)]));
}

function textFor(value: string, { known, isPlain = () => false }: Replacing): string {
  const isOther = isPlain(value) && known.hide(value) === value;
  return isOther ? value : placeholderOfText(value, known);
}

/** What stands for a secret text, the same wherever it stands. */
export function placeholderOfText(value: string, known: KnownSecrets): string {
  const replacing = { known, keeps: isCredentialField };
  const document = documentIn(value);
  if (document !== undefined) return JSON.stringify(placeholderOf(document, replacing));
  const inside = documentIn(Buffer.from(value, "base64").toString("utf8"));
  if (inside === undefined) return mark(known.numberOf(value));
  return Buffer.from(JSON.stringify(placeholderOf(inside, replacing))).toString("base64");
}

/** A map or a list that a text is as JSON; a word or a number is a text like any other. */
function documentIn(text: string): unknown {
  const json = jsonOf(text);
  return isMap(json) || (Array.isArray(json) && json.length > 0) ? json : undefined;
}

function fileFor(file: Readonly<Record<string, unknown>>, known: KnownSecrets) {
  const text = mark(known.numberOf(file));
  const kept = Object.entries(file).filter(([key]) => /^[0-9a-f]{32}$/.test(key));
  const hash = createHash("sha256").update(text).digest("hex");
  return { ...Object.fromEntries(kept), hash, text };
}
