import { isDeepStrictEqual } from "node:util";

import type { Environment } from "../../environment/environment.ts";
import type { Kind } from "../../environment/kinds.ts";
import { neutral } from "../../environment/neutral.ts";
import { SETTINGS, valueFor, type Setting } from "../../environment/profiles.ts";
import type { Recording, Resource } from "./recorder.ts";

/** A difference between two environments in one resource; an empty path means its presence. */
export interface Difference {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly values: readonly [unknown, unknown];
}

/** An environment and what its program registered. */
export interface Sample {
  readonly environment: Environment;
  readonly recording: Recording;
}

/** Every difference between two environments, but for their own names, numbers and addresses. */
export function differences(one: Sample, other: Sample): readonly Difference[] {
  const [left, right] = [leavesByResource(one), leavesByResource(other)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    const [type = "", name = ""] = key.split(" ");
    const [ours, theirs] = [left.get(key), right.get(key)];
    if (!ours || !theirs) {
      return [
        { type, name, path: "", values: [ours !== undefined, theirs !== undefined] as const },
      ];
    }
    return [...new Set([...ours.keys(), ...theirs.keys()])]
      .filter((path) => ours.get(path) !== theirs.get(path))
      .map((path) => ({ type, name, path, values: [ours.get(path), theirs.get(path)] as const }));
  });
}

/** What explains a difference: a pattern as in `Setting.governs`. */
export function explains(pattern: string, { type, name, path }: Difference): boolean {
  const [subject = "", property = ""] = pattern.split("#");
  const [governed = "", names = "*"] = subject.split("@");
  const named = names.endsWith("*") ? name.startsWith(names.slice(0, -1)) : name === names;
  const within =
    property !== "" && (path.startsWith(`${property}.`) || path.startsWith(`${property}[`));
  return governed === type && named && (path === property || within);
}

/** The patterns of the settings in which two kinds differ. */
export function governedBy(one: Kind, other: Kind): readonly string[] {
  return settings()
    .filter((setting) => !isDeepStrictEqual(valueFor(setting, one), valueFor(setting, other)))
    .flatMap(({ governs }) => governs);
}

/** The patterns of what the stack files themselves choose, where two of them choose differently. */
export function chosenBy(one: Environment, other: Environment): readonly string[] {
  return isDeepStrictEqual(one.config.egress, other.config.egress)
    ? []
    : ["gcp:compute/firewall:Firewall@network-egress-*#"];
}

/** All settings of the profile table. */
export function settings(): readonly Setting<unknown>[] {
  return Object.values(SETTINGS).flatMap((group) => Object.values<Setting<unknown>>(group));
}

function leavesByResource({ environment, recording }: Sample): Map<string, Map<string, unknown>> {
  const neutral = neutralise(environment);
  return new Map(
    recording.resources.map((resource) => [
      `${resource.type} ${resource.name}`,
      new Map([...leaves(neutral(resource)), ["protect", resource.protect]]),
    ]),
  );
}

/** Replaces what is an environment's own by what it is, so that two environments compare. */
function neutralise(environment: Environment) {
  const replace = neutral(environment);
  return ({ inputs }: Resource): unknown => JSON.parse(replace(JSON.stringify(inputs)));
}

function leaves(value: unknown, path = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => {
    const step = Array.isArray(value) ? `[${key}]` : path === "" ? key : `.${key}`;
    return leaves(inner, path + step);
  });
}
