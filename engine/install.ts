import { constants } from "node:fs";
import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

import { UserError } from "./errors.ts";
import { interruption, isAlive, run, type Command, type Finished } from "./processes.ts";

/** Version of the Pulumi CLI, which is that of the runtime the program imports. */
export const CLI_VERSION = "3.259.0";

/** Says what is going on, a line at a time. */
export type Report = (line: string) => void;

const require = createRequire(import.meta.url);
const GO_MODULE = join(import.meta.dirname, "gobuild");
const CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const GO_FLAGS = [
  ...["-mod=readonly", "-buildvcs=false", "-trimpath", "-tags", "osusergo grpcnotrace"],
  "-ldflags",
  `-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${CLI_VERSION}`,
];

/** A download that has not ended by then never will; the archive has 60 to 100 MB. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/** Folder of the CLI: where Pulumi's own tools install it too. */
export function cliFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), "versions", CLI_VERSION, "bin");
}

/**
 * The folder of the Pulumi CLI, which is fetched when it is not there: the official download, else a
 * build from its Go module. Safe to run twice at once and to interrupt: the CLI appears whole or not.
 *
 * @throws UserError when neither way is open, saying what to install.
 */
export async function installCli(report: Report, env = process.env): Promise<string> {
  const folder = cliFolder(env);
  const cli = join(folder, "pulumi");
  if (await isExecutable(cli)) return folder;

  report(`Getting the Pulumi CLI ${CLI_VERSION}, once...`);
  await mkdir(folder, { recursive: true });
  const refused = await download(cli, env);
  if (refused === undefined) return folder;

  report(`The download is not to be had (${refused}); building it with Go instead.`);
  const partial = join(folder, `pulumi.partial-${process.pid}`);
  try {
    await removeLeftovers(folder);
    await build(partial, report, env);
    await rename(partial, cli);
  } finally {
    await rm(partial, { force: true });
  }
  return folder;
}

/** Runs one step of several; none follows when this process was asked to end. */
async function step(command: Command): Promise<Finished> {
  const finished = await run(command);
  if (interruption()) throw new UserError("The Pulumi CLI is not there yet: run this again.");
  return finished;
}

/** Runs the npm package `pulumi`, which fetches the CLI; the reason when it did not. */
async function download(cli: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, stderr } = await step({
    file: process.execPath,
    args: [require.resolve("pulumi/run.js"), "version"],
    env: { ...env, PULUMI_VERSION: CLI_VERSION },
    timeout: DOWNLOAD_LIMIT_MS,
  });
  if (code === 0) return (await isExecutable(cli)) ? undefined : "it left no CLI behind";
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return said === "" ? "no reason given" : said.replace(/^pulumi: /, "");
}

async function build(target: string, report: Report, user: NodeJS.ProcessEnv): Promise<void> {
  const env = { ...user, CGO_ENABLED: "0", GOWORK: "off" };
  const go = async (args: readonly string[], onError: () => void = () => undefined) => {
    const { code, stdout, stderr } = await step({ file: "go", args, cwd: GO_MODULE, env, onError });
    if (code === 0) return stdout;
    throw goFailed(stderr);
  };
  await go(["version"]).catch(() => {
    throw new UserError(
      `The Pulumi CLI ${CLI_VERSION} can neither be downloaded from get.pulumi.com nor built: there is no Go here.\n` +
        "Allow the download, or install Go 1.25 or newer (https://go.dev/doc/install), then run this again.",
    );
  });
  report("Fetching the CLI's Go modules...");
  const list = ["list", "-mod=readonly", "-deps", "-tags", "osusergo grpcnotrace", CLI_PACKAGE];
  const total = (await go(list)).trim().split("\n").length;
  report(`Compiling ${total} packages, 3 to 8 minutes...`);
  await go(["build", "-v", ...GO_FLAGS, "-o", target, CLI_PACKAGE], tenths(total, report));
  const { stdout } = await step({ file: target, args: ["version"], env });
  if (stdout.trim() !== `v${CLI_VERSION}`) {
    throw new UserError(`The CLI that Go built says ${stdout.trim()}, not v${CLI_VERSION}.`);
  }
}

/** To be called at each package, which `go build -v` names when it begins with it; tells each tenth. */
function tenths(total: number, report: Report): () => void {
  const started = Date.now();
  let begun = 0;
  return () => {
    begun += 1;
    const tenth = Math.floor((begun / total) * 10);
    if (tenth === Math.floor(((begun - 1) / total) * 10)) return;
    report(`  ${tenth * 10} % after ${Math.round((Date.now() - started) / 1000)} s`);
  };
}

function goFailed(stderr: string): UserError {
  const said = stderr.trim().split("\n").slice(-5).join("\n  ");
  return new UserError(
    `Go could not build the Pulumi CLI ${CLI_VERSION}:\n  ${said}\n` +
      "Check that Go's module proxy can be reached (go env GOPROXY) and that the disk has 4 GB free, then run this again.",
  );
}

async function removeLeftovers(folder: string): Promise<void> {
  const partial = (await readdir(folder)).filter((name) => name.startsWith("pulumi.partial-"));
  const dead = partial.filter((name) => !isAlive(Number(name.split("-").at(-1))));
  await Promise.all(dead.map((name) => rm(join(folder, name), { force: true })));
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
