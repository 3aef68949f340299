import { join } from "node:path";

import { pulumi, type Engine } from "../../engine/engine.ts";
import { UserError } from "../../engine/errors.ts";
import { installCli, type Report } from "../../engine/install.ts";
import { ownHost } from "../../engine/search-path.ts";
import { readProject, readStacks } from "../../environment/catalogue.ts";
import { mendCheckpoint } from "./checkpoint.ts";
import { ensureCloud, findCloud } from "./cloud.ts";
import { makeLocalFolders, type LocalFolders } from "./folders.ts";
import {
  holderOf,
  isStackThere,
  refuseWhileLocked,
  releaseDeadLocks,
  type StackPlace,
} from "./locks.ts";
import { LocalCloudClient } from "../client.ts";
import { refreshProject } from "./project.ts";
import { localEnvironment, ownEnvironment } from "./run-environment.ts";

/**
 * The engine against the local cloud: gets the CLI, starts the cloud when none runs, and brings the
 * shadow project up to date.
 */
export async function openLocal(folders: LocalFolders, report: Report): Promise<Engine> {
  // Read first: files that cannot be read are refused before anything is started.
  const { name: project } = readProject(folders.root);
  const numbers = projectNumbers(folders.root);
  await makeLocalFolders(folders);
  const own = ownEnvironment(folders);
  // One after the other: to build the CLI can take longer than an idle cloud stays.
  const bin = await installCli(report, own);
  const cloud = await ensureCloud(folders.cloud);
  await Promise.all([
    refreshProject(folders, await ownHost(bin)),
    new LocalCloudClient(cloud).declareProjects(numbers),
  ]);
  const env = localEnvironment(folders, cloud);
  const placeOf = (stack: string): StackPlace => ({ state: folders.state, project, stack });
  const engine: Engine = {
    folders,
    command: (args) => ({ file: join(bin, "pulumi"), args, cwd: folders.project, env }),
    prepare: (stack, say) => prepare(engine, placeOf(stack), say),
    explain: (stack, errors) => explain(folders, placeOf(stack), errors),
  };
  return engine;
}

/** The number of each project that a file names; a file that is wrong in itself is refused later. */
function projectNumbers(root: string): Readonly<Record<string, string>> {
  const sandbox = readProject(root).config["bulkhead:sandbox"] ?? "{}";
  const shared = JSON.parse(sandbox) as Readonly<Record<string, unknown>>;
  const named = [
    [shared["project"], shared["projectNumber"]],
    ...readStacks(root).map(({ config }) => [
      config["bulkhead:project"],
      config["bulkhead:projectNumber"],
    ]),
  ];
  const isNamed = (pair: unknown[]): pair is [string, string] =>
    pair.every((each) => typeof each === "string");
  return Object.fromEntries(named.filter(isNamed));
}

/**
 * Makes a stack that is not there, frees it of the locks of processes that died, and mends its state
 * file.
 *
 * @throws UserError when another process is at work on the stack, or its state is lost.
 */
async function prepare(engine: Engine, place: StackPlace, report: Report): Promise<void> {
  const { stack } = place;
  for (const { pid } of await releaseDeadLocks(place)) {
    report(
      `${stack}: process ${pid} died while it held the stack; its lock is cancelled. ` +
        `What it had begun is found out by: ${recovery(stack)}`,
    );
  }
  await refuseWhileLocked(place);
  const copy = await mendCheckpoint(place);
  if (copy) {
    report(
      `${stack}: its state file was damaged; the newest good copy, ${copy.file}, stands in its place. ` +
        `What was done after it is found out by: ${recovery(stack)}`,
    );
  }
  if (await isStackThere(place)) return;
  const init = ["stack", "init", stack, "--no-select", "--non-interactive"];
  const { code, stderr } = await pulumi(engine, init);
  // Another process may have made it at the same moment.
  if (code === 0 || (await isStackThere(place))) return refuseWhileLocked(place);
  throw new UserError(`${stack}: the stack could not be made: ${stderr.trim()}`);
}

async function explain(
  { cloud }: LocalFolders,
  place: StackPlace,
  errors: readonly string[],
): Promise<readonly string[]> {
  // Another process may have taken the stack since it was prepared.
  const isLocked = errors.some((error) => error.includes("currently locked by"));
  const holder = isLocked ? await holderOf(place) : undefined;
  if (holder !== undefined) return [holder];
  if (await findCloud(cloud)) return errors;
  return [
    ...errors,
    `The local cloud ended meanwhile. What it had made is found out by: ${recovery(place.stack)}`,
  ];
}

function recovery(stack: string): string {
  return `npx bulkhead recover ${stack} --local`;
}
