import { cp, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";

import { STACK_FILE } from "../environment/catalogue.ts";
import { readIfThere, writeWhole } from "./files.ts";

/** What stands in `Pulumi.yaml`. */
export type Document = Readonly<Record<string, unknown>>;

/** The file of a project's program. */
export async function programOf(folder: string): Promise<string> {
  const { main } = await documentOf(folder);
  const path = typeof main === "string" ? main : "index.ts";
  return join(folder, path.endsWith(".ts") ? path : join(path, "index.ts"));
}

/**
 * What a program imports first, so that it runs in the folder of another one, from where it names its
 * files. It is a module without a file.
 */
export function inFolderOf(program: string): string {
  const code = `process.chdir(${JSON.stringify(dirname(program))})`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/**
 * Copies a project's stack files and its `Pulumi.yaml` into a folder that is there.
 *
 * @param change What `Pulumi.yaml` says there instead: of its program at least, which stays behind.
 */
export async function copyProject(
  from: string,
  to: string,
  change: Document & { readonly main: string },
): Promise<void> {
  const files = (await readdir(from)).filter((name) => STACK_FILE.test(name));
  await Promise.all(files.map((name) => cp(join(from, name), join(to, name))));
  const document = { ...(await documentOf(from)), ...change };
  await writeWhole(join(to, "Pulumi.yaml"), stringify(document));
}

/** What `Pulumi.yaml` of a folder says. */
export async function documentOf(folder: string): Promise<Document> {
  return parse((await readIfThere(join(folder, "Pulumi.yaml"))) ?? "{}") as Document;
}
