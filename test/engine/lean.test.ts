import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";

/** Runs a text as a CommonJS module of this project, with what is preloaded, or without. */
async function node(text: string, preload = ["--import", "@bulkhead/engine/lean.mjs"]) {
  const { code, stdout, stderr } = await run({
    file: process.execPath,
    args: [...preload, "--eval", text],
    cwd: ROOT,
  });
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

const MODULES = "console.log(Object.keys(require.cache).length)";

describe("what is preloaded into Node processes", () => {
  it("keeps two thirds of the runtime's modules from being loaded", async () => {
    const load = `require("@pulumi/pulumi"); require("@pulumi/pulumi/cmd/run/tracing"); ${MODULES}`;
    const [lean, whole] = await Promise.all([node(load), node(load, [])]);
    assert.ok(Number(lean) * 3 < Number(whole), `${lean} of ${whole}`);
  });

  it("loads the compiler when a function is sent elsewhere", async () => {
    const text = `
      const pulumi = require("@pulumi/pulumi");
      const outside = 21;
      pulumi.runtime.serializeFunction(() => outside * 2)
        .then(({ text }) => console.log(/outside: 21/.test(text), text.includes("outside * 2")));`;
    assert.equal(await node(text), "true true");
  });

  it("loads the tracing library when something is traced", async () => {
    const text = `
      const tracing = require("@pulumi/pulumi/cmd/run/tracing");
      tracing.start("http://127.0.0.1:9/spans");
      console.log(typeof tracing.newSpan("test").end);
      process.exit(0);`;
    assert.equal(await node(text), "function");
  });

  it("gives everybody else the modules themselves", async () => {
    const text = `console.log(require("typescript").version.split(".").length, require("typescript")
      === require(require.resolve("typescript")));`;
    assert.equal(await node(text), "3 true");
  });

  describe("for a policy pack in TypeScript that brings no compiler of its own", () => {
    let folder: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
      await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
      await writeFile(
        join(folder, "index.ts"),
        "const n: number = 42;\nexport const half = n / 2;\n",
      );
    });

    after(() => rm(folder, { recursive: true }));

    it("compiles it", async () => {
      const text = `
        const Module = require("node:module");
        const runtime = require.resolve("@pulumi/pulumi/cmd/run-policy-pack/run");
        const from = Module.createRequire(runtime);
        const vendored = require("node:path").join(runtime, "../../../vendor/ts-node@7.0.1");
        const parent = new Module(runtime);
        parent.filename = runtime;
        parent.paths = module.paths;
        const compiler = parent.require(vendored);
        const options = { module: "commonjs", target: "ES2020" };
        compiler.register({ typeCheck: true, skipProject: true, compilerOptions: options });
        console.log(require(${JSON.stringify(join(folder, "index.ts"))}).half);`;
      assert.equal(await node(text), "21");
    });
  });
});
