import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { run } from "./processes.ts";
import type { Outcome, Report } from "./toolchain.ts";

/** How long a server may take to answer, so that a closed network is noticed at once. */
const ANSWER_MS = 5_000;

/** Release names of what Node calls a platform and an architecture. */
const PLATFORMS: Readonly<Record<string, string>> = { darwin: "darwin", linux: "linux" };
const ARCHITECTURES: Readonly<Record<string, string>> = { arm64: "arm64", x64: "x64" };

/**
 * Downloads the official release and checks it against the checksums that are published beside its
 * source, on another host. BULKHEAD_CLI_MIRROR names a mirror that keeps both files in one folder.
 */
export async function downloadCli(
  version: string,
  folder: string,
  report: Report,
): Promise<Outcome> {
  const platform = PLATFORMS[process.platform];
  const architecture = ARCHITECTURES[process.arch];
  if (platform === undefined || architecture === undefined) {
    return refused(`there is no release for ${process.platform} on ${process.arch}`);
  }
  const name = `pulumi-v${version}-${platform}-${architecture}.tar.gz`;
  const { archives, checksums } = addresses(version);
  try {
    const expected = checksumOf(name, await (await answer(checksums)).text());
    if (expected === undefined) return refused(`${checksums} does not list ${name}`);
    report(`Downloading the Pulumi CLI ${version}.`);
    const archive = join(folder, "archive");
    await save(await answer(`${archives}/${name}`), archive);
    const seen = await checksum(archive);
    if (seen !== expected) {
      return refused(`${name} has the checksum ${seen}, where ${expected} was published`);
    }
    return await unpack(archive, folder);
  } catch (error) {
    return refused(reasonOf(error));
  }
}

function addresses(version: string): { archives: string; checksums: string } {
  const mirror = process.env["BULKHEAD_CLI_MIRROR"];
  const checksums = `pulumi-${version}-checksums.txt`;
  if (mirror !== undefined) return { archives: mirror, checksums: `${mirror}/${checksums}` };
  return {
    archives: "https://get.pulumi.com/releases/sdk",
    checksums: `https://github.com/pulumi/pulumi/releases/download/v${version}/${checksums}`,
  };
}

async function answer(address: string): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(`no answer within ${ANSWER_MS / 1000} seconds`));
  }, ANSWER_MS);
  try {
    const response = await fetch(address, { signal: controller.signal });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return response;
  } finally {
    clearTimeout(timer);
  }
}

async function save(response: Response, file: string): Promise<void> {
  if (!response.body) throw new Error(`${response.url} answered nothing`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
}

async function checksum(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function checksumOf(name: string, listing: string): string | undefined {
  const line = listing.split("\n").find((entry) => entry.trim().endsWith(` ${name}`));
  return line?.trim().split(/\s+/)[0];
}

/** The archive holds one folder, `pulumi`, with the programs in it or in its `bin`. */
async function unpack(archive: string, folder: string): Promise<Outcome> {
  const { code, stderr } = await run({ file: "tar", args: ["-xzf", archive, "-C", folder] });
  if (code !== 0) return refused(`tar: ${stderr.trim()}`);
  await rm(archive);
  const inner = join(folder, "unpacked");
  await rename(join(folder, "pulumi"), inner);
  const names = await readdir(inner);
  const programs = names.includes("bin") ? join(inner, "bin") : inner;
  for (const program of await readdir(programs)) {
    await rename(join(programs, program), join(folder, program));
  }
  await rm(inner, { recursive: true });
  return { done: true };
}

function refused(reason: string): Outcome {
  return { done: false, reason: `download: ${reason}` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
