import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { elsewhere, type Engine } from "../../engine/engine.ts";
import { ROOT } from "../../engine/folders.ts";
import { operate } from "../../engine/update.ts";
import { LocalCloudClient } from "../../local/client.ts";
import { localFoldersOf, type LocalFolders } from "../../local/stacks/folders.ts";
import { openLocal } from "../../local/stacks/open.ts";
import { plainPacks, writePlain } from "./plain.ts";

/** The sample stacks. */
export const STACKS = ["dev", "staging", "prod"] as const;

/**
 * A bucket in another environment's project that anybody may be let into: one rule of each pack forbids
 * it. It means the same in both forms of the program.
 */
const PLANTED = `
import { Bucket as Planted } from "@pulumi/gcp/storage/bucket.js";
new Planted("planted", {
  name: "acme-shop-prod-planted",
  project: "acme-shop-prod",
  location: "asia-southeast2",
}, { provider: providers.gcp });
`;

/**
 * This project as it is now in a folder of its own, the same in Pulumi's default template beside it, and
 * a local cloud with one state for both.
 */
export class Lab {
  readonly folders: LocalFolders;
  /** The project in the default template. */
  readonly plain: string;
  /** Plain `pulumi` on our program, with both packs. */
  readonly ours: Engine;
  /** Plain `pulumi` on the template's program, with both packs. */
  readonly template: Engine;

  private constructor(folders: LocalFolders, plain: string, engine: Engine) {
    this.folders = folders;
    this.plain = plain;
    const guarded = { BULKHEAD_GUARDS: folders.root };
    const packs = ["isolation", "baseline"].map((name) => join(folders.root, "policy", name));
    this.ours = elsewhere(engine, {
      env: { ...guarded, PULUMI_OPTION_POLICY_PACK: packs.join(",") },
    });
    this.template = elsewhere(engine, {
      cwd: plain,
      env: { ...guarded, PULUMI_OPTION_POLICY_PACK: plainPacks(plain) },
    });
  }

  /** Makes the folders and starts the cloud; no stack is there yet. */
  static async make(): Promise<Lab> {
    const folder = await mkdtemp(join(tmpdir(), "bulkhead-lab-"));
    const root = join(folder, "ours");
    for (const file of filesOf(ROOT)) {
      await cp(join(ROOT, file), join(root, file), { recursive: true });
    }
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    const folders = localFoldersOf(root, join(folder, "data"));
    const engine = await openLocal(folders, () => undefined);
    const plain = join(folder, "plain");
    await writePlain(root, folders.project, plain);
    return new Lab(folders, plain, engine);
  }

  /** Brings stacks up, so that a preview finds nothing to do. */
  async up(stacks: readonly string[]): Promise<void> {
    await Promise.all(
      stacks.map(async (stack) => {
        await this.ours.prepare(stack, () => undefined);
        const { ok, errors, violations } = await operate(this.ours, "up", stack);
        if (!ok)
          throw new Error(`${stack} did not come up: ${[...errors, ...violations].join("\n")}`);
      }),
    );
  }

  /** Has both forms of the program make what no environment may have, while something is done. */
  async whilePlanted<T>(work: () => Promise<T>): Promise<T> {
    const files = [this.folders.root, this.plain].map((folder) => join(folder, "index.ts"));
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
    await Promise.all(files.map((file) => appendFile(file, PLANTED)));
    try {
      return await work();
    } finally {
      await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? "")));
    }
  }

  /** Stops the clouds that were started in data folders, and removes everything. */
  async remove(...others: readonly LocalFolders[]): Promise<void> {
    for (const { cloud } of [this.folders, ...others]) {
      await LocalCloudClient.open(cloud)
        .then((client) => client.stop())
        .catch(() => undefined);
    }
    await rm(join(this.folders.root, ".."), { recursive: true, force: true });
  }
}

/** The files of a working tree that are the project's, committed or not. */
function filesOf(root: string): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8" });
  return [...new Set(listed.split("\0"))].filter((file) => file !== "");
}
