import type { Danger } from "../document/dangers.ts";
import { shortWhy } from "./danger-line.ts";
import { code, item, paragraph, type Inline } from "./markdown.ts";

/** Dangers that are told together: in one stack, of one type, for one cause. */
export interface Group {
  /** What they have in common, in words. */
  readonly title: readonly Inline[];
  readonly members: readonly Member[];
}

interface Member {
  readonly danger: Danger;
  /** Its name, as short as it is told from every other of the group. */
  readonly name: Inline;
}

/** The shortest form that still names each: groups, in the order of what hurts most. */
export function groupsOf(dangers: readonly Danger[]): readonly Group[] {
  const groups = new Map<string, { readonly title: readonly Inline[]; readonly all: Danger[] }>();
  for (const danger of dangers) {
    const { stack, what, operation } = danger;
    const title = [code(stack), `: ${what} (`, code(operation.type), ") ", ...shortWhy(danger)];
    const key = paragraph(...title);
    const group = groups.get(key) ?? { title, all: [] };
    group.all.push(danger);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ title, all }) => ({ title, members: named(all) }));
}

/** The groups as lines with so many names; those whose danger is acknowledged apart from the others. */
export function groupLines(
  groups: readonly Group[],
  most: number,
  isMeant: (danger: Danger) => boolean,
): readonly string[] {
  let left = most;
  return groups.flatMap((group) => {
    const shown = group.members.slice(0, left);
    left -= shown.length;
    return [false, true].flatMap((meant) => {
      const members = shown.filter(({ danger }) => isMeant(danger) === meant);
      return members.length === 0 ? [] : [line(group, members, meant)];
    });
  });
}

/** The dangers whose names fit, in the order of their groups, whoever will have acknowledged them. */
export function dangersWithin(groups: readonly Group[], room: number): readonly Danger[] {
  let left = room;
  const shown: Danger[] = [];
  for (const group of groups) {
    const { members } = group;
    const head = `${line(group, [], true)}${members.length.toLocaleString("en")}\n`.length;
    for (const [at, { danger, name }] of members.entries()) {
      // Of two or more some may be acknowledged, and stand in a line of their own.
      left -= (at < 2 ? head : 0) + " ".length + paragraph(name).length;
      if (left < 0) return shown;
      shown.push(danger);
    }
  }
  return shown;
}

function line({ title }: Group, members: readonly Member[], meant: boolean): string {
  const count = `, ${members.length.toLocaleString("en")}${meant ? " acknowledged" : ""}:`;
  return item([...title, count, ...members.map(({ name }): Inline => [" ", name])]);
}

/** Each in the first of its forms that no other of them has. */
function named(dangers: readonly Danger[]): readonly Member[] {
  const open = dangers.map((danger) => ({ danger, forms: formsOf(danger) }));
  const taken = new Map<string, number>();
  for (const form of open.flatMap(({ forms }) => [...new Set(forms)])) {
    taken.set(form, (taken.get(form) ?? 0) + 1);
  }
  return open.map(({ danger, forms }) => {
    const name = forms.find((form) => taken.get(form) === 1) ?? danger.operation.urn;
    return { danger, name: code(name, Infinity) };
  });
}

/** The start and the end of a long name, more of both, the name, and what no other resource has. */
function formsOf({ operation: { name, urn } }: Danger): readonly string[] {
  const cut = SHORTENED.filter(([start, end]) => name.length > start + end).map(([start, end]) => {
    const first = name.slice(0, start).replace(/[\ud800-\udbff]$/, "");
    return `${first}…${name.slice(-end).replace(/^[\udc00-\udfff]/, "")}`;
  });
  return [...cut, name, urn];
}

/** Characters of the start and of the end. */
const SHORTENED = [
  [32, 12],
  [64, 24],
] as const;
