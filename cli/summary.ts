import { withCure } from "../engine/cures.ts";
import { changed } from "../engine/events.ts";
import type { Outcome } from "../engine/fleet.ts";
import { tableOf } from "./table.ts";
import { inLine, inLines } from "./terminal.ts";

const COLUMNS = { stack: 14, project: 24, resources: 11, changes: 16, seconds: 9 };
const COLUMN_COUNT = Object.keys(COLUMNS).length;

/** What the engine's steps are called in the table. */
const VERBS: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  import: "imported",
  refresh: "refreshed",
};

/** The table of what happened, then every error and warning of every stack. */
export function summary(outcomes: readonly Outcome[]): string {
  const table = tableOf(COLUMNS);
  for (const { environment, result } of outcomes) {
    const { stack, project } = environment;
    const { ok, resources, changes, seconds, outputs } = result;
    table.push([stack, project, resources, ok ? changesOf(changes) : "FAILED", seconds]);
    const lines = mainOutputs(outputs);
    if (ok && lines.length > 0) table.push([{ colSpan: COLUMN_COUNT, content: lines.join("\n") }]);
  }
  return [table.toString(), ...outcomes.flatMap(said)].join("\n");
}

function changesOf(changes: Readonly<Record<string, number>>): string {
  if (changed(changes) === 0) return "no changes";
  return Object.entries(changes)
    .flatMap(([operation, count]) => {
      const verb = VERBS[operation];
      return verb === undefined ? [] : [`${count} ${verb}`];
    })
    .join(", ");
}

/** The outputs that are one line of text; the engine has put marks in place of secret ones. */
function mainOutputs(outputs: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(outputs).flatMap(([name, value]) =>
    typeof value === "string" && value !== "[secret]" && !TOLD_ALREADY.has(name)
      ? [inLine(`${name}: ${value}`)]
      : [],
  );
}

/** Outputs that the table's columns show. */
const TOLD_ALREADY = new Set(["project"]);

function said({ environment, result }: Outcome): readonly string[] {
  const { stack, errors, violations, warnings, advice } = result;
  const all = [
    ...violations.map((text) => `violates ${text}`),
    ...errors.map((error) => withCure(error, environment)),
    ...warnings.map((text) => `warning: ${text}`),
    ...advice.map((text) => `note: ${text}`),
  ];
  return all.length === 0
    ? []
    : [`\n${stack}:`, ...all.map((text) => `  ${inLines(text).replaceAll("\n", "\n  ")}`)];
}
