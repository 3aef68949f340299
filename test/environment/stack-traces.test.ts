import assert from "node:assert/strict";

import runtime from "@pulumi/pulumi/runtime/debuggable.js";

type Debuggable = Promise<void> & { _debugStackTrace?: string };

const debuggable = runtime as {
  debuggablePromise: (promise: Promise<void>, context: string) => Debuggable;
};

describe("stack traces", () => {
  const installed: unknown = Reflect.get(Error, "prepareStackTrace");
  const { debuggablePromise } = debuggable;

  before(async () => {
    Error.prepareStackTrace = (error) =>
      `${String(error)}\n    at set (/p/node_modules/@pulumi/resource.ts:1:2)\n    at /p/node_modules/@pulumi/gcp/provider.ts:3:4`;
    await import(`../../environment/stack-traces.ts?${Date.now()}`);
  });

  after(() => {
    Reflect.set(Error, "prepareStackTrace", installed);
    debuggable.debuggablePromise = debuggablePromise;
  });

  it("have the folder of the package in every path, which the runtime's source map leaves out", () => {
    assert.deepEqual(new Error("broken").stack?.split("\n"), [
      "Error: broken",
      "    at set (/p/node_modules/@pulumi/pulumi/resource.ts:1:2)",
      "    at /p/node_modules/@pulumi/gcp/provider.ts:3:4",
    ]);
  });

  it("are not taken for the runtime's promises, and the limit of errors stays", async () => {
    const limit = Error.stackTraceLimit;
    const frames: number[] = [];
    Error.prepareStackTrace = (error, sites) => {
      frames.push(sites.length);
      return String(error);
    };
    await debuggable.debuggablePromise(Promise.resolve(), "test");
    assert.deepEqual(frames, [0]);
    assert.equal(Error.stackTraceLimit, limit);
  });
});
