import runtime from "@pulumi/pulumi/runtime/debuggable.js";

type DebuggablePromise = <T>(promise: Promise<T>, context: unknown) => Promise<T>;

/**
 * Imported for its effect: the engine's runtime takes a stack trace for each of its own promises, to
 * print should one leak, and mapping each to its source costs half the time of a large program. The
 * traces of promises are left out unless `PULUMI_DEBUG_PROMISE_LEAKS` asks for them; those of real
 * errors stay whole.
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
