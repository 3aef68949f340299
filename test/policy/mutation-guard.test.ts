import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT } from "../../engine/folders.ts";
import { GUARD_RULES } from "../../policy/reads.ts";
import { isGuards } from "./corpus/case.ts";
import type { GUARD_JUDGES } from "./corpus/judge.ts";
import { askGuard, contextOf, unfound } from "./corpus/judge.ts";
import { EVASIONS } from "./corpus/programs.ts";

/** A line of the guard, and what stands in its place where it is taken out. */
type Mutation = readonly [without: string, file: string, line: string, instead: string];

const MUTATIONS: readonly Mutation[] = [
  [
    "a look into StackReferences",
    "reads.ts",
    "if (type === STACK_REFERENCE) return",
    "if (!type) return",
  ],
  [
    "the own stack's whole name",
    "reads.ts",
    "if (!found && `/${self}`",
    "if (!found && `/${name}`",
  ],
  ["random values that are chosen", "reads.ts", "/^random:/.test(type)", "!type"],
  ["what a resource is looked up by", "reads.ts", "{ id, ...state }", "{ id }"],
  ["the id of what is read", "reads.ts", "{ id, ...state }", "state"],
  ["the list of packages", "reads.ts", "!PACKAGES.test(token)", "!token"],
  ["functions that hand out credentials", "reads.ts", "CREDENTIALS.test(token)", "!token"],
  ["functions that look into stacks", "reads.ts", "if (stack !== undefined)", "if (!token)"],
  [
    "names of others",
    "reads.ts",
    "if (found) return { path",
    "if (!found) continue; else if (!path) return { path",
  ],
  ["what is above all projects", "reads.ts", "if (above !== undefined)", "if (!type)"],
  ["projects of strangers", "reads.ts", "if (project !== undefined &&", "if (!type &&"],
  [
    "the property that says the project",
    "reads.ts",
    "const isProject = path",
    "const isProject = !type && path",
  ],
  ["the address of a plugin", "reads.ts", 'if (url !== "")', "if (!asked)"],
  ["what is the engine's own", "reads.ts", '"__internal" in inputs ?', "!asked ?"],
  ["literals", "inputs.ts", 'if (takesSecret && text !== "")', "if (!type)"],
  ["secrets in plain sight", "inputs.ts", "isInPlainSight(type, secretAt)", "!type"],
  ["secrets that are called none", "inputs.ts", "secrets.standIn(text)", "!type"],
];

/** Each line of the guard is there for a case that nothing else finds. */
describe("the corpus turns red without the guard's", () => {
  let folder: string;
  const cases = EVASIONS.filter(isGuards);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bulkhead-"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const [index, [without, file, line, instead]] of MUTATIONS.entries()) {
    it(without, async () => {
      const guard = copy(String(index));
      const text = readFileSync(join(guard, file), "utf8");
      assert.ok(text.includes(line), `${file} has no such line: ${line}`);
      writeFileSync(join(guard, file), text.replace(line, instead));
      assert.notDeepEqual(await missed(await judgesIn(guard)), []);
    });
  }

  it("rules, each of which a case is for", () => {
    const found = new Set(cases.flatMap(({ finds }) => finds.map(({ rule }) => rule)));
    assert.deepEqual(
      GUARD_RULES.filter(({ id }) => !found.has(id)),
      [],
    );
  });

  it("copy, in which nothing is taken out, and stays green with it", async () => {
    assert.deepEqual(await missed(await judgesIn(copy("whole"))), []);
  });

  function copy(name: string): string {
    const guard = join(folder, name);
    cpSync(join(ROOT, "policy"), guard, { recursive: true });
    return guard;
  }

  /** The cases that a guard does not find. */
  async function missed(judges: typeof GUARD_JUDGES): Promise<readonly string[]> {
    const said = await Promise.all(cases.map((one) => askGuard(one, contextOf(one.stack), judges)));
    return cases
      .filter((one, at) => unfound(one, said[at] ?? []).length > 0)
      .map(({ name }) => name);
  }
});

/** The guard of a copy of the policies. */
async function judgesIn(folder: string): Promise<typeof GUARD_JUDGES> {
  const modules = await Promise.all(
    ["reads.ts", "inputs.ts", "known-secrets.ts"].map(
      (file) => import(pathToFileURL(join(folder, file)).href) as Promise<object>,
    ),
  );
  return Object.assign({}, ...modules) as typeof GUARD_JUDGES;
}
