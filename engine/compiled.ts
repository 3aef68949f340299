import { mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { join, relative } from "node:path";

import { compile } from "./compile.ts";
import { elsewhere, type Engine } from "./engine.ts";
import { readIfThere, writeWhole } from "./files.ts";
import { copyProject, documentOf, programOf, type Document } from "./project.ts";

/** What a project of TypeScript loads so that node can read it. */
const LOADER = /(?:^|\s)--import[\s=]tsx(?=\s|$)/;

/**
 * Does work with an engine whose programs are compiled once, file by file, for all stacks of a run: to
 * compile them while they are loaded takes a quarter of their time. Modules run in the order in which
 * they would have run, the guard first.
 *
 * A program that cannot be compiled so, or does not compile at all, is run as its project says: its
 * errors are then those that plain `pulumi` shows. So is one in the user's own folder.
 */
export async function withCompiled<T>(
  engine: Engine,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { cwd, env } = engine.command([]);
  const { root, data } = engine.folders;
  if (cwd === undefined || cwd === root) return work(engine);
  const runtime = withoutLoader(await documentOf(cwd));
  if (!runtime) return work(engine);
  const place = await mkdtemp(join(data, "compiled-"));
  try {
    const tsconfig = env?.["TSX_TSCONFIG_PATH"];
    const main = await compile(await programOf(cwd), { root, place, tsconfig });
    if (main === undefined) return await work(engine);
    const manifest = (await readIfThere(join(root, "package.json"))) ?? "{}";
    await writeWhole(join(place, "package.json"), moduleOf(manifest));
    await symlink(await realpath(join(root, "node_modules")), join(place, "node_modules"));
    await copyProject(cwd, place, { runtime, main: relative(place, main) });
    return await work(elsewhere(engine, { cwd: place }));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** How node is started for what is compiled; `undefined` where the project is run in another way. */
function withoutLoader({ runtime }: Document): Document | undefined {
  const { name, options } = mapOf(runtime);
  const { nodeargs, ...others } = mapOf(options);
  if (name !== "nodejs" || typeof nodeargs !== "string" || !LOADER.test(nodeargs)) return undefined;
  return { name, options: { ...others, nodeargs: nodeargs.replace(LOADER, "").trim() } };
}

function mapOf(value: unknown): Document {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The project's manifest, which says what the program's plugins are, for modules with imports. */
function moduleOf(manifest: string): string {
  return JSON.stringify({ ...mapOf(JSON.parse(manifest)), type: "module" });
}
