import assert from "node:assert/strict";

import { readProject, readStacks } from "../../environment/catalogue.ts";
import { refusal, ScratchProject, standing } from "./project.ts";

describe("the catalogue", () => {
  let project: ScratchProject;
  beforeEach(() => {
    project = new ScratchProject();
  });
  afterEach(() => {
    project.remove();
  });

  it("reads every stack file, in the order of their names, and no other file", () => {
    project.stack("prod", {}).stack("dev", {}).stack("pr-7", {});
    project.write("Pulumi.yml.bak", "").write("Other.dev.yaml", "");
    assert.deepEqual(
      readStacks(project.folder).map(({ stack, file }) => [stack, file]),
      [
        ["dev", "Pulumi.dev.yaml"],
        ["pr-7", "Pulumi.pr-7.yaml"],
        ["prod", "Pulumi.prod.yaml"],
      ],
    );
  });

  it("reads values as the engine hands them out: text as it is, the rest as JSON", () => {
    project.stack("dev", { region: "asia-southeast2", generation: 2, network: { cidr: "x" } });
    assert.deepEqual(readStacks(project.folder)[0]?.config, {
      "bulkhead:region": "asia-southeast2",
      "bulkhead:generation": "2",
      "bulkhead:network": '{"cidr":"x"}',
    });
  });

  it("reads the project's name and the values that all stacks share", () => {
    const { name, config } = readProject(project.folder);
    assert.equal(name, "bulkhead");
    assert.equal(config["pulumi:disable-default-providers"], '["gcp"]');
    assert.match(config["bulkhead:sandbox"] ?? "", /"project":"acme-shop-sandbox"/);
  });

  it("needs no key: an encrypted value is read as being there", () => {
    project.stack("dev", { secretValues: { "payment-key": { secure: "v1:AAAA:BBBB" } } });
    assert.deepEqual(readStacks(project.folder)[0]?.config, {
      "bulkhead:secretValues": '{"payment-key":"[secret]"}',
    });
  });

  it("takes an empty file for a stack without configuration", () => {
    project.write("Pulumi.pr-7.yaml", "").write("Pulumi.pr-8.yaml", "config:\n");
    assert.deepEqual(
      readStacks(project.folder).map(({ config }) => config),
      [{}, {}],
    );
  });

  const CANARY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
  for (const [fault, text, reason] of [
    ["a tab", "config:\n\tbulkhead:region: x", /^is not YAML at line 2: tab as indent$/],
    [
      "a key twice",
      `config:\n  a: ${CANARY}\n  a: ${CANARY}`,
      /^is not YAML at line 3: duplicate key$/,
    ],
    ["an open quote", `config:\n  a: "${CANARY}\n`, /^is not YAML at line 3: missing char$/],
    [
      "two values on a line",
      `config:\n  a: "x" ${CANARY}\n`,
      /^is not YAML at line 2: unexpected token$/,
    ],
    ["a block", `config:\n  a: |${CANARY}\n`, /^is not YAML at line 2: unexpected token$/],
    ["an unknown alias", `config:\n  a: *${CANARY}\n`, /^is not YAML: alias without anchor$/],
    ["a list", "- config", /^is not a map of keys and values$/],
    ["a sentence", "config", /^is not a map of keys and values$/],
    ["a list below config", "config:\n  - bulkhead:region", /^is not a map of keys and values$/],
  ] as const) {
    it(`names the file that holds ${fault}, and shows nothing of its content`, () => {
      project.write("Pulumi.prod.yaml", text);
      const { subject, problems, message } = refusal(() => readStacks(project.folder));
      assert.equal(subject, "Pulumi.prod.yaml");
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.reason ?? "", reason);
      assert.ok(problems[0]?.cure.endsWith("."));
      assert.ok(!message.includes(CANARY), message);
    });
  }

  it("says that Pulumi.yaml cannot be read when it is missing", () => {
    const { message } = refusal(() => readProject(`${project.folder}/nowhere`));
    assert.match(message, /Pulumi\.yaml: cannot be read \(seen: nothing\)\n.*version control/);
  });

  it("is the same whichever stack it is read for", () => {
    project.stack("dev", standing("dev", 1));
    assert.deepEqual(readStacks(project.folder), readStacks(project.folder));
  });
});
