import { readFileSync } from "node:fs";

import type { Path } from "./values.ts";

/** What the rules need to know of a type, by dotted paths of its properties. */
interface Known {
  /** Inputs that hold nothing but a secret. */
  readonly secret?: readonly string[];
  /** Inputs that may hold a secret and need not. */
  readonly open?: readonly string[];
  /** What only the cloud says, and may name what is Google's own. */
  readonly told?: readonly string[];
}

let read: Readonly<Record<string, Known>> | undefined;

/** What is known of a type; made of the provider's schema by `local/facts/for-policy.ts`. */
export function factsOf(type: string): Known {
  const file = new URL("provider-facts.json", import.meta.url);
  read ??= JSON.parse(readFileSync(file, "utf8")) as Record<string, Known>;
  return read[type] ?? {};
}

/** Whether only the cloud says a property, or what it is in, and no program. */
export function isToldOnly(type: string, path: Path): boolean {
  return isAmong(path, factsOf(type).told ?? []);
}

/** Whether a path leads to one of some properties, each written with dots, or into it. */
export function isAmong(path: Path, properties: readonly string[]): boolean {
  const dotted = path.filter((step) => typeof step === "string").join(".");
  return properties.some((each) => dotted === each || dotted.startsWith(`${each}.`));
}
