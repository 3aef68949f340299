import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import fc from "fast-check";

import { ROOT } from "../../engine/folders.ts";
import { exportLines, githubLines, variablesOf } from "../../engine/shell.ts";
import { environmentOf } from "../../environment/environment.ts";

describe("lines for a shell", () => {
  it("give every value back as it is, whatever is in it", () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
      fc.constantFrom("$(exit 9)", "`exit 9`", "a'b", '"; exit 9; "', "two\nlines", "\\", "!!"),
    );
    fc.assert(
      fc.property(value, (text) => {
        const lines = exportLines({ variables: { CANARY: text }, unset: [], path: [] });
        const seen = execFileSync("/bin/sh", ["-c", `${lines}\nprintf %s "$CANARY"`]);
        assert.equal(seen.toString("utf8"), text);
      }),
      { numRuns: 50 },
    );
  });

  it("put folders in front of the search path", () => {
    const lines = exportLines({ variables: {}, unset: [], path: ["/a b", "/c"] });
    const env = { PATH: "/bin" };
    const seen = execFileSync("/bin/sh", ["-c", `${lines}\nprintf %s "$PATH"`], { env });
    assert.equal(seen.toString("utf8"), "/a b:/c:/bin");
  });
});

describe("lines for a workflow", () => {
  it("are one variable each", () => {
    assert.equal(githubLines({ variables: { A: "1", B: "x y" } }), "A=1\nB=x y");
  });

  it("refuse a value that would set another variable", () => {
    assert.throws(() => githubLines({ variables: { A: "1\nPATH=/evil" } }), {
      name: "UserError",
      exitCode: 2,
    });
  });
});

describe("what a shell sets for a real stack", () => {
  const environment = environmentOf({ folder: ROOT, stack: "prod" });
  const key = `gcpkms://${environment.kmsKey}`;

  it("is the stack's own backend, key and project", () => {
    assert.deepEqual(variablesOf(environment, key), {
      PULUMI_BACKEND_URL: environment.state,
      PULUMI_STACK: "prod",
      PULUMI_SECRETS_PROVIDER: key,
      GOOGLE_CLOUD_PROJECT: environment.project,
      CLOUDSDK_CORE_PROJECT: environment.project,
    });
  });

  it("is refused when the stack's file is encrypted by another key", () => {
    assert.throws(() => variablesOf(environment, "gcpkms://other"), {
      name: "UserError",
      exitCode: 2,
      message: /Pulumi\.prod\.yaml is encrypted by gcpkms:\/\/other/,
    });
  });
});
