import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { compile } from "../../engine/compile.ts";
import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";

/** A program that says what a module can know of itself, in the order in which its modules run. */
const PROGRAM: Readonly<Record<string, string>> = {
  "index.ts": `
    import "./guard/first.ts";
    import { say } from "./lib/say.ts";
    import pkg from "say-package";
    import facts from "./lib/facts.json" with { type: "json" };
    type Line = string;
    const line: Line = [process.cwd(), import.meta.url, import.meta.dirname].join(" ");
    say(line);
    say(pkg);
    say(facts.says);
    say((await import("./lib/late.ts")).Late.name);
    export const said = await Promise.resolve("index");
    say(said);
  `,
  "guard/first.ts": `console.log("first", import.meta.filename);`,
  "lib/say.ts": `
    import type { Line } from "./line.ts";
    console.log("say is there");
    export const say = (line: Line) => console.log(line);
  `,
  "lib/line.ts": `export type Line = string; console.log("never: only a type is used");`,
  "lib/late.ts": `export class Late {} console.log("late is there");`,
  "lib/facts.json": `{ "says": "facts" }`,
  "node_modules/say-package/package.json": `{ "name": "say-package", "main": "index.js" }`,
  "node_modules/say-package/index.js": `console.log("package is there"); module.exports = "package";`,
  "package.json": `{ "type": "module" }`,
};

const FAILS = `
  import "./guard/first.ts";
  interface Wide { readonly lines: string }

  function fails(wide: Wide): never {
    throw new Error("as planned " + wide.lines);
  }
  fails({ lines: "here" });
`;

describe("a program compiled module by module", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "bulkhead-test-")));
    await mkdir(join(folder, "place"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>) =>
    Promise.all(
      Object.entries(files).map(async ([name, text]) => {
        const file = join(folder, "program", name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }),
    );
  const compiled = async () => {
    const root = join(folder, "program");
    const place = join(folder, "place");
    await symlink(join(root, "node_modules"), join(place, "node_modules")).catch(() => undefined);
    return compile(join(root, "index.ts"), { root, place, tsconfig: undefined });
  };
  const node = (args: readonly string[], cwd: string) => run({ file: process.execPath, args, cwd });
  /** As the project says. */
  const loaded = () =>
    node(
      ["--import", join(ROOT, "node_modules/tsx/dist/esm/index.mjs"), "index.ts"],
      join(folder, "program"),
    );

  it("runs the same modules in the same order, each where its source is", async () => {
    await write(PROGRAM);
    const main = await compiled();
    assert.ok(main !== undefined);
    const [theirs, ours] = [await loaded(), await node([main], folder)];
    assert.equal(theirs.code, 0, theirs.stderr);
    assert.match(theirs.stdout, /^first \S+first.ts\n/);
    assert.deepEqual(ours, theirs);
  });

  it("says of an error where it is in the source", async () => {
    await write({ ...PROGRAM, "index.ts": FAILS });
    const main = await compiled();
    assert.ok(main !== undefined);
    const { stderr } = await node(["--enable-source-maps", main], folder);
    assert.match(stderr, /Error: as planned here\n +at fails \(\S+\/program\/index\.ts:6:11\)/);
  });

  for (const [what, change] of Object.entries({
    "imports what is computed": {
      "lib/say.ts": "export const say = await import(process.argv[1]);",
    },
    "makes a require of its own": {
      "lib/say.ts": `import { createRequire } from "node:module"; export const say = createRequire("/");`,
    },
    "asks more of its own place": { "lib/say.ts": `export const say = import.meta.resolve("x");` },
    "is not all TypeScript": {
      "lib/late.ts": `import "./plain.js"; export class Late {}`,
      "lib/plain.js": "",
    },
    "imports by an alias": {
      "lib/late.ts": `import "@/say.ts"; export class Late {}`,
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }`,
    },
    "takes data for a module": {
      "lib/late.ts": `import facts from "./facts.json"; export class Late { facts = facts; }`,
    },
    "lacks a module": { "lib/late.ts": `import "./gone.ts"; export class Late {}` },
    "does not parse": { "lib/late.ts": "export class {" },
    "lacks a package": { "lib/late.ts": `import "gone"; export class Late {}` },
  })) {
    it(`is left as it is when it ${what}`, async () => {
      await write({ ...PROGRAM, ...change });
      assert.equal(await compiled(), undefined);
    });
  }

  it("is left as it is when it uses a package that is linked from elsewhere", async () => {
    await write({ ...PROGRAM, "lib/late.ts": `import "linked"; export class Late {}` });
    await mkdir(join(folder, "linked"));
    await symlink(join(folder, "linked"), join(folder, "program", "node_modules", "linked"));
    assert.equal(await compiled(), undefined);
  });
});
