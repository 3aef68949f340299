import { access } from "node:fs/promises";
import { join } from "node:path";

import { readProject, readStacks } from "../../environment/catalogue.ts";
import { environmentOf } from "../../environment/environment.ts";
import { mendCheckpoint } from "./checkpoint.ts";
import { ensureCloud } from "./cloud.ts";
import { UserError } from "./errors.ts";
import { HOST_FOLDER, makeFolders, type Folders } from "./folders.ts";
import { installCli, type Report } from "./install.ts";
import { isStackThere, refuseWhileLocked, releaseDeadLocks, type StackPlace } from "./locks.ts";
import { run, type Command, type Finished } from "./processes.ts";
import { refreshProject } from "./project.ts";
import { localEnvironment, withFolders } from "./run-environment.ts";

/** The Pulumi engine, set up for one cloud: the local one or the real one. */
export interface Engine {
  readonly local: boolean;
  readonly folders: Folders;
  /** The project's name. */
  readonly project: string;
  /** How to run the CLI with arguments, for a stack where one is meant. */
  command(args: readonly string[], stack?: string): Command;
}

/**
 * The engine against the local cloud: gets the CLI, starts the cloud when none runs, and brings the
 * shadow project up to date.
 */
export async function openLocal(folders: Folders, report: Report): Promise<Engine> {
  // Read first: files that cannot be read are refused before anything is started.
  const { name } = readProject(folders.root);
  readStacks(folders.root);
  await makeFolders(folders);
  const [bin, cloud] = await Promise.all([installCli(report), ensureCloud(folders.cloud)]);
  await refreshProject(folders, await ownHost(bin));
  const env = localEnvironment(folders, cloud);
  return {
    local: true,
    folders,
    project: name,
    command: (args) => ({ file: join(bin, "pulumi"), args, cwd: folders.project, env }),
  };
}

/**
 * The engine against the real cloud: the user's own environment and credentials, and each stack's own
 * backend, as its file names it.
 */
export async function openReal(folders: Folders, report: Report): Promise<Engine> {
  const { root } = folders;
  const { name } = readProject(root);
  await makeFolders(folders);
  const bin = await installCli(report);
  const PATH = withFolders(await programFolders(bin), process.env["PATH"]);
  const backend = (stack: string | undefined) =>
    stack === undefined ? {} : { PULUMI_BACKEND_URL: environmentOf({ folder: root, stack }).state };
  return {
    local: false,
    folders,
    project: name,
    command: (args, stack) => ({
      file: join(bin, "pulumi"),
      args,
      cwd: root,
      env: { ...process.env, PATH, PULUMI_DEBUG_COMMANDS: "true", ...backend(stack) },
    }),
  };
}

/** Runs the CLI to its end and hands back what it said. */
export function pulumi(engine: Engine, args: readonly string[], stack?: string): Promise<Finished> {
  return run(engine.command(args, stack));
}

/**
 * Makes a local stack ready to be worked on: made when it is not there, freed of the locks of
 * processes that died, and its state file mended. Does nothing on the real cloud, where `pulumi stack init` is a decision.
 *
 * @throws UserError when another process is at work on the stack, or its state is lost.
 */
export async function prepareStack(engine: Engine, stack: string, report: Report): Promise<void> {
  if (!engine.local) return;
  const place = placeOf(engine, stack);
  for (const { pid } of await releaseDeadLocks(place)) {
    report(
      `${stack}: process ${pid} died while it held the stack; its lock is cancelled. ` +
        `What it had begun is found out by: npx bulkhead recover ${stack} --local`,
    );
  }
  await refuseWhileLocked(place);
  const copy = await mendCheckpoint(place);
  if (copy) {
    report(
      `${stack}: its state file was damaged; the newest good copy, ${copy.file}, stands in its place. ` +
        `What was done after it is found out by: npx bulkhead recover ${stack} --local`,
    );
  }
  if (await isStackThere(place)) return;
  const { code, stderr } = await pulumi(engine, ["stack", "init", stack, "--non-interactive"]);
  // Another process may have made it at the same moment.
  if (code === 0 || (await isStackThere(place))) return refuseWhileLocked(place);
  throw new UserError(`${stack}: the stack could not be made: ${stderr.trim()}`);
}

/** Where the local backend keeps a stack. */
export function placeOf({ folders, project }: Engine, stack: string): StackPlace {
  return { state: folders.state, project, stack };
}

/**
 * The folders to be searched for the CLI and, where it does not bring the official one, our language
 * host.
 */
export async function programFolders(bin: string): Promise<readonly string[]> {
  const host = await ownHost(bin);
  return host === undefined ? [bin] : [bin, host];
}

/** The folder of our language host, where the CLI does not bring the official one. */
async function ownHost(bin: string): Promise<string | undefined> {
  return access(join(bin, "pulumi-language-nodejs")).then(
    () => undefined,
    () => HOST_FOLDER,
  );
}
