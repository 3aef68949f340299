import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";

/** What the program is made of. */
const PROGRAM = [
  ...["index.ts", "package.json", "tsconfig.json", "secrets.ledger.jsonl", "Pulumi.yaml"],
  ...["Pulumi.dev.yaml", "Pulumi.staging.yaml", "Pulumi.prod.yaml"],
  ...["environment", "components", "policy", "app"],
];

/** What plans it. */
const TOOLS = ["cli", "engine", "local", "preview", "proof", "release", "secrets", "bootstrap"];

/** The project in a git repository of its own, with one commit. */
export class Repository {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** @param tools Whether the command line comes with it. Default: only the program. */
  static async make({ tools = false } = {}): Promise<Repository> {
    const root = await mkdtemp(join(tmpdir(), "bulkhead-"));
    const names = [...PROGRAM, ...(tools ? TOOLS : [])];
    await Promise.all(
      names.map((name) =>
        cp(join(ROOT, name), join(root, name), { recursive: true }).catch((error: unknown) => {
          // A room that is not needed yet does not exist yet.
          if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        }),
      ),
    );
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    await writeFile(join(root, ".gitignore"), "node_modules\n.bulkhead\n");
    const repository = new Repository(root);
    await repository.git("init", "--quiet", "--initial-branch=main");
    await repository.commit();
    return repository;
  }

  async git(...args: string[]): Promise<void> {
    const { code, stderr } = await run({ file: "git", args, cwd: this.root });
    assert.equal(code, 0, stderr);
  }

  async commit(): Promise<void> {
    await this.git("add", "--all");
    const who = ["-c", "user.name=test", "-c", "user.email=test@acme.example"];
    await this.git(...who, "commit", "--quiet", "-m", "a change");
  }

  /** Changes a file, which must then be another. */
  async edit(file: string, ...changes: readonly (readonly [string, string])[]) {
    const path = join(this.root, file);
    const before = await readFile(path, "utf8");
    const after = changes.reduce((text, [from, to]) => text.replaceAll(from, to), before);
    assert.notEqual(after, before, `${file}: the edit finds nothing to change`);
    await writeFile(path, after);
  }

  /** Everything as it was committed. */
  async restore(): Promise<void> {
    await this.git("checkout", "--quiet", "--", ".");
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
