import assert from "node:assert/strict";
import { access, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../engine/folders.ts";
import { installCli } from "../../engine/install.ts";
import { run } from "../../engine/processes.ts";
import { HOST_FOLDER } from "../../engine/search-path.ts";
import { TOOLCHAIN } from "../conformance/official.ts";

/** What one run of a program comes to, without what differs from run to run. */
interface Seen {
  readonly code: number;
  readonly output: string;
}

/**
 * Fewer frames than lead to the SDK's `resource.ts`, at whose path Node's `util.inspect` runs for half a
 * minute.
 */
const SHALLOW = "Error.stackTraceLimit = 4;";

/** Programs, each with what the host has to pass on. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "prints and reads its configuration": `
    import * as pulumi from "@pulumi/pulumi";
    const config = new pulumi.Config();
    console.log("to standard output");
    console.error("to standard error");
    export const size: number = config.requireNumber("size");
    export const key = config.requireSecret("key");
    export const where = [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()];
    export const dry = pulumi.runtime.isDryRun();
    export const root = pulumi.runtime.getRootDirectory() === process.cwd();
    export const args = process.execArgv;`,
  "throws an error of its own": `${SHALLOW} throw new Error("broken on purpose");`,
  "throws an error without a stack": `
    import * as pulumi from "@pulumi/pulumi";
    ${SHALLOW}
    throw new pulumi.RunError("refused on purpose");`,
  "leaves a promise rejected": `
    ${SHALLOW}
    void Promise.reject(new Error("rejected on purpose"));`,
  "ends with an exit code": `process.exit(7);`,
  "does not parse": `export const = 1;`,
  "imports what is not there": `import "./missing.ts";`,
};

const PROJECT = `
name: trial
runtime: { name: nodejs, options: { typescript: false, nodeargs: --import tsx } }
main: index.ts
`;

describe("the Node language host", function () {
  this.timeout(60_000);
  let folder: string;
  let cli: string;

  before(async () => {
    cli = await installCli(() => undefined);
    folder = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await project("");
    await pulumi(HOST_FOLDER, "stack", "init", "dev");
    await pulumi(HOST_FOLDER, "config", "set", "size", "3");
    await pulumi(HOST_FOLDER, "config", "set", "--secret", "key", "canary");
  });

  after(() => rm(folder, { recursive: true }));

  const project = (host: string) =>
    writeFile(
      join(folder, "Pulumi.yaml"),
      `${PROJECT}plugins: { languages: [{ name: nodejs, path: "${host}" }] }\n`,
    );
  const pulumi = (host: string, ...args: string[]) =>
    run({
      file: join(cli, "pulumi"),
      args: [...args, "--non-interactive", "--color", "never"],
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        USER: "nobody",
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "trial",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    });
  const preview = async (host: string, program: string): Promise<Seen> => {
    await project(host);
    await writeFile(join(folder, "index.ts"), program);
    const { code, stdout, stderr } = await pulumi(host, "preview", "--stack", "dev");
    return { code, output: essence(stdout + stderr) };
  };

  it("hands a program its configuration, and its output to the engine", async () => {
    const { code, output } = await preview(
      HOST_FOLDER,
      PROGRAMS["prints and reads its configuration"] ?? "",
    );
    assert.equal(code, 0, output);
    for (const text of ["to standard output", "to standard error", "size *: 3", "dry *: true"]) {
      assert.match(output, new RegExp(text));
    }
    assert.match(output, /key *: \[secret\]/);
  });

  it("fails the operation when the program fails, and says why once", async () => {
    const { code, output } = await preview(
      HOST_FOLDER,
      PROGRAMS["throws an error of its own"] ?? "",
    );
    assert.notEqual(code, 0);
    assert.equal(output.match(/Error: broken on purpose/g)?.length, 1, output);
  });

  describe("beside the official one", () => {
    const official = join(TOOLCHAIN, "bin");

    before(async function () {
      const found = await access(join(official, "pulumi-language-nodejs")).then(
        () => true,
        () => false,
      );
      if (!found) this.skip();
    });

    for (const [what, program] of Object.entries(PROGRAMS)) {
      it(`comes to the same when a program ${what}`, async () => {
        assert.deepEqual(await preview(HOST_FOLDER, program), await preview(official, program));
      });
    }
  });
});

/** Output in one order, without the lines that tell progress and time. */
function essence(output: string): string {
  const diagnostics = output.slice(Math.max(0, output.indexOf("Diagnostics:")));
  return diagnostics
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("@") && !line.startsWith("Duration"))
    .sort()
    .join("\n");
}
