import { readFile, realpath } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { inFolderOf } from "./project.ts";

import type { BuildOptions, Metafile, OnResolveArgs, OnResolveResult, Plugin } from "esbuild";

export interface Compilation {
  /** Folder of the project, whose packages the program uses. */
  readonly root: string;
  /** Folder for what is compiled, which is there. */
  readonly place: string;
  /** Default: the one nearest to each file. */
  readonly tsconfig: string | undefined;
}

/**
 * Compiles a program and every module of the project that it imports, each to a file of its own, so that
 * modules run in the order in which they would have run. Each still knows where its source is, and the
 * program's working folder is that of its source.
 *
 * @returns The compiled program; `undefined` where the program does not compile, or holds what only a
 *   loader can follow: a computed import, `require`, a module that is not TypeScript, a package outside
 *   of `node_modules`.
 */
export async function compile(entry: string, of: Compilation): Promise<string | undefined> {
  const { build } = await import("esbuild");
  const options: BuildOptions = {
    ...{ bundle: true, platform: "node", format: "esm", packages: "external" },
    ...{ absWorkingDir: sep, logLevel: "silent", target: `node${process.versions.node}` },
    define: OWN_NAMES,
    ...(of.tsconfig !== undefined && { tsconfig: of.tsconfig }),
  };
  try {
    const { metafile } = await build({
      ...options,
      ...{ entryPoints: [entry], write: false, metafile: true, plugins: [FOLLOWED] },
    });
    const files = Object.keys(metafile.inputs).map((file) => join(sep, file));
    if (!(await isFollowed(metafile, of.root))) return undefined;
    await build({
      ...options,
      entryPoints: files.map((file) => ({ in: file, out: file.slice(sep.length) })),
      ...{ outdir: of.place, outExtension: { ".js": COMPILED }, keepNames: true },
      ...{ sourcemap: "inline", sourcesContent: false, plugins: [oneByOne(entry, of.place)] },
    });
    return compiledTo(of.place, entry);
  } catch (error) {
    if (error instanceof Error && "errors" in error) return undefined;
    throw error;
  }
}

/** Added to the whole name of a source: beside `facts.ts` there may be a `facts.json`. */
const COMPILED = ".mjs";

function compiledTo(place: string, file: string): string {
  return join(place, `${file}${COMPILED}`);
}

/** How a module of the project is named in an import: by its path, or by its address. */
const MODULE = /^(?:\.{1,2}\/|file:)/;
const SOURCE = /\.m?ts$/;

/** What is data stays where it is; a loader takes it for data by its name, node by what is said of it. */
const DATA = /^\..*\.json$/;

function dataOf({ path, importer, with: said }: OnResolveArgs): OnResolveResult {
  if (said["type"] !== "json") return { errors: [{ text: `${path} is not said to be JSON.` }] };
  return { path: pathToFileURL(join(dirname(importer), path)).href, external: true };
}

/** What nobody can follow who does not run it. */
const NOT_FOLLOWED =
  /\bimport\s*\((?!\s*(["'])[^"'\n]*\1\s*[,)])|\bimport\.meta\b(?!\.(?:url|dirname|filename)\b)|\bcreateRequire\b/;

/** Reads a program as it is, but for what cannot be followed. */
const FOLLOWED: Plugin = {
  name: "followed",
  setup(build) {
    build.onResolve({ filter: DATA }, dataOf);
    build.onResolve({ filter: FILELESS }, asItIs);
    build.onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
    build.onLoad({ filter: SOURCE }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      if (!NOT_FOLLOWED.test(contents)) return { contents, loader: "ts" };
      return { errors: [{ text: `${path} holds what only a loader can follow.` }] };
    });
  },
};

/** Compiles each module by itself; what it imports of the project is the compiled one. */
function oneByOne(entry: string, place: string): Plugin {
  return {
    name: "one by one",
    setup(build) {
      build.onResolve({ filter: DATA }, dataOf);
      build.onResolve({ filter: MODULE }, ({ path, importer }) => {
        const file = path.startsWith("file:") ? fileURLToPath(path) : join(dirname(importer), path);
        const from = dirname(compiledTo(place, importer));
        return { path: `./${relative(from, compiledTo(place, file))}`, external: true };
      });
      build.onResolve({ filter: FILELESS }, asItIs);
      build.onLoad({ filter: SOURCE }, async ({ path }) => {
        const first = path === entry ? `import ${JSON.stringify(inFolderOf(path))};` : "";
        const own = [pathToFileURL(path).href, dirname(path), path].map(
          (value, index) => `const ${OWN[index]} = ${JSON.stringify(value)};`,
        );
        // In the first line, so that the others keep their numbers.
        const contents = [first, ...own, await readFile(path, "utf8")].join(" ");
        return { contents, loader: "ts" };
      });
    },
  };
}

/** What a module calls its own place, by names of ours in what is compiled. */
const OWN_PLACE = ["url", "dirname", "filename"];
const OWN = OWN_PLACE.map((name) => `__bulkhead_${name}`);
const OWN_NAMES = Object.fromEntries(
  OWN_PLACE.map((name, index) => [`import.meta.${name}`, OWN[index] ?? ""]),
);

/** A module without a file. */
const FILELESS = /^data:/;

function asItIs({ path }: OnResolveArgs): OnResolveResult {
  return { path, external: true };
}

/** Whether all that a program imports is either a module in TypeScript or an installed package. */
async function isFollowed({ inputs }: Metafile, root: string): Promise<boolean> {
  if (Object.keys(inputs).some((file) => !SOURCE.test(file))) return false;
  const imports = Object.values(inputs).flatMap((input) => input.imports);
  if (imports.some(({ original, external }) => external !== true && !MODULE.test(original ?? ""))) {
    return false;
  }
  const outside = imports.filter(({ external }) => external === true).map(({ path }) => path);
  const isPackage = (path: string) => !isBuiltin(path) && !/^(?:file|data):/.test(path);
  const packages = new Set(outside.filter(isPackage).map(packageOf));
  const installed = [...packages].map((name) => isInstalled(join(root, "node_modules", name)));
  return (await Promise.all(installed)).every(Boolean);
}

/** `@pulumi/gcp` of `@pulumi/gcp/storage/bucket.js`. */
function packageOf(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

/** A package that is linked from elsewhere may hold TypeScript. */
async function isInstalled(folder: string): Promise<boolean> {
  const real = await realpath(folder).catch(() => "");
  return real.includes(`${sep}node_modules${sep}`);
}
