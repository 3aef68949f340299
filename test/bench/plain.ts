import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";

/** The program's rooms, and what its resources are made of. */
const PARTS = ["index.ts", "environment", "components", "policy", "app", "secrets.ledger.jsonl"];

/** Our ways of starting a pack; in the template a pack is an `index.ts`. */
const NOT_PLAIN = /[\\/]policy[\\/](?:all|isolation|baseline)(?:$|[\\/])|\.cjs$/;

/** The packs, by the name under which the engine knows them and what makes their judge. */
const PACKS = ["isolation", "baseline"];

/**
 * What `pulumi new typescript` writes, but for what the code needs: newer built-ins, default imports of
 * packages that are CommonJS, and types of packages that are not checked.
 */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2022",
    lib: ["es2023"],
    module: "commonjs",
    moduleResolution: "node",
    esModuleInterop: true,
    skipLibCheck: true,
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};

/** What takes our sources to CommonJS; the rest of a file stays as it is. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/((?:from|import) "\.[^"]*)\.ts"/g, '$1"'],
  [/import\.meta\.dirname/g, "__dirname"],
  [/import\.meta\.url/g, 'require("node:url").pathToFileURL(__filename).href'],
  // CommonJS that was compiled from modules has no default export.
  [/import (\w+) from ("@pulumi\/pulumi\/[^"]+");/g, "import $1 = require($2);"],
  // The template prints a stack trace for each promise; that we do not is one reason of our speed.
  [/import "[^"]*\/stack-traces";\n/g, ""],
];

/**
 * Writes a project as it would be in Pulumi's default TypeScript template: the same program in
 * CommonJS, compiled and type-checked by the engine's own runners, and both packs as plain TypeScript.
 *
 * @param project Folder of the `Pulumi.yaml` and the stack files in which the engine works otherwise.
 */
export async function writePlain(from: string, project: string, to: string): Promise<void> {
  await mkdir(to);
  for (const part of PARTS) await copyPart(join(from, part), join(to, part));
  await symlink(join(from, "node_modules"), join(to, "node_modules"));
  await writeText(join(to, "package.json"), manifest("bulkhead-plain"));
  await writeText(join(to, "tsconfig.json"), JSON.stringify(TSCONFIG));
  for (const pack of PACKS) await writePack(join(to, "policy", pack), pack);
  await copyHost(join(from, "engine", "host"), join(to, "host"));
  const files = (await readdir(project)).filter((name) => /^Pulumi\..*yaml$/.test(name));
  for (const name of files) await cp(join(project, name), join(to, name));
  await edit(join(to, "Pulumi.yaml"), (text) => plainProject(text, join(to, "host")));
}

/** The folders of both packs, as the engine takes them. */
export function plainPacks(plain: string): string {
  return PACKS.map((pack) => join(plain, "policy", pack)).join(",");
}

async function copyPart(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, filter: (file) => !NOT_PLAIN.test(file) });
  const names = to.endsWith(".ts") ? [to] : await readdir(to, { recursive: true }).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(".ts"))) {
    await edit(name === to ? to : join(to, name), inCommonJs);
  }
}

/** A source in CommonJS. */
export function inCommonJs(text: string): string {
  return REWRITES.reduce((now, [pattern, by]) => now.replace(pattern, by), text);
}

async function writePack(folder: string, name: string): Promise<void> {
  await writeText(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  await writeText(join(folder, "package.json"), manifest(`bulkhead-${name}`));
  await writeText(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  const imports = `import { servePack } from "../pack";\nimport { ${name} } from "../packs";\n`;
  await writeText(
    join(folder, "index.ts"),
    `${imports}\nservePack("bulkhead-${name}", ${name});\n`,
  );
}

/** The same language host, which starts packs without what we preload there. */
async function copyHost(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  await edit(join(to, "programs.mjs"), (text) => text.replace('"--import", LEAN, ', ""));
}

/** A project's `Pulumi.yaml` with the runtime as the template has it. */
function plainProject(text: string, host: string): string {
  const project = parse(text) as Record<string, unknown>;
  return stringify({
    ...project,
    runtime: { name: "nodejs", options: { typescript: true } },
    main: "index.ts",
    plugins: { languages: [{ name: "nodejs", path: host }] },
  });
}

function manifest(name: string): string {
  return JSON.stringify({ name, version: "0.1.0" });
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, "utf8");
  const changed = change(text);
  if (changed !== text) await writeFile(file, changed);
}

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
