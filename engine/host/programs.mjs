import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What to start.
 *
 * @typedef {object} Command
 * @property {string} file
 * @property {string[]} args
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 *
 * Where a process's output goes.
 *
 * @typedef {object} Output
 * @property {(chunk: Buffer) => void} stdout
 * @property {(chunk: Buffer) => void} stderr
 *
 * A call that its caller may give up.
 *
 * @typedef {Pick<import("node:events").EventEmitter, "once" | "off">} Cancellable
 */

/** The SDK's runner for each kind of plugin that may be written for Node. */
const PLUGIN_RUNNERS = new Map([
  ["analyzer", "run-policy-pack"],
  ["resource", "run-plugin"],
]);

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * How the engine's program is run: `node <nodeargs> <runner> --monitor ... <entry point>`.
 *
 * @param {import("@pulumi/pulumi/proto/language_pb.js").RunRequest} request
 * @param {string} engine
 * @returns {Command}
 */
export function programCommand(request, engine) {
  const info = request.getInfo();
  if (!info) throw new Error("The engine sent no program to run; use Pulumi CLI 3.200 or newer.");
  const options = optionsOf(info);
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  return {
    file: process.execPath,
    args: [
      ...words(options["nodeargs"]),
      runner(info.getProgramDirectory(), "run"),
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info.getEntryPoint(),
      ...request.getArgsList(),
    ],
    cwd: info.getProgramDirectory(),
    env: {
      ...process.env,
      ...(options["typescript"] !== false && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  };
}

/**
 * How a policy pack or another plugin is run: `node <runner> <arguments> <folder>`, in its folder.
 *
 * @param {import("@pulumi/pulumi/proto/language_pb.js").RunPluginRequest} request
 * @returns {Command}
 */
export function pluginCommand(request) {
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const module = PLUGIN_RUNNERS.get(request.getKind());
  if (module === undefined) {
    const kinds = [...PLUGIN_RUNNERS.keys()].join(" or ");
    throw new Error(`A Node plugin must be of kind ${kinds}, not "${request.getKind()}".`);
  }
  return {
    file: process.execPath,
    args: ["--import", LEAN, runner(folder, module), ...request.getArgsList(), folder],
    cwd: folder,
    env: Object.fromEntries(
      request.getEnvList().map((line) => {
        const equals = line.indexOf("=");
        return [line.slice(0, equals), line.slice(equals + 1)];
      }),
    ),
  };
}

/** What is preloaded so that a plugin starts without what it never uses. */
const LEAN = pathToFileURL(join(import.meta.dirname, "..", "lean.mjs")).href;

/**
 * Runs a command to its end, or until its caller gives up.
 *
 * @param {Command} command
 * @param {Cancellable} call
 * @param {Output | "inherit"} output
 * @returns {Promise<number>} Its exit code, -1 when a signal ended it.
 */
export function execute({ file, args, cwd, env }, call, output) {
  return new Promise((resolve, reject) => {
    const stream = output === "inherit" ? "inherit" : "pipe";
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", stream, stream] });
    running.add(child);
    const stop = () => child.kill("SIGTERM");
    call.once("cancelled", stop);
    if (output !== "inherit") {
      child.stdout?.on("data", output.stdout);
      child.stderr?.on("data", output.stderr);
    }
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      call.off("cancelled", stop);
      resolve(code ?? -1);
    });
  });
}

/** Stops whatever still runs, so that no program outlives its engine. */
export function stopAll() {
  for (const child of running) child.kill("SIGKILL");
}

/** @param {import("@pulumi/pulumi/proto/language_pb.js").ProgramInfo} info */
function optionsOf(info) {
  return info.getOptions()?.toJavaScript() ?? {};
}

/**
 * @param {string} folder
 * @param {string} module
 */
function runner(folder, module) {
  const name = `@pulumi/pulumi/cmd/${module}`;
  try {
    return createRequire(join(folder, "index.js")).resolve(name);
  } catch {
    throw new Error(`${name} is not installed for ${folder}; run npm ci there.`);
  }
}

/** @param {import("google-protobuf/google/protobuf/struct_pb.js").JavaScriptValue | undefined} text */
function words(text) {
  if (typeof text !== "string") return [];
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
