import assert from "node:assert/strict";

import { ownersLine } from "../../../preview/github/codeowners.ts";

/**
 * Pattern, path, and whether they match: from the examples of GitHub's "About code owners", and
 * edges.
 */
const PATTERNS: readonly (readonly [string, string, boolean])[] = [
  ["*", "Pulumi.prod.yaml", true],
  ["*", "deep/down/file", true],
  ["*.js", "file.js", true],
  ["*.js", "deep/down/file.js", true],
  ["*.js", "file.jsx", false],
  ["*.js", "file-js", false],
  ["/build/logs/", "build/logs/a/b.log", true],
  ["/build/logs/", "deep/build/logs/b.log", false],
  ["docs/*", "docs/getting-started.md", true],
  ["docs/*", "docs/build-app/troubleshooting.md", false],
  ["docs/*", "deep/docs/getting-started.md", false],
  ["apps/", "apps/a", true],
  ["apps/", "deep/apps/a", true],
  ["apps/", "apps", false],
  ["/docs/", "docs/a/b", true],
  ["/apps/github", "apps/github", true],
  ["/apps/github", "apps/github/a", true],
  ["/apps/github", "apps/github2", false],
  ["**/logs", "build/logs/a", true],
  ["**/logs", "logs", true],
  ["/a/**/z", "a/z", true],
  ["/a/**/z", "a/b/c/z", true],
  ["/a/**/z", "az", false],
  ["/a/**", "a/b/c", true],
  ["/*", "Pulumi.prod.yaml", true],
  ["/*", "deep/Pulumi.prod.yaml", false],
  ["Pulumi.prod.yaml", "Pulumi.prod.yaml", true],
  ["Pulumi.prod.yaml", "PulumiXprod.yaml", false],
  ["Pulumi.prod.yaml", "pulumi.prod.yaml", false],
  ["/Pulumi.*.yaml", "Pulumi.prod.yaml", true],
  ["/Pulumi.????.yaml", "Pulumi.prod.yaml", true],
  ["/Pulumi.????.yaml", "Pulumi.staging.yaml", false],
  ["with\\ space.txt", "with space.txt", true],
  ["(a|b).txt", "a.txt", false],
];

describe("a pattern of CODEOWNERS", () => {
  for (const [pattern, path, matches] of PATTERNS) {
    it(`${pattern} ${matches ? "matches" : "does not match"} ${path}`, () => {
      assert.equal(ownersLine(`${pattern} @alice`, path) !== undefined, matches);
    });
  }
});

describe("the owners of a path", () => {
  const owners = (...lines: readonly string[]) => ownersLine(lines.join("\n"), "Pulumi.prod.yaml");

  it("stand on the last line that matches", () => {
    const found = owners("* @alice", "/Pulumi.prod.yaml @bob @acme/ops", "*.ts @carol");
    assert.deepEqual(found, { line: 2, owners: ["@bob", "@acme/ops"] });
  });

  it("are none where the last line that matches names none", () => {
    assert.deepEqual(owners("* @alice", "/Pulumi.prod.yaml"), { line: 2, owners: [] });
  });

  it("stand before a comment on their line", () => {
    assert.deepEqual(owners("# all", "", "* @alice # and not @bob")?.owners, ["@alice"]);
  });

  it("are not read from a line whose owner is none, as GitHub skips it", () => {
    assert.deepEqual(owners("* @alice", "/Pulumi.prod.yaml bob"), { line: 1, owners: ["@alice"] });
  });

  for (const pattern of ["!Pulumi.prod.yaml", "Pulumi.[p]rod.yaml", "\\#a"]) {
    it(`are not read from a line with ${pattern}, which GitHub does not take`, () => {
      assert.deepEqual(owners("* @alice", `${pattern} @bob`)?.line, 1);
    });
  }

  it("may be named by an address", () => {
    assert.deepEqual(owners("* ops@acme.example")?.owners, ["ops@acme.example"]);
  });

  it("are read whatever the line ends and blanks", () => {
    assert.deepEqual(owners("*\t@alice   @bob \r"), { line: 1, owners: ["@alice", "@bob"] });
  });

  it("are unknown where no line matches", () => {
    assert.equal(owners("*.ts @alice"), undefined);
  });
});
