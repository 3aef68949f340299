import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "esbuild";

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

  describe("for stack traces", () => {
    let folder: string;

    before(async () => {
      folder = await realpath(await mkdtemp(join(tmpdir(), "bulkhead-test-")));
      await mkdir(join(folder, "node_modules"));
      await Promise.all(
        ["own", "node_modules/theirs"].map(async (name) => {
          const { outputFiles } = await build({
            stdin: {
              contents: "\n\nexport function fails(): never { throw new Error('as planned') }",
              ...{ sourcefile: `${name}.ts`, loader: "ts" },
            },
            ...{ write: false, format: "cjs", sourcemap: "inline", outfile: join(folder, name) },
          });
          await writeFile(join(folder, `${name}.js`), outputFiles[0]?.text ?? "");
        }),
      );
    });

    after(() => rm(folder, { recursive: true }));

    it("maps those of the project to their sources, and shows those of packages as they are", async () => {
      const runner = `require.resolve("@pulumi/pulumi/package.json").replace("package", "cmd/run/package")`;
      const trace = (name: string) =>
        node(`
          require("node:module").createRequire(${runner})("source-map-support/register");
          try { require("${folder}/${name}.js").fails() } catch ({ stack }) { console.log(stack) }`);
      const [own, theirs] = [await trace("own"), await trace("node_modules/theirs")];
      assert.match(own, /^Error: as planned\n +at \S*fails \(\S+\/own\.ts:3:\d+\)\n/);
      assert.match(theirs, /^Error: as planned\n +at \S*fails \(\S+\/theirs\.js:\d+:\d+\)\n/);
    });
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
