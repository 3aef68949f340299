import { factsOf, isAmong } from "./facts.ts";
import type { Path } from "./values.ts";

/** How a program signs in to a registry: the schema of docker hides none of it. */
const OF_DOCKER = ["registry.password", "authConfig.password", "registryAuth.password"];

/** The inputs of a type that take a secret and nothing else, with dots where they are nested. */
export function secretInputs(type: string): readonly string[] {
  return /^(pulumi:providers:)?docker(:|$)/.test(type) ? OF_DOCKER : (factsOf(type).secret ?? []);
}

/** Whether a secret may stand at a path, by itself or beside what is none. */
export function mayBeSecret(type: string, path: Path): boolean {
  return isAmong(path, [...secretInputs(type), ...(factsOf(type).open ?? [])]);
}

/**
 * Whether whoever may look at a resource can read what stands there, so that no secret may. An
 * input that holds one beside what is none is not: what is secret as a whole is so for that part.
 */
export function isInPlainSight(type: string, path: Path): boolean {
  if (!/^(gcp|docker):/.test(type)) return false;
  const hidden = [...secretInputs(type), ...(factsOf(type).open ?? [])];
  const dotted = path.filter((step) => typeof step === "string").join(".");
  return !isAmong(path, hidden) && !hidden.some((each) => each.startsWith(`${dotted}.`));
}
