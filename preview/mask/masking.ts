import type { Path } from "../../policy/values.ts";
import { isSecret } from "./marks.ts";
import { isSecretPlace } from "./places.ts";
import { maskName, maskText } from "./text.ts";

/**
 * What decides what is shown. It is handed down as a value, and nothing but a caller's own code can
 * replace it: a test that looks for secrets must be able to find those that nobody has masked.
 */
export interface Masking {
  readonly text: (text: string) => string;
  readonly name: (name: string) => string;
  readonly isSecret: (value: unknown) => boolean;
  readonly isSecretPlace: (type: string, path: Path, value: unknown) => boolean;
}

/** By mark, by place and by form. */
export const MASKING: Masking = { text: maskText, name: maskName, isSecret, isSecretPlace };
