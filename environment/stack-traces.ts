import runtime from "@pulumi/pulumi/runtime/debuggable.js";

type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;
type DebuggablePromise = <T>(promise: Promise<T>, context: unknown) => Promise<T>;

/**
 * Imported for its effect, before anything else: makes stack traces cheap.
 *
 * The engine's runtime takes one for each of its own promises, to print should one leak, and mapping
 * each to its source costs half the time of a large program. Those are left out unless
 * `PULUMI_DEBUG_PROMISE_LEAKS` asks for them; the traces of errors stay whole.
 */
const debuggable = runtime as { debuggablePromise: DebuggablePromise };

if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] === undefined) {
  const original = debuggable.debuggablePromise;
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return original(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

/**
 * The runtime's source map leaves the package's folder out of its paths, and Node 20 needs half a
 * minute to print a trace with a path like `node_modules/@pulumi/resource.ts`.
 */
const MISPLACED = /(node_modules\/@pulumi\/)(?=[^/]+:\d)/g;

/** What the runner has installed to map traces to sources; nothing under a test runner. */
const { prepareStackTrace: prepare } = Error as { prepareStackTrace?: Prepare };
if (prepare) {
  Error.prepareStackTrace = (error, frames) => {
    const trace = prepare(error, frames);
    return typeof trace === "string" ? trace.replace(MISPLACED, "$1pulumi/") : trace;
  };
}
