import assert from "node:assert/strict";
import { join } from "node:path";

import { localFoldersOf } from "../../local/stacks/folders.ts";
import { LocalCloudClient } from "../../local/client.ts";
import { SecretsProject } from "./secrets-project.ts";

const PROGRAM = `import "./policy/guard.ts";
import * as gcp from "@pulumi/gcp";

const project = "acme-shop-dev";
const provider = new gcp.Provider("google", { project, region: "asia-southeast2" });
`;
const READ = 'gcp.storage.Bucket.get("read", "acme-shop-prod-prod-uploads", {}, { provider });';
const GIVEN =
  'new gcp.projects.IAMMember("given", { project, role: "roles/viewer", member: "allUsers" }, { provider });';

describe("bulkhead preview", () => {
  let project: SecretsProject;

  before(async () => {
    project = await SecretsProject.make();
  });

  after(async () => {
    const { cloud } = localFoldersOf(project.root, join(project.root, "data"));
    await LocalCloudClient.open(cloud).then((client) => client.stop());
    await project.remove();
  });

  for (const [what, statement, code, says] of [
    ["0 where there is nothing against it", "", 0, /dev/],
    ["3 for what a pack finds", GIVEN, 3, /public-principal[^]*allUsers|public-principal/],
    ["3 for what the guard finds", READ, 3, /foreign-read[^]*belongs to prod/],
    ["1 for a program that fails", 'throw new Error("as it does");', 1, /as it does/],
    ["3 where one is beside the other", `${READ}\n${GIVEN}`, 3, /foreign-read/],
  ] as const) {
    it(`ends with ${what}`, async () => {
      await project.write("index.ts", PROGRAM + statement);
      const { stdout, stderr, ...ended } = await project.bulkhead(["preview", "dev", "--local"]);
      assert.equal(ended.code, code, stdout + stderr);
      assert.match((stdout + stderr).replace(/\s+/g, " "), says);
    });
  }
});
