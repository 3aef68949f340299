import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { cliFolder } from "../../engine/install.ts";
import { run, type Finished } from "../../engine/processes.ts";
import { LEDGER_FILE } from "../../policy/ledger.ts";

/** What of the project `bulkhead secrets` needs; the program itself is not run. */
const PARTS = [
  ...["cli", "engine", "environment", "local", "policy", "preview", "secrets"],
  ...["package.json", LEDGER_FILE],
];

/** How a run differs from the everyday one. */
export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The project as a clone of its own, with its stacks in a backend that is a folder, encrypted by a
 * passphrase: files are the user's here, and every test may change them.
 */
export class SecretsProject {
  private constructor(readonly root: string) {}

  static async make(...stacks: readonly string[]): Promise<SecretsProject> {
    const project = new SecretsProject(await mkdtemp(join(tmpdir(), "bulkhead-secrets-test-")));
    const { root } = project;
    const files = (await readdir(ROOT)).filter((name) =>
      /^Pulumi\..*yaml$|^Pulumi.yaml$/.test(name),
    );
    await Promise.all(
      [...PARTS, ...files].map((name) =>
        cp(join(ROOT, name), join(root, name), { recursive: true }),
      ),
    );
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    await Promise.all(["state", "tmp"].map((name) => mkdir(join(root, name))));
    for (const stack of stacks) {
      const args = ["stack", "init", stack, "--secrets-provider=passphrase", "--non-interactive"];
      const { code, stderr } = await project.pulumi(args);
      if (code !== 0) throw new Error(stderr);
    }
    return project;
  }

  get env(): Record<string, string | undefined> {
    return {
      ...process.env,
      ...{ BULKHEAD_CLOUD: "", BULKHEAD_HOME: join(this.root, "data") },
      ...{ TMPDIR: join(this.root, "tmp"), PULUMI_SKIP_UPDATE_CHECK: "true" },
      PULUMI_BACKEND_URL: `file://${join(this.root, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of the test",
    };
  }

  pulumi(args: readonly string[]): Promise<Finished> {
    return run({ file: join(cliFolder(), "pulumi"), args, cwd: this.root, env: this.env });
  }

  /** `bulkhead secrets ...` as a user runs it. */
  secrets(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return this.bulkhead(["secrets", ...args], options);
  }

  /** `bulkhead ...` as a user runs it. */
  bulkhead(args: readonly string[], { input = "", env = {} }: RunOptions = {}): Promise<Finished> {
    const file = join(this.root, "cli", "bulkhead.mjs");
    return run({
      ...{ file: process.execPath, args: [file, ...args], cwd: this.root, input },
      env: { ...this.env, ...env },
    });
  }

  read(name: string): Promise<string> {
    return readFile(join(this.root, name), "utf8");
  }

  write(name: string, text: string): Promise<void> {
    return writeFile(join(this.root, name), text);
  }

  ledger(): Promise<string> {
    return this.read(LEDGER_FILE);
  }

  /** The stack files and the ledger, to the byte. */
  async files(): Promise<Readonly<Record<string, string>>> {
    const names = (await readdir(this.root)).filter((name) => /^Pulumi|ledger/.test(name));
    const read = async (name: string) => [name, await this.read(name)] as const;
    return Object.fromEntries(await Promise.all(names.sort().map(read)));
  }

  async restore(files: Readonly<Record<string, string>>): Promise<void> {
    await Promise.all(Object.entries(files).map(([name, text]) => this.write(name, text)));
  }

  /** Every file under the project that holds a text; packages and the program itself apart. */
  async filesWith(text: string): Promise<readonly string[]> {
    const all = await readdir(this.root, { recursive: true, withFileTypes: true });
    const files = all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    const holds = await Promise.all(
      files.map(async (file) => (await readFile(file)).includes(text)),
    );
    return files.filter((_, index) => holds[index]);
  }

  /** What commands left in the folder of temporary files; the cache of tsx apart. */
  async leftovers(): Promise<readonly string[]> {
    return (await readdir(join(this.root, "tmp"))).filter((name) => !name.startsWith("tsx-"));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }
}
