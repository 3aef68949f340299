// Preloaded into Node processes that load `@pulumi/pulumi`: `node --import @bulkhead/engine/lean.mjs`.
// Its runtime loads the TypeScript compiler, npm's own tree of packages and a tracing library when it
// starts, two thirds of all modules, for what a program here does not do: to send functions to other
// machines, and to be traced. Each is loaded when it is first used instead. And it maps every frame of
// its own many stack traces to a source; here only those of the project are.
import { readFileSync } from "node:fs";
import Module from "node:module";
import { setFlagsFromString } from "node:v8";

// A function is compiled for speed after eight times as much work as V8 asks for by itself (132 KiB of
// bytecode): what runs for a second or two gains nothing by it, and much of its time goes there.
setFlagsFromString("--interrupt-budget=1000000");

/** @typedef {(request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown} Load */

/** @typedef {Record<string, ((module: unknown, file: string) => void) | undefined>} Extensions */

const loader = /** @type {{ _load: Load }} */ (/** @type {unknown} */ (Module));
const load = loader._load;
const { _extensions: extensions } = /** @type {{ _extensions: Extensions }} */ (
  /** @type {unknown} */ (Module)
);
/** @type {(text: string) => { version: string }} */
const parse = JSON.parse;
const require = Module.createRequire(import.meta.url);

/** Whose requests are answered late; everybody else gets what was asked for. */
const RUNTIME = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules[\\/])/;

/** Modules that the runtime takes as a whole, and of which it uses something later. */
const TAKEN_WHOLE = new Set(["typescript", "@npmcli/arborist"]);

/** Modules that it takes apart at once, into functions and classes. */
const TAKEN_APART = /^@opentelemetry\/(?!api$)/;

/** What compiles a policy pack that is written in TypeScript and brings no compiler of its own. */
const COMPILER = /[\\/]vendor[\\/]ts-node@[^\\/]+$/;

/** What maps every frame of every stack trace to its source. */
const TRACES = "source-map-support/register";

/** A place in a package or in node itself. */
const ELSEWHERE = /^node:|[\\/]node_modules[\\/]/;

loader._load = loadLate;

/** @type {Load} */
function loadLate(request, parent, isMain) {
  const now = () => load.call(Module, request, parent, isMain);
  if (!RUNTIME.test(parent?.filename ?? "")) return now();
  if (COMPILER.test(request)) return lateCompiler(now);
  if (TAKEN_WHOLE.has(request)) return later(now, versionOf(request));
  if (request === TRACES) return mappingOwnOnly(now);
  return TAKEN_APART.test(request) ? inParts(now) : now();
}

/**
 * Stands for a module until something of it is used; its version does not count.
 *
 * @param {() => unknown} now
 * @param {string} version
 */
function later(now, version) {
  const whole = once(now);
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === "__esModule") return true;
        return name === "version" ? version : whole()[name];
      },
      has: (_, name) => name in whole(),
    },
  );
}

/** @param {string} module */
function versionOf(module) {
  /** @type {{ version: string }} */
  const manifest = parse(readFileSync(require.resolve(`${module}/package.json`), "utf8"));
  return manifest.version;
}

/**
 * Compiles TypeScript from the first file on that nobody else does.
 *
 * @param {() => unknown} now
 */
function lateCompiler(now) {
  /** @param {unknown} options */
  const register = (options) => {
    extensions[".ts"] ??= (module, file) => {
      delete extensions[".ts"];
      const compiler = /** @type {{ register(options: unknown): void }} */ (now());
      compiler.register(options);
      extensions[".ts"]?.(module, file);
    };
  };
  return { register };
}

/**
 * What V8 asks of whoever shows a trace.
 *
 * @typedef {{ getFileName(): string | null, toString(): string }} Frame
 * @typedef {{ prepareStackTrace?: (error: unknown, frames: readonly Frame[]) => string }} Tracing
 */

/**
 * Shows the frames of packages as they are, and maps those of the project: the runtime takes a trace for
 * each resource, and to map one reads the source maps of every package in it.
 *
 * @param {() => unknown} now
 */
function mappingOwnOnly(now) {
  const registered = now();
  const tracing = /** @type {Tracing} */ (/** @type {unknown} */ (Error));
  const { prepareStackTrace: map } = tracing;
  if (!map) return registered;
  tracing.prepareStackTrace = (error, frames) => {
    const head = map(error, []);
    const lines = frames.map((frame) => {
      const isElsewhere = ELSEWHERE.test(frame.getFileName() ?? "node:");
      return isElsewhere ? `\n    at ${frame.toString()}` : map(error, [frame]).slice(head.length);
    });
    return head + lines.join("");
  };
  return registered;
}

/**
 * Stands for a module whose functions and classes each stand for themselves until they are called.
 *
 * @param {() => unknown} now
 */
function inParts(now) {
  const whole = once(now);
  return new Proxy({}, { get: (_, name) => callable(() => whole()[name]) });
}

/** @type {(target: (...args: unknown[]) => unknown, args: unknown[]) => object} */
const construct = Reflect.construct;

/** @param {() => unknown} now */
function callable(now) {
  const real = () => /** @type {(...args: unknown[]) => unknown} */ (now());
  // What can be called and made by `new`, whichever the real one is for.
  const stand = function () {
    return undefined;
  };
  return new Proxy(stand, {
    apply: (_, self, args) => /** @type {unknown} */ (Reflect.apply(real(), self, args)),
    construct: (_, args) => construct(real(), args),
    get: (_, name) => /** @type {unknown} */ (Reflect.get(real(), name)),
  });
}

/**
 * @param {() => unknown} now
 * @returns {() => Record<string | symbol, unknown>}
 */
function once(now) {
  /** @type {Record<string | symbol, unknown> | undefined} */
  let loaded;
  return () => (loaded ??= /** @type {Record<string | symbol, unknown>} */ (now()));
}
