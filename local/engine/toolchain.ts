import { access, chmod, constants, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

import { buildCli } from "./build.ts";
import { downloadCli } from "./download.ts";
import { systemCode, UserError } from "./errors.ts";
import { HOST_FOLDER } from "./folders.ts";
import { interruption, run } from "./processes.ts";
import { holding } from "./turn.ts";

/** The Pulumi CLI, and what it needs beside it to run Node programs. */
export interface Toolchain {
  /** Absolute path of the CLI. */
  readonly pulumi: string;
  /** Folder of our Node language host; `undefined` where the CLI brings the official one. */
  readonly host: string | undefined;
}

/** Tells the user what happens, a line at a time. */
export type Report = (line: string) => void;

/** A way to get the CLI: fills a folder that becomes `bin`, or says why it cannot. */
export type Source = (version: string, folder: string, report: Report) => Promise<Outcome>;

/** What a {@link Source} came to. */
export type Outcome = { readonly done: true } | { readonly done: false; readonly reason: string };

/** The CLI's version is the SDK's: one consistent set. */
export const CLI_VERSION = (
  createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version: string }
).version;

/** In the order in which they are tried. */
const SOURCES: readonly Source[] = [downloadCli, buildCli];

/**
 * The CLI of {@link CLI_VERSION}, where the npm package `pulumi` keeps it too
 * (`$PULUMI_HOME/versions/<version>/bin`, by default below `~/.pulumi`). Got when it is not there:
 * the official release, else built from its Go module. Two at once get it once.
 *
 * @throws UserError when neither is possible; it says what to install.
 */
export async function ensureToolchain(
  report: Report,
  { home = pulumiHome(), sources = SOURCES }: { home?: string; sources?: readonly Source[] } = {},
): Promise<Toolchain> {
  const folder = join(home, "versions", CLI_VERSION);
  const bin = join(folder, "bin");
  if (!(await isExecutable(join(bin, "pulumi")))) {
    await makeFolder(folder);
    await holding(join(folder, "turn"), report, async () => {
      if (!(await isExecutable(join(bin, "pulumi")))) await get(folder, sources, report);
    });
  }
  const official = await isExecutable(join(bin, "pulumi-language-nodejs"));
  return { pulumi: join(bin, "pulumi"), host: official ? undefined : HOST_FOLDER };
}

function pulumiHome(): string {
  return process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(
      `The Pulumi CLI cannot be kept in ${folder}: ${systemCode(error) ?? String(error)}.`,
      "Make the folder writable, or set PULUMI_HOME to one that is.",
    );
  }
}

async function get(folder: string, sources: readonly Source[], report: Report): Promise<void> {
  const reasons: string[] = [];
  for (const source of sources) {
    const temporary = await mkdtemp(join(folder, "part-"));
    try {
      const outcome = await source(CLI_VERSION, temporary, report);
      if (interruption()) {
        throw new UserError("Interrupted while getting the Pulumi CLI.", "Run it again to go on.");
      }
      if (outcome.done && (await works(join(temporary, "pulumi")))) {
        await chmod(temporary, 0o755);
        await rm(join(folder, "bin"), { recursive: true, force: true });
        await rename(temporary, join(folder, "bin"));
        return;
      }
      reasons.push(outcome.done ? "what it gave does not run" : outcome.reason);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
  throw new UserError(
    `The Pulumi CLI ${CLI_VERSION} is not installed and could not be got:\n  ${reasons.join("\n  ")}`,
    "Install Go 1.25 or newer (go.dev/dl), or open the network to get.pulumi.com and github.com, " +
      `or put the CLI ${CLI_VERSION} into ${join(folder, "bin")} yourself; then run this again.`,
  );
}

async function works(file: string): Promise<boolean> {
  const { code, stdout } = await run({
    file,
    args: ["version"],
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  }).catch(() => ({ code: 1, stdout: "" }));
  return code === 0 && stdout.trim() === `v${CLI_VERSION}`;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
