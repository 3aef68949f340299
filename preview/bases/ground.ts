import { mkdir } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";

import type { Engine } from "../../engine/engine.ts";
import { UserError } from "../../engine/errors.ts";
import { readIfThere, writeWhole } from "../../engine/files.ts";
import type { Finding } from "../../engine/events.ts";
import { CLI_VERSION, installCli, type Report } from "../../engine/install.ts";
import { ownHost } from "../../engine/search-path.ts";
import { readProject } from "../../environment/catalogue.ts";
import { localFoldersOf, makeLocalFolders, type LocalFolders } from "../../local/stacks/folders.ts";
import { placeholder } from "../../local/stacks/placeholder.ts";
import { refreshProject, type Stand } from "../../local/stacks/project.ts";
import { localEnvironment, ownEnvironment } from "../../local/stacks/run-environment.ts";
import type { Path } from "../../policy/values.ts";
import type { Against } from "../document/plan.ts";
import { sorted } from "../document/sorted.ts";
import { showName, showPath } from "../mask/values.ts";
import { fileOf, parsePlanBase, type PlanBase } from "./format.ts";
import { startOffline, type OfflineOptions } from "./offline.ts";
import { makeScratch } from "./scratch.ts";
import { notCompared } from "./uncompared.ts";

/** What stacks are planned on, and what takes away what was made for it. */
export interface PlanGround {
  readonly engine: Engine;
  readonly against: (stack: string) => Against;
  /** What of a stack could not be compared. */
  readonly notes: (stack: string) => readonly Finding[];
  readonly close: () => Promise<void>;
}

/** What plan bases are opened with. */
export interface PlanBasesOptions {
  /** The user's project: head. */
  readonly root: string;
  /** Folder of the plan bases. */
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly report: Report;
  /** Default: the real providers where they are installed. */
  readonly find?: OfflineOptions["find"];
}

/**
 * An engine that plans against plan bases: state, configuration and providers in a folder of their
 * own, which goes with `close`; no credential in reach, and nothing that could be contacted.
 */
export async function openPlanBases(options: PlanBasesOptions): Promise<PlanGround> {
  const { root, folder, stacks, report, find } = options;
  const { name: project } = readProject(root);
  const bases = await readBases(folder, stacks, project);
  const scratch = await makeScratch();
  const uncompared = new Uncompared();
  try {
    const folders = localFoldersOf(root, join(scratch.path, "data"));
    await makeLocalFolders(folders);
    const bin = await installCli(report, ownEnvironment(localFoldersOf(root)));
    const [offline] = await Promise.all([
      startOffline({
        ...{ folder: folders.cloud, empty: folders.empty, root },
        known: (urn) => resourceOf(bases, urn),
        tell: (...place) => {
          uncompared.add(...place);
        },
        ...(find && { find }),
      }),
      refreshProject(folders, await ownHost(bin), standFor(bases)),
    ]);
    const env = localEnvironment(folders, { ...offline, pid: 0, control: 0, token: "" });
    return {
      engine: {
        folders,
        command: (args) => ({ file: join(bin, "pulumi"), args, cwd: folders.project, env }),
        prepare: (stack) => bring(bases.get(stack), { folders, project }),
        explain: (_stack, errors) => Promise.resolve(errors),
      },
      against: (stack) => againstOf(bases.get(stack)),
      notes: (stack) => uncompared.of(stack),
      close: async () => {
        await offline.close();
        await scratch.remove();
      },
    };
  } catch (error) {
    await scratch.remove();
    throw error;
  }
}

/** By stack its plan base, or why there is none. */
type Bases = ReadonlyMap<string, PlanBase | UserError>;

async function readBases(
  folder: string,
  stacks: readonly string[],
  project: string,
): Promise<Bases> {
  const read = async (stack: string) => {
    const file = join(folder, fileOf(stack));
    const text = await readIfThere(file);
    if (text === undefined) {
      throw new UserError(
        `${stack}: there is no plan base ${file}. Where the stack was deployed, store one with ` +
          `bulkhead plan-base export ${stack}; else plan it with --base <revision>.`,
      );
    }
    const base = parsePlanBase(text, file);
    if (base.stack === stack && base.project === project) return base;
    throw new UserError(
      `${file} is the plan base of ${base.project}/${base.stack}, not of ${stack}.`,
    );
  };
  const entries = stacks.map(async (stack) => {
    const base = await read(stack).catch((error: unknown) => {
      if (error instanceof UserError) return error;
      throw error;
    });
    return [stack, base] as const;
  });
  return new Map(await Promise.all(entries));
}

function resourceOf(bases: Bases, urn: string) {
  const base = bases.get(urn.split(":")[2] ?? "");
  if (!base || base instanceof UserError) return undefined;
  return base.state.resources.find((resource) => resource.urn === urn);
}

function againstOf(base: PlanBase | UserError | undefined): Against {
  if (!base || base instanceof UserError) return { kind: "plan-base" };
  const { commit, serial } = base;
  return { kind: "plan-base", serial, ...(commit !== undefined && { commit }) };
}

/**
 * A secret that was not set anew since the deployment is the placeholder that the plan base has for
 * it, and so whatever the program makes of it; one that was differs, and is told as not compared.
 */
function standFor(bases: Bases): Stand {
  return ({ stack, place, shape, ciphertext }) => {
    const base = bases.get(stack);
    const entry = base && !(base instanceof UserError) ? base.config[place] : undefined;
    const digest =
      ciphertext === "" ? undefined : createHash("sha256").update(ciphertext).digest("hex");
    return entry?.ciphertext === digest && entry
      ? entry.placeholder
      : placeholder(stack, place, shape);
  };
}

/**
 * Puts a plan base where the engine looks for the state of the stack. The file is written here, as
 * the engine would: `pulumi stack import` and `stack init` do no more, and take a second each.
 * Source: pulumi/pulumi v3.259.0, `pkg/backend/diy/state.go`.
 */
async function bring(
  base: PlanBase | UserError | undefined,
  { folders, project }: { readonly folders: LocalFolders; readonly project: string },
): Promise<void> {
  if (base instanceof UserError) throw base;
  if (!base) return;
  const { stack, state } = base;
  const pulumi = join(folders.state, ".pulumi");
  const stacks = join(pulumi, "stacks", project);
  await mkdir(stacks, { recursive: true });
  await writeWhole(join(pulumi, "meta.yaml"), "version: 1\n");
  const version = `v${CLI_VERSION}`;
  // The engine's own proof that it was an engine of that version that wrote it.
  const magic = createHash("sha256").update(version).digest("hex");
  const manifest = { time: new Date(base.serial).toISOString(), magic, version };
  const latest = { manifest, ...state };
  const checkpoint = { stack: `organization/${project}/${stack}`, latest };
  await writeWhole(join(stacks, `${stack}.json`), JSON.stringify({ version: 3, checkpoint }));
}

/** The values that could not be compared, by resource and place. */
class Uncompared {
  readonly #places = new Map<string, Map<string, boolean>>();

  add(urn: string, path: Path, isSecret: boolean): void {
    const places = this.#places.get(urn) ?? new Map<string, boolean>();
    this.#places.set(urn, places.set(showPath(path), isSecret));
  }

  of(stack: string): readonly Finding[] {
    return sorted(
      [...this.#places].filter(([urn]) => urn.split(":")[2] === stack),
      ([urn]) => urn,
    ).flatMap(([urn, places]) =>
      sorted([...places], ([path]) => path).map(([path, isSecret]) =>
        notCompared(showName(urn), { path, isSecret }),
      ),
    );
  }
}
