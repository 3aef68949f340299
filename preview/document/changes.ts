import type { StepMetadata } from "../../engine/events.ts";
import type { Path } from "../../policy/values.ts";
import { shown, showPath } from "../mask/values.ts";
import { hiddenIn, type Hidden } from "./hidden.ts";
import { isNote, leavesOf, type Leaves } from "./leaves.ts";
import { isWithin, parsePath, valueAt } from "./paths.ts";
import type { Change, Shown } from "./plan.ts";

/** What a step does to each property of its resource, sorted by path. */
export function changesOf(step: StepMetadata): readonly Change[] {
  if (step.op === "delete" || !step.new) return [];
  const [before, after] = [leavesOf(step.old?.inputs), leavesOf(step.new.inputs)];
  const told = toldBy(step);
  const hidden = hiddenIn(step.type, before, after);
  const changes = inputChanges(before, after, { told, hidden });
  const drifted = told.filter(({ path }) => !changes.some((change) => isWithin(change.path, path)));
  const all = [...changes, ...drifted.flatMap((one) => driftOf(step, one))];
  return [...all.map((change) => describe(step, change, hidden)), ...protectionChange(step)].sort(
    (one, other) => (one.path < other.path ? -1 : 1),
  );
}

/**
 * Why a resource is replaced: the properties that the provider names; where it names only its own
 * notes, those that change; where it names none, the engine does it for something it depends on.
 */
export function causesOf(step: StepMetadata): readonly string[] {
  const candidates = [replacing(step), (step.diffs ?? []).map(parsePath)];
  const causes = candidates.map((paths) => paths.filter(([property]) => !isNote(property)));
  const named = causes.find((paths) => paths.length > 0) ?? [];
  return [...new Set(named.map(showPath))].sort();
}

/** A leaf that a step changes. */
interface Changed {
  readonly path: Path;
  readonly old: unknown;
  readonly now: unknown;
}

/** A property that the provider says differs. */
interface Told {
  readonly path: Path;
  readonly inInputs: boolean;
}

function toldBy({ diffs, detailedDiff }: StepMetadata): readonly Told[] {
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { inputDiff }]) => ({
    path: parsePath(path),
    inInputs: inputDiff ?? false,
  }));
  const rest = (diffs ?? []).map((path) => ({ path: parsePath(path), inInputs: true }));
  return [...detailed, ...rest].filter(({ path: [property] }) => !isNote(property));
}

/** The leaves in which the inputs differ, as far as the provider says that it matters. */
function inputChanges(
  before: Leaves,
  after: Leaves,
  { told, hidden }: { readonly told: readonly Told[]; readonly hidden: Hidden },
): readonly Changed[] {
  const properties = new Set(told.map(({ path }) => path[0]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    const path = (now ?? old)?.path ?? [];
    if (properties.size > 0 && !properties.has(path[0])) return [];
    const looksSame = old !== undefined && now !== undefined && same(old.value, now.value);
    // Two secrets look the same here; whether they differ, only the provider's word tells.
    const differs = hidden(path) && told.some((one) => isWithin(path, one.path));
    return looksSame && !differs ? [] : [{ path, old: old?.value, now: now?.value }];
  });
}

/** What the provider tells and no input shows: what was changed behind the program's back. */
function driftOf(step: StepMetadata, { path, inInputs }: Told): readonly Changed[] {
  const old = valueAt(inInputs ? step.old?.inputs : step.old?.outputs, path);
  const now = valueAt(step.new?.inputs, path) ?? valueAt(step.new?.outputs, path);
  const isScalar = [old, now].every((value) => typeof value !== "object" || value === null);
  return isScalar && old !== now ? [{ path, old, now }] : [];
}

function protectionChange({ old, new: now }: StepMetadata): readonly Change[] {
  const [before, after] = [old?.protect ?? false, now?.protect ?? false];
  if (!old || before === after) return [];
  return [{ path: "protect", kind: "update", old: { value: before }, new: { value: after } }];
}

function describe(step: StepMetadata, { path, old, now }: Changed, hidden: Hidden): Change {
  const show = (value: unknown): Shown => {
    const side = shown(step.type, path, value);
    return hidden(path) && !("unknown" in side) ? { secret: true } : side;
  };
  const replaces = replacing(step).some((cause) => isWithin(path, cause));
  return {
    path: showPath(path),
    kind: old === undefined ? "add" : now === undefined ? "remove" : "update",
    ...(old !== undefined && { old: show(old) }),
    ...(now !== undefined && { new: show(now) }),
    ...(replaces && { replaces }),
  };
}

function replacing({ keys, detailedDiff }: StepMetadata): readonly Path[] {
  const detailed = Object.entries(detailedDiff ?? {})
    .filter(([, { diffKind }]) => diffKind.endsWith("-replace"))
    .map(([path]) => path);
  return [...(detailed.length > 0 ? detailed : (keys ?? []))].map(parsePath);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
