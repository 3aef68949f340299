import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parse, stringify } from "yaml";

import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";
import { withFolders } from "../../engine/search-path.ts";
import { standingStacks } from "../../engine/stacks.ts";
import { readAddress } from "../../local/address.ts";
import { Scratch } from "../e2e/scratch.ts";
import { OFFLINE, TOOLCHAIN } from "./official.ts";

/** One message of the engine or a provider that a clean preview would not have. */
export interface Complaint {
  /** Folder of the program and stack: `./prod`, `bootstrap/prod`. */
  readonly of: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** The project's programs, by the folder of their `Pulumi.yaml`. */
const PROGRAMS = [".", "bootstrap"] as const;

/** What was previewed and every complaint about it. */
export interface Previews {
  readonly of: readonly string[];
  readonly complaints: readonly Complaint[];
}

/**
 * Previews every stack of every program with the official engine and language host and the real
 * Google and random providers, offline, in a scratch copy. There is no official docker provider
 * here: the local one stands in for it.
 */
export async function previewAll(): Promise<Previews> {
  const scratch = await Scratch.make();
  try {
    const env = await environment(scratch);
    const names: string[] = [];
    const complaints: Complaint[] = [];
    for (const program of PROGRAMS) {
      const folder = await prepare(scratch, program);
      for (const stack of standingStacks(ROOT)) {
        const name = `${program}/${stack}`;
        names.push(name);
        complaints.push(...(await preview(name, stack, folder, env)));
      }
    }
    return { of: names, complaints };
  } finally {
    await scratch.remove();
  }
}

async function environment(scratch: Scratch): Promise<NodeJS.ProcessEnv> {
  const local = (await scratch.engine()).command([]).env;
  const address = await readAddress(scratch.folders.cloud);
  return {
    ...local,
    ...OFFLINE,
    PULUMI_HOME: TOOLCHAIN,
    PATH: withFolders([join(TOOLCHAIN, "bin")], local?.["PATH"]),
    PULUMI_DEBUG_PROVIDERS: `docker:${address?.docker ?? 0}`,
    PULUMI_IGNORE_AMBIENT_PLUGINS: undefined,
  };
}

/** The shadow's `Pulumi.yaml` of a program, without our language host. */
async function prepare(scratch: Scratch, program: string): Promise<string> {
  const folder = join(scratch.folders.project, program);
  await mkdir(folder, { recursive: true });
  const document = parse(await readFile(join(ROOT, program, "Pulumi.yaml"), "utf8")) as object;
  const main = relative(folder, join(ROOT, program, "index.ts"));
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ ...document, main }));
  return folder;
}

async function preview(
  name: string,
  stack: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly Complaint[]> {
  const file = join(TOOLCHAIN, "bin", "pulumi");
  const log = join(cwd, `${stack}.jsonl`);
  await run({ file, args: ["stack", "init", stack], cwd, env });
  const args = ["preview", "--stack", stack, "--event-log", log, "--non-interactive"];
  const { code, stdout, stderr } = await run({ file, args, cwd, env });
  const found = complaintsIn(name, await readFile(log, "utf8").catch(() => ""));
  if (code === 0 || found.some(({ severity }) => severity === "error")) return found;
  const message = `the preview ended with ${code}: ${stdout}${stderr}`;
  return [...found, { of: name, severity: "error", message }];
}

/** The errors and warnings in an engine event log. */
export function complaintsIn(of: string, log: string): Complaint[] {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { diagnosticEvent } = JSON.parse(line) as {
        readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
      };
      const severity = diagnosticEvent?.severity;
      if (severity !== "error" && severity !== "warning") return [];
      return [{ of, severity, message: diagnosticEvent?.message.trim() ?? "" }];
    });
}
