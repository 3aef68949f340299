import type { Ending } from "../local/accidents/accidents.ts";

/** What became of the accidents: each with what stopped it, and how it is mended. */
export function accidents(endings: readonly Ending[]): string {
  const head =
    "Three accidents, tried on the local cloud; each is stopped before anything is made:";
  return ["", head, ...endings.flatMap(ending)].join("\n");
}

function ending({ title, violations: [first] }: Ending): readonly string[] {
  const said = first ?? "NOT STOPPED: please report this, with the version of Bulkhead.";
  return ["", `  ${title}`, ...said.split("\n").map((line) => `    ${line}`)];
}
