import type { StepMetadata } from "../../engine/events.ts";
import type { Path } from "../../policy/values.ts";
import { fits, isMarked } from "../bases/placeholders.ts";
import { MASKING, type Masking } from "../mask/masking.ts";
import { MASK } from "../mask/marks.ts";
import { shown, showPath } from "../mask/values.ts";
import { hiddenIn, type Hidden } from "./hidden.ts";
import { isNote, leavesOf, type Leaves } from "./leaves.ts";
import { parsePath, PathSet, valueAt } from "./paths.ts";
import type { Change, Shown } from "./plan.ts";
import { sorted } from "./sorted.ts";

/** What a step does to each property of its resource, sorted by path. */
export function changesOf(step: StepMetadata, masking: Masking = MASKING): readonly Change[] {
  if (step.op === "delete" || !step.new) return [];
  const [before, after] = [leavesOf(step.old?.inputs), leavesOf(step.new.inputs)];
  const told = toldBy(step);
  const hidden = hiddenIn(step, masking);
  const changes = inputChanges(before, after, { told, hidden });
  const places = new PathSet(changes.map(({ path }) => path));
  const drifted = told.filter(({ path }) => !places.leadInto(path) && !places.leadTo(path));
  const replacing = new PathSet(causePaths(step));
  const describe = ({ path, old, now }: Changed): Change => {
    const show = (value: unknown): Shown => {
      const side = shown(step.type, path, value, masking);
      return hidden(path, value) && !("unknown" in side) ? { secret: true } : side;
    };
    const [before, after] = [old, now].map((value) => (value === undefined ? value : show(value)));
    const isHidden = [before, after].every((side) => side !== undefined && "secret" in side);
    return {
      path: showPath(path, masking),
      kind: old === undefined ? "add" : now === undefined ? "remove" : "update",
      ...(before && { old: before }),
      ...(after && { new: after }),
      ...(isHidden && isKnown(old, now) && { differs: true as const }),
      ...(replacing.leadTo(path) && { replaces: true }),
    };
  };
  const all = [...changes, ...drifted.flatMap((one) => driftOf(step, one))].map(describe);
  return sorted([...all, ...protectionChange(step)], ({ path }) => path);
}

/** Whether two texts that are not shown are known to the engine as they are, and are not the same. */
function isKnown(old: unknown, now: unknown): boolean {
  if (typeof old !== "string" || typeof now !== "string") return false;
  // The engine masks secrets in texts too, and a secret's placeholder is one to it.
  if (old.includes(MASK) || now.includes(MASK)) return false;
  return old !== now && !(isMarked(old) && fits(old, now));
}

/** The properties for which a resource is replaced; none, where that is for another resource. */
export function causesOf(step: StepMetadata, masking: Masking = MASKING): readonly string[] {
  return [...new Set(causePaths(step).map((path) => showPath(path, masking)))].sort();
}

/**
 * What makes a replacement necessary: the properties that the provider names; where it names only its
 * own notes, those that change; where it names none, the engine does it for something it depends on.
 */
export function causePaths({ op, keys, diffs, detailedDiff }: StepMetadata): readonly Path[] {
  if (!op.includes("replace")) return [];
  const detailed = Object.entries(detailedDiff ?? {})
    .filter(([, { diffKind }]) => diffKind.endsWith("-replace"))
    .map(([path]) => path);
  const candidates = [detailed, keys ?? [], diffs ?? []].map((paths) =>
    paths.map(parsePath).filter(isSetting),
  );
  return candidates.find((paths) => paths.length > 0) ?? [];
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
  return [...detailed, ...rest].filter(({ path }) => isSetting(path));
}

function isSetting(path: Path): boolean {
  return path.length > 0 && !isNote(path[0]);
}

/** The leaves in which the inputs differ, as far as the provider says that it matters. */
function inputChanges(
  before: Leaves,
  after: Leaves,
  { told, hidden }: { readonly told: readonly Told[]; readonly hidden: Hidden },
): readonly Changed[] {
  const properties = new Set(told.map(({ path }) => path[0]));
  const places = new PathSet(told.map(({ path }) => path));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    const path = (now ?? old)?.path ?? [];
    if (properties.size > 0 && !properties.has(path[0])) return [];
    const looksSame = old !== undefined && now !== undefined && same(old.value, now.value);
    // Two secrets look the same here; whether they differ, only the provider's word tells.
    const differs = looksSame && hidden(path) && (places.leadTo(path) || places.leadInto(path));
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

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
