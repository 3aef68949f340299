import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import { record, type Folder, type Recording } from "./recorder.ts";

/**
 * Logical names are API: the engine replaces what is renamed. After a change that is meant, and an
 * alias for what keeps its data, write the lists anew with `GOLDEN=write npx mocha`.
 */
const SAMPLES: readonly { stack: string; folder: Folder; file: string }[] = [
  { stack: "dev", folder: "", file: "dev.txt" },
  { stack: "staging", folder: "", file: "staging.txt" },
  { stack: "prod", folder: "", file: "prod.txt" },
  { stack: "pr-7", folder: "", file: "pr-7.txt" },
  { stack: "prod", folder: "bootstrap/", file: "bootstrap-prod.txt" },
];

describe("the logical names", () => {
  for (const { stack, folder, file } of SAMPLES) {
    it(`of ${folder}${stack} are those of golden/${file}`, async () => {
      const golden = new URL(`golden/${file}`, import.meta.url);
      const names = list(await record(stack, {}, folder));
      if (process.env["GOLDEN"] === "write") writeFileSync(golden, names);
      assert.equal(names, readFileSync(golden, "utf8"));
    });
  }
});

/** One line a resource, in the order of names: logical name and type, children below their parent. */
function list({ resources }: Recording): string {
  const below = (parent: string | undefined, indent: string): string[] =>
    resources
      .filter((resource) => resource.parent === parent)
      .map(({ name, type }) => ({ name, type, line: `${indent}${name} ${type}` }))
      .sort((a, b) => (a.line < b.line ? -1 : 1))
      .flatMap(({ name, type, line }) =>
        type.startsWith("bulkhead:") ? [line, ...below(name, `${indent}  `)] : [line],
      );
  return below(undefined, "").join("\n") + "\n";
}
