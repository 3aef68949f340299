import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { ROOT } from "../engine/folders.ts";
import { CLI_VERSION } from "../engine/install.ts";

/** What plans are made with. */
export async function versions(): Promise<Record<string, string>> {
  const manifest = await readFile(join(ROOT, "cli", "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  return { bulkhead: version, pulumi: CLI_VERSION, node: process.versions.node };
}
