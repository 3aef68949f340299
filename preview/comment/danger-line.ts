import { takesAway, type Danger } from "../document/dangers.ts";
import { code, heading, item, type Inline } from "./markdown.ts";
import { counted, listed, textOf } from "./words.ts";

/** How many dangers there are, and whether what they hold goes or is only kept less well. */
export function dangerTitle(dangers: readonly Danger[]): string {
  const gone = dangers.filter(({ operation }) => takesAway(operation)).length;
  const all = gone === dangers.length ? "data would be lost" : "data would be lost, or could be";
  return heading(3, `🛑 ${counted(dangers.length, "danger")}: ${gone === 0 ? "data could be lost" : all}`); // prettier-ignore
}

/** A danger in one line: where, what, which, and why, with the values that change. */
export function fullLine(danger: Danger, by: string | undefined): string {
  const { stack, what, operation } = danger;
  const which: readonly Inline[] = [`: the ${what} `, code(operation.name), " ("];
  return item([code(stack), ...which, code(operation.type), ") ", ...why(danger), ...after(danger, by)]); // prettier-ignore
}

/** The same shorter: its URN, and the properties for which. */
export function shortLine(danger: Danger, by: string | undefined): string {
  return item([
    code(danger.operation.urn, Infinity),
    " ",
    ...shortWhy(danger),
    ...after(danger, by),
  ]);
}

/** What happens and for which properties or resources, without values. */
export function shortWhy(danger: Danger): readonly Inline[] {
  const { operation, follows, losses } = danger;
  if (operation.operation === "delete") return ["would be deleted"];
  if (!takesAway(operation)) {
    return ["would change: ", listed(losses.map(({ change }) => code(change.path)))];
  }
  const own = operation.causes.filter((cause) => !follows.includes(cause));
  if (own.length > 0) {
    return ["would be replaced, because of ", listed(own.map((cause) => code(cause)))];
  }
  return follows.length > 0 ? ["would be replaced, because another is"] : ["would be replaced"];
}

function after({ operation }: Danger, by: string | undefined): readonly Inline[] {
  const isRefused = operation.protected === true && takesAway(operation);
  return [
    ...(isRefused ? ["; it is protected, so the update will refuse"] : []),
    ...(by === undefined ? [] : ["; acknowledged by ", code(by)]),
  ];
}

function why(danger: Danger): readonly Inline[] {
  const { operation, successors, losses } = danger;
  if (operation.operation === "replace") return ["would be replaced, because ", causes(danger)];
  if (!takesAway(operation)) {
    const parts = losses.map(({ change, says }): Inline => [
      valuesOf(change.path, danger),
      `, so ${says}`,
    ]);
    return ["would stay, but change: ", listed(parts)];
  }
  return [
    "would be deleted: it is no longer in the program",
    ...(successors.length === 0
      ? []
      : [", perhaps renamed to ", alternatives(successors.map((each) => code(each)))]),
  ];
}

/** Each cause with what changes there, and from what other resource it comes. */
function causes(danger: Danger): Inline {
  const { operation, follows } = danger;
  const named = operation.causes.filter((cause) => !follows.includes(cause));
  const others: Inline = [
    listed(follows.map((each) => code(each))),
    follows.length === 1 ? " is replaced" : " are replaced",
  ];
  if (named.length === 0) return follows.length > 0 ? others : "of something that it depends on";
  const shown = named.map((cause) => valuesOf(cause, danger));
  return ["of ", listed(shown), ...(follows.length > 0 ? [", as ", others] : [])];
}

/** A property, with its values before and after where it changes. */
function valuesOf(place: string, { operation }: Danger): Inline {
  const change = operation.changes.find(({ path }) => path === place);
  if (!change) return code(place);
  const [old, now] = [change.old, change.new].map((side) =>
    side === undefined ? "not set" : code(textOf(side), LONGEST_VALUE),
  );
  return [code(place), " (", old ?? "", " → ", now ?? "", ")"];
}

const LONGEST_VALUE = 80;

function alternatives(names: readonly Inline[]): Inline {
  return names.flatMap((name, at) => (at === 0 ? [name] : [" or ", name]));
}

/** What is said of dangers for whose names there is no room. */
export function moreLine(count: number): string {
  const which = `- and ${count.toLocaleString("en")} more, in the whole plan.`;
  return `${which} What is not shown here cannot be acknowledged: split the change up.`;
}
