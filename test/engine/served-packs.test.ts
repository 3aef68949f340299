import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import type { Engine } from "../../engine/engine.ts";
import { foldersOf } from "../../engine/folders.ts";
import { isAlive, run } from "../../engine/processes.ts";
import { withServedPacks } from "../../engine/served-packs.ts";

/** Stands for the packs: says where they are, and notes its process. */
const ANSWERS = `
  require("node:fs").writeFileSync(__dirname + "/pid", String(process.pid));
  process.stdin.on("end", () => process.exit(0)).resume();
  console.log("4711");
`;

describe("policy packs that one process serves", () => {
  let folder: string;
  let reported: string[];
  const report = (line: string) => reported.push(line);

  beforeEach(async () => {
    reported = [];
    folder = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
    await mkdir(join(folder, "pack"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const pack = (entry: string, text: string) => writeFile(join(folder, "pack", entry), text);
  const engine = (): Engine => ({
    folders: foldersOf(folder, folder),
    command: (args) => ({
      file: "true",
      args,
      env: { PATH: process.env["PATH"], PULUMI_OPTION_POLICY_PACK: join(folder, "pack") },
    }),
    prepare: () => Promise.resolve(),
    explain: (_stack, errors) => Promise.resolve(errors),
  });

  /** Starts what the engine would, reads its first line, and lets it go. */
  const ask = async (served: Engine) => {
    const { env } = served.command([]);
    const child = spawn(env?.["PULUMI_OPTION_POLICY_PACK"] ?? "", ["127.0.0.1:9"], { env });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    }
    const ended = once(child, "close");
    while (!said.includes("\n")) await setTimeout(10);
    const runs = child.exitCode === null && said.startsWith("4711");
    child.stdin.end();
    const [code] = (await ended) as [number];
    return { said: said.trim(), runs, code };
  };
  const pid = async () => Number(await readFile(join(folder, "pack", "pid"), "utf8"));

  it("are where each engine is told that its packs are, and end with the work", async () => {
    await pack("served.cjs", ANSWERS);
    const found = await withServedPacks(engine(), report, async (served) => {
      const asked = await Promise.all([ask(served), ask(served), ask(served)]);
      assert.ok(isAlive(await pid()));
      return asked;
    });
    assert.deepEqual(found, Array(3).fill({ said: "4711", runs: true, code: 0 }));
    assert.ok(!isAlive(await pid()));
    assert.deepEqual(await readdir(folder), ["pack"]);
    assert.deepEqual(reported, []);
  });

  it("end when the work fails", async () => {
    await pack("served.cjs", ANSWERS);
    const work = withServedPacks(engine(), report, async (served) => {
      await ask(served);
      throw new Error("broken on purpose");
    });
    await assert.rejects(work, /broken on purpose/);
    assert.ok(!isAlive(await pid()));
  });

  it("end when whoever started them is killed", async () => {
    await pack("served.cjs", ANSWERS);
    const module = new URL("../../engine/served-packs.ts", import.meta.url).href;
    const text = `
      import { existsSync } from "node:fs";
      import { setTimeout } from "node:timers/promises";
      const { withServedPacks } = await import(${JSON.stringify(module)});
      const folder = ${JSON.stringify(folder)};
      const env = { PULUMI_OPTION_POLICY_PACK: folder + "/pack" };
      const engine = { folders: { data: folder }, command: () => ({ env }) };
      await withServedPacks(engine, () => undefined, async () => {
        while (!existsSync(folder + "/pack/pid")) await setTimeout(10);
        process.kill(process.pid, "SIGKILL");
      });`;
    const args = ["--import", "tsx", "--input-type=module", "--eval", text];
    await run({ file: process.execPath, args });
    for (const id = await pid(); isAlive(id);) await setTimeout(20);
  });

  it("refuse every stack, saying why, when they do not start", async () => {
    await pack("served.cjs", 'throw new Error("no such rule");');
    const { said, code } = await withServedPacks(engine(), report, ask);
    assert.equal(code, 1);
    for (const text of [said, ...reported]) {
      assert.match(text, /The policy packs ended: [^]*no such rule/);
    }
    assert.equal(reported.length, 1);
  });

  it("are not served where they judge one stack a process", async () => {
    await pack("main.cjs", ANSWERS);
    const own = await withServedPacks(engine(), report, (served) =>
      Promise.resolve(served.command([])),
    );
    assert.deepEqual(own, engine().command([]));
  });
});
