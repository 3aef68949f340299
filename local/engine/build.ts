import { join } from "node:path";

import { ROOT } from "./folders.ts";
import { interruption, run, type Finished } from "./processes.ts";
import type { Outcome, Report } from "./toolchain.ts";

/** The Go module that pins the CLI and everything it is built from. */
export const GO_MODULE = join(ROOT, "local", "engine", "gobuild");
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const REPORT_EVERY_MS = 10_000;

/**
 * Builds the CLI from its Go module, as its makers do: some 3,000 packages, 3 to 4 minutes on two
 * cores with empty caches.
 */
export async function buildCli(version: string, folder: string, report: Report): Promise<Outcome> {
  const found = await go(["version"]).catch(() => undefined);
  if (found?.code !== 0) return refused("there is no Go on this machine");

  const started = Date.now();
  report(`Building the Pulumi CLI ${version} from its Go module, once; this takes a few minutes.`);
  const progress = { line: "reading the list of packages", last: started };
  const tell = (line: string) => {
    progress.line = line;
    if (Date.now() - progress.last < REPORT_EVERY_MS) return;
    progress.last = Date.now();
    report(`  ${seconds(started)} s: ${progress.line}`);
  };

  let modules = 0;
  const listed = await go(["list", "-deps", PACKAGE], (line) => {
    if (line.startsWith("go: downloading")) modules += 1;
    tell(`${modules} modules downloaded`);
  });
  if (listed.code !== 0) return failed(listed);

  const total = listed.stdout.trim().split("\n").length;
  let compiled = 0;
  const built = await go(buildArguments(version, join(folder, "pulumi")), (line) => {
    if (!line.startsWith("go: ")) compiled += 1;
    const percent = Math.min(99, Math.floor((100 * compiled) / total));
    tell(`${compiled} of ${total} packages compiled (${percent} %)`);
  });
  if (built.code !== 0) return failed(built);
  report(`  ${seconds(started)} s: built`);
  return { done: true };
}

function buildArguments(version: string, output: string): string[] {
  const name = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  return [
    ...["build", "-v", "-mod=readonly", "-trimpath", "-tags", "osusergo grpcnotrace"],
    ...["-ldflags", `-w -s -X ${name}=v${version}`, "-o", output, PACKAGE],
  ];
}

function go(args: readonly string[], onError?: (line: string) => void): Promise<Finished> {
  const env = { ...process.env, CGO_ENABLED: "0" };
  return run({ file: "go", args, cwd: GO_MODULE, env, ...(onError && { onError }) });
}

function failed({ stderr }: Finished): Outcome {
  if (interruption()) return refused("interrupted");
  const said = stderr.split("\n").filter((line) => /error|cannot|requires|:/.test(line));
  return refused(said.slice(-3).join(" / "));
}

function refused(reason: string): Outcome {
  return { done: false, reason: `Go build: ${reason}` };
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
