import assert from "node:assert/strict";
import { Linter } from "eslint";

import config from "../eslint.config.mjs";

/** By a line of a component the rule that is against it. */
const REFUSED: readonly (readonly [line: string, rule: string])[] = [
  ['import "node:fs";', "no-restricted-imports"],
  ['import "fs/promises";', "no-restricted-imports"],
  ['export * from "node:child_process";', "no-restricted-imports"],
  ['import "node:inspector";', "no-restricted-imports"],
  ['import "node:module";', "no-restricted-imports"],
  ['import "@pulumi/pulumi/automation/index.js";', "no-restricted-imports"],
  ['import "@pulumi/pulumi/runtime/index.js";', "no-restricted-imports"],
  ['import "@grpc/grpc-js";', "no-restricted-imports"],
  ['import "../engine/processes.ts";', "no-restricted-imports"],
  ['void import("node:fs");', "no-restricted-syntax"],
  ['process.getBuiltinModule("node:fs");', "no-restricted-properties"],
  ["const { getBuiltinModule } = process;", "no-restricted-properties"],
  ['void fetch("https://acme.example");', "no-restricted-globals"],
  ['void globalThis.fetch("https://acme.example");', "no-restricted-globals"],
  ['eval("1");', "no-restricted-globals"],
  ["pulumi.runtime.getMonitor();", "no-restricted-syntax"],
  ["void pulumi.automation;", "no-restricted-syntax"],
  ["void pulumi.dynamic;", "no-restricted-syntax"],
];

const FINE = [
  'import * as pulumi from "@pulumi/pulumi";',
  'import "@pulumi/gcp/storage/bucket.js";',
  'import "../environment/names.ts";',
  'import "node:crypto";',
  'void process.env["HOME"];',
];

describe("a component, by its lint", () => {
  const about = config.find(({ rules }) => rules?.["no-restricted-syntax"] !== undefined);

  /** The rules that a text breaks, of those that are about the program alone. */
  function brokenBy(text: string): readonly string[] {
    const { rules = {} } = about ?? {};
    return new Linter().verify(text, { rules }).map(({ ruleId, message }) => ruleId ?? message);
  }

  it("is judged as the whole program is", () => {
    const files = ["index.ts", "bootstrap/index.ts", "environment/**/*.ts", "components/**/*.ts"];
    assert.deepEqual(about?.files, files);
  });

  for (const [line, rule] of REFUSED) {
    it(`may not say ${line}`, () => {
      assert.deepEqual(brokenBy(line), [rule]);
    });
  }

  it("may say what describes an environment", () => {
    assert.deepEqual(brokenBy(FINE.join("\n")), []);
  });
});
