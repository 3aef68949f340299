import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { ROOT } from "../../engine/folders.ts";
import { changedKeys, GUARDS, isGuard, isStackFile } from "../../preview/guard-changes.ts";

describe("the guards", () => {
  const patterns = readFileSync(`${ROOT}/.github/CODEOWNERS`, "utf8")
    .split("\n")
    .flatMap((line) => /^\/(\S+)\s+@/.exec(line)?.[1] ?? []);

  it("are those that the code owners' file names, and no other but the stack files", () => {
    const owned = patterns.filter((pattern) => !isStackFile(pattern));
    assert.deepEqual([...GUARDS].sort(), owned.sort());
  });

  for (const path of [
    ...[
      "cli/comment.ts",
      "cli/bulkhead.mjs",
      "cli/package.json",
      "local/setup.mjs",
      "secrets/set.ts",
    ],
    ...["bootstrap/index.ts", ".npmrc", "tsconfig.json", "policy/rules/a/b.ts", "app/package.json"],
    ...["components/a/package.json", ".github/workflows/publish.yml", "policy", "Pulumi.yaml"],
  ]) {
    it(`are touched by a change to ${path}`, () => {
      assert.ok(isGuard(path));
    });
  }

  for (const path of [
    ...[
      "index.ts",
      "components/network.ts",
      "docs/trust.md",
      "test/cli/main.test.ts",
      "clients/a.ts",
    ],
    ...["app/tsconfig.json", "app/package.json.md", "app/my-package.json", "Pulumi.prod.yaml"],
  ]) {
    it(`are not touched by a change to ${path}`, () => {
      assert.ok(!isGuard(path));
    });
  }
});

describe("what guards go by in a stack file", () => {
  const keys = (text: string) => changedKeys("config: {}", text);

  for (const key of ["secretsprovider", "encryptedkey", "encryptionsalt"]) {
    it(`is ${key}, beside the configuration`, () => {
      assert.deepEqual(keys(`${key}: gcpkms://other\nconfig: {}`), [key]);
      assert.deepEqual(changedKeys(`${key}: a`, `${key}: a\nconfig: { "bulkhead:x": 1 }`), []);
    });
  }

  it("is what says where it is and what it may", () => {
    assert.deepEqual(keys('config: { "bulkhead:kmsKey": x, "bulkhead:replicas": 2 }'), [
      "bulkhead:kmsKey",
    ]);
  });

  it("is seen where a key of the same name stands in the other place", () => {
    const changed = changedKeys("secretsprovider: a", "secretsprovider: b\nconfig: { secretsprovider: a }"); // prettier-ignore
    assert.deepEqual(changed, ["secretsprovider"]);
  });

  it("is all of it where the file is no YAML, or none that has keys", () => {
    assert.ok(keys("{").length > 10);
    assert.deepEqual(keys("- a"), []);
    assert.deepEqual(changedKeys("", "config:"), []);
  });
});
