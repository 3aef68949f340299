import type { Change, Shown } from "./plan.ts";

/**
 * How a value turns. `off`: it was on, and is so no more. `unprotected`: the same, of what is on where
 * nothing is said. `less`: a time or number that keeps something becomes smaller, or is no longer
 * said. `sooner`: one that ends something becomes smaller, or is said. `changed`: in whatever way.
 */
export type Turn = "off" | "unprotected" | "less" | "sooner" | "changed" | { readonly to: RegExp };

/** Whether a value turns so; one that cannot be seen may be any, and so it may have turned. */
export function turned({ old, new: now }: Change, turn: Turn): boolean {
  if (turn === "changed") return true;
  if (turn === "off") return isOn(old) && !isSeenOn(now);
  if (turn === "unprotected") return (old === undefined || isOn(old)) && !isSeenOn(now);
  if (turn === "less") return old !== undefined && (now === undefined || isLess(old, now));
  if (turn === "sooner") return now !== undefined && (old === undefined || isLess(old, now));
  return now !== undefined && (!("value" in now) || turn.to.test(String(now.value)));
}

/** What says that something is off, in a property that has words for it. */
const OFF = /^(false|none|off|unprotected|.*disabled|.*unspecified|destroy.*)$/i;

/** What is said to be on, or cannot be seen. */
function isOn(shown: Shown | undefined): boolean {
  return shown !== undefined && !(isSeen(shown) && OFF.test(textOf(shown)));
}

function isSeenOn(shown: Shown | undefined): boolean {
  return shown !== undefined && isSeen(shown) && !OFF.test(textOf(shown));
}

function isSeen(shown: Shown): boolean {
  return "value" in shown && shown.value !== null && shown.value !== "";
}

function textOf(shown: Shown): string {
  return "value" in shown ? String(shown.value) : "";
}

/** What cannot be compared may be less. */
function isLess(old: Shown, now: Shown): boolean {
  const [before, after] = [sizeOf(old), sizeOf(now)];
  return before === undefined || after === undefined || after < before;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** A number, or a time such as `604800s` and `7d`. */
function sizeOf(shown: Shown): number | undefined {
  const text = isSeen(shown) ? textOf(shown) : "";
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)([smhdw]?)$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (SECONDS[unit === "" ? "s" : unit] ?? 1);
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
