import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { elsewhere, type Engine } from "./engine.ts";
import { UserError } from "./errors.ts";
import { readIfThere } from "./files.ts";
import { ROOT } from "./folders.ts";
import { packsInOne } from "./packs.ts";
import { run } from "./processes.ts";
import { copyProject, documentOf, inFolderOf, programOf, type Document } from "./project.ts";

/**
 * The engine with the guards of another revision: its policy packs, catalogue, allowances, levels and
 * ledger judge, and its guard is imported before the program, whatever the program imports itself.
 *
 * @param ref What git knows the revision by; `origin/main` of a pull request.
 * @throws UserError with exit code 2 when there is no such revision, or it has no guards.
 */
export async function judgedBy(engine: Engine, ref: string): Promise<Engine> {
  const { root, data } = engine.folders;
  const commit = await commitOf(root, ref);
  const guards = await checkOut(root, join(data, "guards"), commit);
  const guard = join(guards, "policy", "guard.ts");
  if ((await readIfThere(guard)) === undefined) {
    throw new UserError(`${ref} has no policy/guard.ts: name a revision that has guards.`, 2);
  }
  const { cwd = root } = engine.command([]);
  const document = await documentOf(guards);
  // Of a copy that is the engine's own, such as local mode's, only this is the project's.
  const theirs = cwd === root ? RUNS : ["runtime"];
  const settings = Object.fromEntries(theirs.map((key) => [key, document[key]]));
  const project = await guardedProject({ data, from: cwd, guard, settings });
  const env = {
    ...packsInOne(guards, guards),
    BULKHEAD_HEAD: root,
    // tsx looks upward for a file of that name, and finds the judged one, whose `paths` could put
    // another module in the place of one that the guard imports.
    TSX_TSCONFIG_PATH: join(project, "tsconfig.json"),
  };
  return elsewhere(engine, { cwd: project, env });
}

/** What of `Pulumi.yaml` runs something, or says where something is: it is the revision's own. */
const RUNS = ["runtime", "plugins", "packages", "backend", "stackConfigDir", "options"];

/** The full name of a commit. Throws a UserError with exit code 2 when git does not know it. */
export async function commitOf(root: string, ref: string): Promise<string> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { code, stdout } = await run({ file: "git", args, cwd: root });
  if (code === 0) return stdout.trim();
  throw new UserError(
    `${ref}: git knows no such revision here. Fetch it first, or name another one.`,
    2,
  );
}

/** The files of a commit in a folder of their own, written once, with this revision's packages. */
export async function checkOut(root: string, folder: string, commit: string): Promise<string> {
  const place = join(folder, commit);
  const isThere = async () => (await readIfThere(join(place, "Pulumi.yaml"))) !== undefined;
  if (await isThere()) return place;
  await mkdir(folder, { recursive: true });
  const fresh = await mkdtemp(join(folder, "new-"));
  const env = { ...process.env, GIT_INDEX_FILE: join(fresh, "index") };
  try {
    const files = join(fresh, "files");
    for (const args of [
      ["read-tree", commit],
      ["checkout-index", "--all", `--prefix=${files}/`],
    ]) {
      const { code, stderr } = await run({ file: "git", args, cwd: root, env });
      if (code !== 0) throw new UserError(`${commit} cannot be read from git: ${stderr.trim()}`);
    }
    await symlink(join(ROOT, "node_modules"), join(files, "node_modules"));
    await rename(files, place).catch(async (error: unknown) => {
      // Another process may have brought it there at the same moment.
      if (!(await isThere())) throw error;
    });
    return place;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/**
 * A copy of the project whose entry imports the guard first, and then the program. Nothing of the
 * project itself runs before.
 */
async function guardedProject(of: {
  readonly data: string;
  readonly from: string;
  readonly guard: string;
  readonly settings: Document;
}): Promise<string> {
  const { data, from, guard, settings } = of;
  const project = join(data, "guarded");
  await rm(project, { recursive: true, force: true });
  await mkdir(project, { recursive: true });
  const program = await programOf(from);
  const modules = [guard, program].map((file) => pathToFileURL(file).href);
  const imports = [inFolderOf(program), ...modules].map((url) => `import ${JSON.stringify(url)};`);
  await writeFile(join(project, "package.json"), '{ "type": "module" }\n');
  await writeFile(join(project, "tsconfig.json"), "{}\n");
  // What node loads before the program is found from here, and not among the project's packages.
  await symlink(join(ROOT, "node_modules"), join(project, "node_modules"));
  await writeFile(join(project, "entry.ts"), `${imports.join("\n")}\n`);
  await copyProject(from, project, { ...settings, main: "entry.ts" });
  return project;
}
