import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readProject } from "../../../environment/catalogue.ts";
import { localFoldersOf } from "../../../local/stacks/folders.ts";
import { refuseWithoutFile } from "../../../local/stacks/orphans.ts";
import { ScratchProject, standing } from "../../environment/project.ts";

describe("a local stack whose file went first", () => {
  let project: ScratchProject;

  beforeEach(() => {
    project = new ScratchProject();
  });
  afterEach(() => {
    project.remove();
  });

  it("is destroyed by plain Pulumi", async () => {
    const folders = localFoldersOf(project.folder, join(project.folder, ".bulkhead"));
    project.stack("dev", standing("dev", 1));
    const states = join(folders.state, ".pulumi", "stacks", readProject(project.folder).name);
    await mkdir(states, { recursive: true });
    for (const stack of ["dev", "qa", "dev-alice"]) {
      await writeFile(join(states, `${stack}.json`), "{}");
    }
    await refuseWithoutFile(folders, ["dev", "dev-alice", "uat"]);
    await assert.rejects(refuseWithoutFile(folders, ["dev", "qa"]), {
      name: "UserError",
      exitCode: 2,
      message: /Pulumi\.qa\.yaml is gone[^]*npx bulkhead pulumi destroy --stack qa\n/,
    });
  });
});
