import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse, stringify } from "yaml";

import { pulumi, type Engine } from "../../engine/engine.ts";
import { ROOT } from "../../engine/folders.ts";
import type { Finished } from "../../engine/processes.ts";
import { copyProject } from "../../engine/project.ts";
import { withCompiled } from "../../engine/compiled.ts";
import { operate, type Operation, type Result } from "../../engine/update.ts";
import { LocalCloudClient } from "../../local/client.ts";
import type { Resource } from "../../local/cloud/kind.ts";
import { localFoldersOf, type LocalFolders } from "../../local/stacks/folders.ts";
import { openLocal } from "../../local/stacks/open.ts";

/** One step of the engine's plan that is not "same". */
export interface Step {
  readonly op: string;
  /** Logical name. */
  readonly name: string;
}

/**
 * The project in a folder of its own with a local cloud of its own: the same program, copies of the
 * stack files, and nothing shared with another test.
 */
export class Scratch {
  readonly folders: LocalFolders;

  private constructor(root: string) {
    this.folders = localFoldersOf(root, join(root, ".bulkhead"));
  }

  static async make(): Promise<Scratch> {
    const root = await mkdtemp(join(tmpdir(), "bulkhead-"));
    await copyProject(ROOT, root, { main: relative(root, join(ROOT, "index.ts")) });
    return new Scratch(root);
  }

  /** Lets what stands in the folder import this project's packages. */
  async link(): Promise<void> {
    const modules = join(this.folders.root, "node_modules");
    await symlink(join(ROOT, "node_modules"), modules).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    });
  }

  /** Gives the project another program, which may import whatever this project may. */
  async program(text: string): Promise<void> {
    const { root } = this.folders;
    await this.link();
    await writeFile(join(root, "package.json"), '{ "type": "module" }');
    await writeFile(join(root, "program.ts"), text);
    await this.edit("Pulumi.yaml", (project) => {
      project["main"] = "program.ts";
    });
  }

  /** Changes a file of the user's as its user would. */
  async edit(name: string, change: (document: Record<string, unknown>) => void): Promise<void> {
    const file = join(this.folders.root, name);
    const document = parse(await readFile(file, "utf8").catch(() => "{}")) as Record<
      string,
      unknown
    >;
    change(document);
    await writeFile(file, stringify(document));
  }

  /** Changes one line of a stack's configuration. */
  configure(stack: string, key: string, value: unknown): Promise<void> {
    return this.edit(`Pulumi.${stack}.yaml`, (document) => {
      document["config"] = { ...(document["config"] as object), [key]: value };
    });
  }

  engine(): Promise<Engine> {
    return openLocal(this.folders, () => undefined);
  }

  cloud(): Promise<LocalCloudClient> {
    return LocalCloudClient.open(this.folders.cloud);
  }

  /** Runs an operation on stacks at once, as `npm start` does. */
  async run(operation: Operation, ...stacks: string[]): Promise<readonly Result[]> {
    const engine = await this.engine();
    return withCompiled(engine, (compiled) =>
      Promise.all(
        stacks.map(async (stack) => {
          await compiled.prepare(stack, () => undefined);
          return operate(compiled, operation, stack);
        }),
      ),
    );
  }

  /** Runs any Pulumi command. */
  async pulumi(...args: string[]): Promise<Finished> {
    return pulumi(await this.engine(), [...args, "--non-interactive"]);
  }

  /** What the engine would do to a stack: every step that changes something. */
  async plan(stack: string): Promise<readonly Step[]> {
    const { stdout, stderr, code } = await this.pulumi("preview", "--json", "--stack", stack);
    if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
    const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => ({ op, name: urn.split("::").at(-1) ?? "" }));
  }

  /** The type of each resource that a stack knows. */
  async typesOf(stack: string): Promise<readonly string[]> {
    const { checkpoint } = JSON.parse(await readFile(this.stateFile(stack), "utf8")) as {
      checkpoint: { latest: { resources?: readonly { type: string }[] } | null };
    };
    return (checkpoint.latest?.resources ?? []).map(({ type }) => type);
  }

  stateFile(stack: string): string {
    return join(this.folders.state, ".pulumi", "stacks", "bulkhead", `${stack}.json`);
  }

  /** Everything there is of a stack, to the byte: its state file and its resources in the cloud. */
  async snapshot(stack: string): Promise<{ state: string; resources: readonly Resource[] }> {
    const resources = await (await this.cloud()).resources({ all: true });
    return {
      state: await readFile(this.stateFile(stack), "utf8"),
      resources: resources.filter(({ id }) => id.includes(`acme-shop-${stack}`)),
    };
  }

  async remove(): Promise<void> {
    await this.cloud()
      .then((cloud) => cloud.stop())
      .catch(() => undefined);
    await rm(this.folders.root, { recursive: true, force: true });
  }
}
