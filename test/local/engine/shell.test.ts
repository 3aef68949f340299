import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import fc from "fast-check";

import { environmentOf } from "../../../environment/environment.ts";
import { foldersOf, ROOT } from "../../../local/engine/folders.ts";
import { localNames, localVariables } from "../../../local/engine/run-environment.ts";
import { exportLines, githubLines, variablesOf } from "../../../local/engine/shell.ts";

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

describe("a shell that goes from the local cloud to a real stack", () => {
  const folders = foldersOf("/repo", "/repo/.bulkhead");
  const local = localVariables(folders, { gcp: 1, random: 2, docker: 3 });
  const variables = variablesOf(environmentOf({ folder: ROOT, stack: "prod" }), undefined);
  const seenAfter = (before: Record<string, string>) => {
    const unset = localNames(folders, before);
    const lines = exportLines({ variables, unset, path: [] });
    const env = execFileSync("/bin/sh", ["-c", `${lines}\nenv`], { env: before }).toString();
    return env.split("\n").map((line) => line.split("=", 1)[0] ?? "");
  };

  it("keeps nothing that leads to the local cloud", () => {
    const left = Object.keys(local).filter((name) => seenAfter(local).includes(name));
    assert.deepEqual(left, ["PULUMI_BACKEND_URL"]);
  });

  it("keeps the credentials that it has of its own", () => {
    const own = { GOOGLE_APPLICATION_CREDENTIALS: "/home/me/key.json", PULUMI_HOME: "/home/me" };
    const seen = seenAfter(own);
    for (const name of Object.keys(own)) assert.ok(seen.includes(name), name);
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
