import { writeFile } from "node:fs/promises";

import { format } from "prettier";

import { configurationPage } from "./configuration-page.ts";
import { differencesPage } from "./differences-page.ts";
import { planSchema } from "./plan-schema.ts";
import { policiesPage } from "./policies-page.ts";

/** The generated pages of the documentation; a test fails when one is stale. */
export const PAGES = {
  "differences.md": differencesPage,
  "configuration.md": configurationPage,
  "policies.md": policiesPage,
  "plan.schema.json": planSchema,
} as const;

/** A generated page as it is committed. */
export function renderPage(page: keyof typeof PAGES): Promise<string> {
  const parser = page.endsWith(".json") ? "json" : "markdown";
  return format(PAGES[page](), { parser, printWidth: 100 });
}

if (process.argv[1] === import.meta.filename) {
  for (const page of Object.keys(PAGES) as (keyof typeof PAGES)[]) {
    await writeFile(new URL(page, import.meta.url), await renderPage(page));
  }
}
