import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { readIfThere, systemCode, writeWhole, writing } from "../../engine/files.ts";
import { standingStacks } from "../../engine/stacks.ts";
import { readProject } from "../../environment/catalogue.ts";
import { kindOfStack } from "../../environment/kinds.ts";
import { publicNames } from "./export.ts";
import { fileOf, parsePlanBase, type PlanBase } from "./format.ts";
import { secretPlace } from "./held.ts";
import { publishedIn } from "./published.ts";

/** A plan base that was taken in, and where it lies. */
export interface Imported {
  readonly file: string;
  readonly base: PlanBase;
}

/**
 * Puts plan bases, which somebody fetched by means of their own, where a preview looks for them: all of
 * them, or none.
 *
 * @throws UserError for one that is damaged, of another project, older than what is there, or that
 *   holds what looks like a secret.
 */
export async function importBases(
  root: string,
  files: readonly string[],
  folder: string,
): Promise<readonly Imported[]> {
  const names = publicNames(root);
  const imported = new Map<string, Imported & { readonly text: string }>();
  for (const from of files) {
    const text = await readFile(from, "utf8").catch((error: unknown) => {
      throw refused(from, `it cannot be read (${systemCode(error) ?? "unknown"})`);
    });
    const base = parsePlanBase(text, from);
    refuseForeign(base, from, root);
    const place = secretPlace(base, names, await publishedIn(root, base.commit));
    if (place !== undefined) throw refused(from, `what looks like a secret stands at ${place}`);
    if (imported.has(base.stack)) throw refused(from, `${base.stack} is given twice`);
    const file = join(folder, fileOf(base.stack));
    await refuseOlder(base, from, file);
    imported.set(base.stack, { file, base, text });
  }
  await writing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  for (const { file, text } of imported.values()) await writeWhole(file, text);
  return [...imported.values()];
}

/** Its stack becomes the name of a file, so it is one that can be. */
function refuseForeign({ project, stack }: PlanBase, from: string, root: string): void {
  const own = readProject(root).name;
  if (project !== own) throw refused(from, `it is of the project ${project}, not of ${own}`);
  if (standingStacks(root).includes(stack) || kindOfStack(stack) !== undefined) return;
  throw refused(from, `it is of ${stack}, which is none of this project's stacks`);
}

async function refuseOlder({ serial }: PlanBase, from: string, file: string): Promise<void> {
  const text = await readIfThere(file);
  if (text === undefined || parsePlanBase(text, file).serial <= serial) return;
  throw refused(from, `${file} is newer`);
}

function refused(from: string, why: string): UserError {
  return new UserError(`${from} is not taken in: ${why}. Nothing was written.`, 2);
}
