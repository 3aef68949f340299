import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { OFFLINE, TOOLCHAIN } from "./official.ts";

/** One message of the engine or a provider that a clean preview would not have. */
export interface Complaint {
  readonly stack: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** What to preview and where the providers without an official binary are served. */
export interface PreviewOptions {
  /** Folder of the program, with Pulumi.yaml and the stack files. */
  readonly project: string;
  /** Value of PULUMI_DEBUG_PROVIDERS, as `docker:4711`; none by default. */
  readonly attached?: string | undefined;
}

/** Names of all stacks that have a file in the project, in alphabetical order. */
export function stacksOf(project: string): string[] {
  return readdirSync(project)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();
}

/**
 * Previews every stack with the real engine and the real Google provider, offline, in a scratch
 * copy of the project files and a scratch backend; the project itself is not written to.
 */
export async function previewAll({ project, attached }: PreviewOptions): Promise<Complaint[]> {
  const scratch = mkdtempSync(join(tmpdir(), "bulkhead-preview-"));
  try {
    const shadow = shadowOf(project, scratch);
    const env = {
      ...process.env,
      ...OFFLINE,
      PULUMI_HOME: TOOLCHAIN,
      PATH: `${join(TOOLCHAIN, "bin")}:${process.env["PATH"] ?? ""}`,
      PULUMI_BACKEND_URL: `file://${scratch}`,
      PULUMI_CONFIG_PASSPHRASE: "scratch",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The flag --event-log exists only with it.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...(attached === undefined ? {} : { PULUMI_DEBUG_PROVIDERS: attached }),
    };
    const complaints: Complaint[] = [];
    for (const stack of stacksOf(project)) {
      await pulumi(["stack", "init", stack], shadow, env);
      const log = join(scratch, `${stack}.jsonl`);
      const args = ["preview", "--stack", stack, "--event-log", log, "--non-interactive"];
      const { code, output } = await pulumi(args, shadow, env);
      const found = existsSync(log) ? complaintsIn(stack, readFileSync(log, "utf8")) : [];
      complaints.push(...found);
      if (code !== 0 && !found.some(({ severity }) => severity === "error")) {
        complaints.push({ stack, severity: "error", message: `preview ended ${code}: ${output}` });
      }
    }
    return complaints;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The errors and warnings in an engine event log. */
export function complaintsIn(stack: string, log: string): Complaint[] {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { diagnosticEvent } = JSON.parse(line) as {
        readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
      };
      const severity = diagnosticEvent?.severity;
      if (severity !== "error" && severity !== "warning") return [];
      return [{ stack, severity, message: diagnosticEvent?.message.trim() ?? "" }];
    });
}

/** Project files in a folder of their own, whose program is still the one of the project. */
function shadowOf(project: string, scratch: string): string {
  const shadow = join(scratch, "project");
  const program = resolve(project);
  for (const file of readdirSync(program)) {
    if (/^Pulumi\..*yaml$/.test(file)) cpSync(join(program, file), join(shadow, file));
  }
  const settings = join(shadow, "Pulumi.yaml");
  const text = readFileSync(settings, "utf8");
  const main = /^main:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? ".";
  const line = `main: ${relative(shadow, join(program, main))}`;
  const rewritten = /^main:/m.test(text) ? text.replace(/^main:.*$/m, line) : `${text}\n${line}\n`;
  writeFileSync(settings, rewritten);
  return shadow;
}

function pulumi(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn("pulumi", args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", fail);
    child.once("close", (code) => {
      done({ code: code ?? 1, output });
    });
  });
}
