import { monthlyCost } from "../environment/costs.ts";
import { KINDS } from "../environment/kinds.ts";
import { profileOf, SETTINGS, valueFor, type Setting } from "../environment/profiles.ts";
import { table } from "./table.ts";

/** `docs/differences.md`: in what the kinds differ, why, and what each costs. */
export function differencesPage(): string {
  return [
    "# How the kinds differ",
    "Generated from `environment/profiles.ts` by `npm run docs`. What is not listed here is the same in every kind.",
    ...Object.entries(SETTINGS).flatMap(([group, settings]) => [
      `## ${group}`,
      settingsTable(settings as Record<string, Setting<unknown>>),
    ]),
    "## Rough monthly cost",
    "US dollars at list price, idle, without traffic; other regions cost up to half more. Prices: `environment/costs.ts`.",
    costTable(),
    "",
  ].join("\n\n");
}

function settingsTable(settings: Readonly<Record<string, Setting<unknown>>>): string {
  return table(
    ["setting", ...KINDS, "why"],
    Object.entries(settings).map(([name, setting]) => [
      name,
      ...KINDS.map((kind) => cell(valueFor(setting, kind))),
      setting.why,
    ]),
  );
}

function costTable(): string {
  const parts = ["database", "cache", "network", "total"] as const;
  return table(
    ["part", ...KINDS],
    parts.map((part) => [
      part,
      ...KINDS.map((kind) => `$${Math.round(monthlyCost(profileOf(kind))[part])}`),
    ]),
  );
}

function cell(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(cell).join(", ");
  return String(value).replace(/^roles\//, "");
}
