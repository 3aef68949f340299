import { execFile, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import { UserError } from "./errors.ts";
import { isAlive } from "./processes.ts";

/** Version of the Pulumi CLI, which is that of the runtime the program imports. */
export const CLI_VERSION = "3.259.0";

/** Says what is going on, a line at a time. */
export type Report = (line: string) => void;

const run = promisify(execFile);
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

/** Runs the npm package `pulumi`, which fetches the CLI; the reason when it did not. */
async function download(cli: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    await run(process.execPath, [require.resolve("pulumi/run.js"), "version"], {
      env: { ...env, PULUMI_VERSION: CLI_VERSION },
      timeout: DOWNLOAD_LIMIT_MS,
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    return (
      said
        .trim()
        .split("\n")
        .at(-1)
        ?.replace(/^pulumi: /, "") ?? "no reason given"
    );
  }
  return (await isExecutable(cli)) ? undefined : "it left no CLI behind";
}

async function build(target: string, report: Report, env: NodeJS.ProcessEnv): Promise<void> {
  const options = { cwd: GO_MODULE, env: { ...env, CGO_ENABLED: "0", GOWORK: "off" } };
  await requireGo(options);
  report("Fetching the CLI's Go modules...");
  const list = ["list", "-mod=readonly", "-deps", "-tags", "osusergo grpcnotrace", CLI_PACKAGE];
  const packages = await go(list, options);
  const total = packages.stdout.trim().split("\n").length;
  report(`Compiling ${total} packages, 3 to 8 minutes...`);
  await compile(["build", "-v", ...GO_FLAGS, "-o", target, CLI_PACKAGE], options, total, report);
  const { stdout } = await run(target, ["version"], options);
  if (stdout.trim() !== `v${CLI_VERSION}`) {
    throw new UserError(`The CLI that Go built says ${stdout.trim()}, not v${CLI_VERSION}.`);
  }
}

interface GoOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

async function requireGo(options: GoOptions): Promise<void> {
  await run("go", ["version"], options).catch(() => {
    throw new UserError(
      `The Pulumi CLI ${CLI_VERSION} can neither be downloaded from get.pulumi.com nor built: there is no Go here.\n` +
        "Allow the download, or install Go 1.25 or newer (https://go.dev/doc/install), then run this again.",
    );
  });
}

async function go(args: readonly string[], options: GoOptions) {
  try {
    return await run("go", args, { ...options, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw goFailed(
      error instanceof Error && "stderr" in error ? String(error.stderr) : String(error),
    );
  }
}

/** Runs `go build -v`, which names each package when it begins with it. */
async function compile(
  args: readonly string[],
  options: GoOptions,
  total: number,
  report: Report,
): Promise<void> {
  const started = Date.now();
  const child = spawn("go", args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    lines.push(line);
    const tenth = (count: number) => Math.floor((count / total) * 10);
    if (tenth(lines.length) > tenth(lines.length - 1)) {
      const seconds = Math.round((Date.now() - started) / 1000);
      report(`  ${tenth(lines.length) * 10} % after ${seconds} s`);
    }
  }
  if ((await ended) !== 0) throw goFailed(lines.join("\n"));
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
