import { join } from "node:path";

import { elsewhere, type Engine } from "../../engine/engine.ts";
import { UserError } from "../../engine/errors.ts";
import { readIfThere } from "../../engine/files.ts";
import { checkOut, commitOf } from "../../engine/guards.ts";
import type { Report } from "../../engine/install.ts";
import { packsInOne } from "../../engine/packs.ts";
import { operate } from "../../engine/update.ts";
import { environmentOf } from "../../environment/environment.ts";
import { start } from "../../local/local-cloud.ts";
import { localFoldersOf, makeLocalFolders, type LocalFolders } from "../../local/stacks/folders.ts";
import { openLocal } from "../../local/stacks/open.ts";
import type { PlanGround } from "./ground.ts";
import { makeScratch } from "./scratch.ts";

/** Whose code stands for what is deployed. */
export interface CodeOptions {
  /** The user's project: head. */
  readonly root: string;
  /** What git knows the base revision by. */
  readonly ref: string;
  readonly report: Report;
}

/**
 * An engine that plans against what another revision's code deploys: a local cloud in this process,
 * which ends when it does, on which each stack is first brought up as that revision has it, by its
 * program, policies and configuration, with the toolchain and packages of the working tree.
 *
 * @throws UserError with exit code 2 when there is no such revision.
 */
export async function openCode({ root, ref, report }: CodeOptions): Promise<PlanGround> {
  const commit = await commitOf(root, ref);
  const scratch = await makeScratch();
  const head = localFoldersOf(root, join(scratch.path, "data"));
  const cloud = await start({ dir: head.cloud }).catch(async (error: unknown) => {
    await scratch.remove();
    throw error;
  });
  const close = async () => {
    await cloud.stop();
    await scratch.remove();
  };
  try {
    const files = await checkOut(root, join(scratch.path, "base"), commit);
    const base = await openBase({ head, files, report });
    const engine = await openLocal(head, report);
    return {
      engine: {
        ...engine,
        prepare: async (stack, say) => {
          await engine.prepare(stack, say);
          await bringUp(base, { stack, ref, files, root });
        },
      },
      against: () => ({ kind: "code", commit }),
      notes: () => [],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The engine for the base revision: on the same cloud and state, with a project of its own. */
async function openBase(of: {
  readonly head: LocalFolders;
  readonly files: string;
  readonly report: Report;
}): Promise<Engine> {
  const { head, files, report } = of;
  const folders = { ...head, root: files, project: join(head.data, "base") };
  await makeLocalFolders(folders);
  return elsewhere(await openLocal(folders, report), { env: packsInOne(files, files) });
}

/**
 * A stack as the base revision has it. One whose file is new has nothing deployed: all of it is
 * planned as new.
 */
async function bringUp(
  base: Engine,
  of: {
    readonly stack: string;
    readonly ref: string;
    readonly files: string;
    readonly root: string;
  },
): Promise<void> {
  const { stack, ref, files, root } = of;
  const name = `Pulumi.${stack}.yaml`;
  const [was, is] = await Promise.all([files, root].map((each) => readIfThere(join(each, name))));
  if (was === undefined && is !== undefined) return;
  const why = (reason: string) =>
    new UserError(
      `${stack} as ${ref} has it could not be brought up, so there is nothing to plan against:\n` +
        `${reason}\nName a revision that can be, or plan against a plan base.`,
    );
  try {
    environmentOf({ folder: files, stack });
  } catch (error) {
    throw why(error instanceof Error ? error.message : String(error));
  }
  const { ok, errors, violations } = await operate(base, "up", stack);
  if (!ok) throw why([...violations, ...errors].join("\n"));
}
