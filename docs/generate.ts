import { writeFile } from "node:fs/promises";

import { format } from "prettier";

import { configurationPage } from "./configuration-page.ts";
import { differencesPage } from "./differences-page.ts";
import { planSchema } from "./plan-schema.ts";
import { policiesPage } from "./policies-page.ts";
import { exampleComment, examplePicture } from "./preview-picture.ts";

/** The generated pages of the documentation; a test fails when one is stale. */
export const PAGES = {
  "differences.md": differencesPage,
  "configuration.md": configurationPage,
  "policies.md": policiesPage,
  "plan.schema.json": planSchema,
} as const;

/** What else is generated, as it is committed. */
export const EXAMPLES = {
  "preview-example.md": exampleComment,
  "preview-example.svg": examplePicture,
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
  for (const [file, make] of Object.entries(EXAMPLES)) {
    await writeFile(new URL(file, import.meta.url), make());
  }
}
