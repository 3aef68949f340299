import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { environmentOf } from "../../environment/environment.ts";

describe("the README", () => {
  let text: string;

  before(async () => {
    text = await readFile(join(ROOT, "README.md"), "utf8");
  });

  it("shows a configuration that is valid as it stands", async () => {
    const yaml =
      /```yaml\n(?<body>[^]*?)```/.exec(text)?.groups?.["body"] ?? assert.fail("no yaml");
    const folder = await mkdtemp(join(tmpdir(), "bulkhead-readme-"));
    try {
      await writeFile(join(folder, "Pulumi.yaml"), await readFile(join(ROOT, "Pulumi.yaml")));
      await writeFile(join(folder, "Pulumi.prod.yaml"), yaml);
      assert.equal(environmentOf({ folder, stack: "prod" }).project, "acme-shop-prod");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("names no file that is not there", () => {
    const paths = [...text.matchAll(/(?:`|\]\()((?:[\w-]+\/)+[\w.-]*)(?:`|\))/g)].map(
      ([, path]) => path ?? "",
    );
    const local = paths.filter((path) => !path.startsWith("projects/"));
    assert.ok(local.length > 8, String(local));
    assert.deepEqual(
      local.filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });

  it("names no command of ours that there is not", () => {
    const verbs = [...text.matchAll(/npx bulkhead ([a-z]+)/g)].map(([, verb]) => verb ?? "");
    assert.deepEqual([...new Set(verbs)].sort(), [
      ...["cloud", "env", "preview", "pulumi", "recover", "secrets"],
    ]);
    for (const verb of verbs) assert.ok(existsSync(join(ROOT, "cli", `${verb}.ts`)), verb);
  });

  it("tells where to add things on one screen", () => {
    const section =
      /## Where to add things\n(?<body>[^]*?)\n## /.exec(text)?.groups?.["body"] ?? "";
    const lines = section.trim().split("\n").length;
    assert.ok(lines > 5 && lines < 40, String(lines));
  });
});
