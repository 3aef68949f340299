import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

import { ROOT } from "../../engine/folders.ts";

interface Deploy {
  readonly jobs: { readonly plan: { readonly steps: readonly { id?: string; run?: string }[] } };
}

/** The step of `deploy.yml` after which a plan waits for nobody but the environment's reviewers. */
const SCRIPT = (() => {
  const text = readFileSync(join(ROOT, ".github", "workflows", "deploy.yml"), "utf8");
  const { steps } = (parse(text) as Deploy).jobs.plan;
  return steps.find(({ id }) => id === "save")?.run ?? assert.fail("no step saves the plan");
})();

describe("a plan that a deployment has saved", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bulkhead-gate-"));
    await writeFile(join(folder, "plan"), "");
    await writeFile(join(folder, "plan.json"), '{"stacks":[{"operations":[1]}]}');
    await writeFile(join(folder, "jq"), "#!/bin/sh\necho 1\n");
    await chmod(join(folder, "jq"), 0o755);
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** How the step ends where saving ends with a code, as GitHub runs it. */
  async function gate(code: number, value: string | undefined): Promise<number> {
    await writeFile(join(folder, "npx"), `#!/bin/sh\nexit ${code}\n`);
    await chmod(join(folder, "npx"), 0o755);
    const env = {
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      ...{ RUNNER_TEMP: folder, GITHUB_OUTPUT: join(folder, "output"), STACK: "prod" },
      // A variable of the repository that is not set is empty here.
      GATE: value ?? "",
    };
    return new Promise((resolve) => {
      const child = execFile("bash", ["-e", "-c", SCRIPT], { env });
      child.on("close", (ended) => {
        resolve(ended ?? -1);
      });
    });
  }

  const ends: readonly (readonly [number, string | undefined, number])[] = [
    [0, undefined, 0],
    [0, "promotion", 0],
    [4, "environment", 0],
    [4, undefined, 4],
    [4, "promotion", 4],
    [4, "Environment", 4],
    [1, "environment", 1],
    [3, "environment", 3],
  ];
  for (const [code, value, ended] of ends) {
    const how = value === undefined ? "no gate" : `the gate "${value}"`;
    it(`with ${code} ends the job with ${ended} at ${how}`, async () => {
      assert.equal(await gate(code, value), ended);
    });
  }
});
