import assert from "node:assert/strict";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { withCompiled } from "../../engine/compiled.ts";
import { judgedBy } from "../../engine/guards.ts";
import { ROOT } from "../../engine/folders.ts";
import { run } from "../../engine/processes.ts";
import { documentOf } from "../../engine/project.ts";
import { operate, type Result } from "../../engine/update.ts";
import { LEDGER_FILE } from "../../policy/ledger.ts";
import { ISOLATION } from "../../policy/rules/isolation.ts";
import {
  BASE,
  BY_THE_GUARD,
  BY_THE_LEDGER,
  BY_THE_PACK,
  ledgerOf,
  type GuardEdit,
} from "./guard-edits.ts";
import { Scratch } from "./scratch.ts";

const PROGRAM = `import "./policy/guard.ts";
import * as pulumi from "@pulumi/pulumi";
import * as gcp from "@pulumi/gcp";
const project = "acme-shop-dev";
const provider = new gcp.Provider("google", { project, region: "asia-southeast2" });
void pulumi;
`;

/** How a program is run; whoever makes one that does not compile has it run as it is. */
type Way = typeof withCompiled;
const asItIs: Way = (engine, work) => work(engine);

describe("a change to the guards, judged by the guards of the base branch", () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await Scratch.make();
    const { root } = scratch.folders;
    await Promise.all(
      ["policy", "environment", "package.json"].map((name) =>
        cp(join(ROOT, name), join(root, name), { recursive: true }),
      ),
    );
    await scratch.link();
    await scratch.edit("Pulumi.yaml", (project) => {
      project["main"] = "index.ts";
    });
    await scratch.configure("dev", "bulkhead:secrets", {
      "payment-key": { shape: "{24}" },
      "mail-key": { shape: "{24}" },
    });
    for (const stack of ["dev", "prod"]) {
      const mine = Object.entries(BASE).filter(([name]) => name.startsWith(`${stack} `));
      const values = mine.map(([name, [text]]) => [name.split(" ")[1], { secure: `v1:${text}` }]);
      await scratch.configure(stack, "bulkhead:secretValues", Object.fromEntries(values));
    }
    await writeFile(join(root, LEDGER_FILE), ledgerOf(BASE));
    await writeFile(join(root, "index.ts"), PROGRAM);
    await writeFile(join(root, ".gitignore"), "node_modules\n.bulkhead\n");
    await git(root, "init", "--quiet");
    await commit(root);
  });

  after(() => scratch.remove());

  describe("and by the pack", () => {
    let result: Result;

    before(async () => {
      result = await previewAfter(scratch, BY_THE_PACK);
    });

    for (const { title, finds } of BY_THE_PACK) {
      it(`does not help: ${title}`, () => {
        assert.equal(result.ok, false);
        assert.ok(
          result.violations.some((violation) => finds.test(violation)),
          [...result.violations, ...result.errors].join("\n"),
        );
      });
    }

    it("finds nothing more against the isolation than that", () => {
      const isolation = new Set(ISOLATION.map(({ id }) => id));
      const unexpected = result.violations
        .filter((violation) => isolation.has(violation.split(":")[0] ?? ""))
        .filter((violation) => !BY_THE_PACK.some(({ finds }) => finds.test(violation)));
      assert.deepEqual(unexpected, []);
    });
  });

  it("would help, were the change judged by its own stack files", async () => {
    await previewAfter(scratch, BY_THE_PACK);
    const engine = await scratch.engine();
    const { violations } = await operate(engine, "preview", "dev");
    const evaded = ["renamed", "moved", "allowed"];
    assert.deepEqual(
      violations
        .filter((violation) => violation.startsWith("foreign-"))
        .filter((violation) => evaded.some((name) => violation.includes(`: ${name}:`))),
      [],
    );
  });

  it("runs the program as the base branch says, and not as the change does", async () => {
    const { root } = scratch.folders;
    const nodeargs = async (folder: string) =>
      ((await documentOf(folder)) as unknown as Project).runtime.options.nodeargs;
    const base = await nodeargs(root);
    await edit(join(root, "Pulumi.yaml"), [[/--import tsx/, "--import tsx --import ./early.mjs"]]);
    const { cwd = "" } = (await judgedBy(await scratch.engine(), "HEAD")).command([]);
    assert.notEqual(await nodeargs(root), base);
    assert.equal(await nodeargs(cwd), base);
    assert.equal(await readFile(join(cwd, "tsconfig.json"), "utf8"), "{}\n");
  });

  for (const evasion of [...BY_THE_GUARD, BY_THE_LEDGER]) {
    for (const [how, way] of Object.entries({ compiled: withCompiled, "as it is": asItIs })) {
      it(`does not help, the program ${how}: ${evasion.title}`, async () => {
        const { ok, violations, errors } = await previewAfter(scratch, [evasion], way);
        assert.equal(ok, false);
        assert.ok(
          violations.some((violation) => evasion.finds.test(violation)),
          [...violations, ...errors].join("\n"),
        );
      });
    }
  }
});

async function previewAfter(
  scratch: Scratch,
  evasions: readonly GuardEdit[],
  way: Way = withCompiled,
): Promise<Result> {
  const { root } = scratch.folders;
  await git(root, "checkout", "--quiet", "--", ".");
  await git(root, "clean", "--force", "--quiet");
  for (const { edits, program } of evasions) {
    for (const [file, changes] of Object.entries(edits)) await edit(join(root, file), changes);
    const index = join(root, "index.ts");
    await writeFile(index, `${await readFile(index, "utf8")}${program}\n`);
  }
  const engine = await judgedBy(await scratch.engine(), "HEAD");
  await engine.prepare("dev", () => undefined);
  return way(engine, (each) => operate(each, "preview", "dev"));
}

interface Project {
  readonly runtime: { readonly options: { readonly nodeargs: string } };
}

async function edit(file: string, changes: readonly [RegExp, string][]): Promise<void> {
  if (changes.length === 0) return rm(file);
  const before = await readFile(file, "utf8").catch(() => "");
  const after = changes.reduce((text, [from, to]) => text.replace(from, to), before);
  assert.notEqual(after, before, `${file}: the edit finds nothing to change`);
  await writeFile(file, after);
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await run({ file: "git", args, cwd: folder });
  assert.equal(code, 0, stderr);
}

async function commit(folder: string): Promise<void> {
  await git(folder, "add", "--all");
  const who = ["-c", "user.name=test", "-c", "user.email=test@acme.example"];
  await git(folder, ...who, "commit", "--quiet", "-m", "base");
}
