import assert from "node:assert/strict";

import { terminalCommand } from "../../../local/stacks/arguments.ts";

const HERE = { cwd: "/home/me", selected: undefined };
const translate = (...args: string[]) => terminalCommand(args, "/repo", HERE);

describe("arguments for Pulumi in local mode", () => {
  it("are passed on as they are", () => {
    const args = ["preview", "-s", "dev", "--diff", "--message", "a file"];
    assert.deepEqual(translate(...args), args);
  });

  it("mean files from where the user stands", () => {
    assert.deepEqual(translate("up", "--plan", "plan.json"), [
      "up",
      "--plan",
      "/home/me/plan.json",
    ]);
    assert.deepEqual(translate("up", "--plan=plan.json"), ["up", "--plan=/home/me/plan.json"]);
    assert.deepEqual(translate("up", "--policy-pack", "a,/b"), [
      ...["up", "--policy-pack", "/home/me/a,/b"],
    ]);
  });

  const FILE = "--config-file=/repo/Pulumi.dev.yaml";
  const settings: readonly (readonly string[])[] = [
    ["config", "set", "a", "1", "-s", "dev"],
    ["config", "set", "a", "1", "--stack=dev"],
    ["config", "set", "a", "-sdev", "--", "-1"],
    ["config", "-s", "dev", "set", "a", "1"],
    ["config", "-j", "-s=dev", "set", "a", "1"],
    ["-s", "dev", "config", "set", "a", "1"],
    ["--color", "never", "-e", "config", "--stack", "dev", "rm", "a"],
    ["config", "delete", "a", "-s", "prod", "-s", "dev"],
  ];
  for (const args of settings) {
    it(`write into the user's own stack file: ${args.join(" ")}`, () => {
      assert.deepEqual(translate(...args), [FILE, ...args]);
    });
  }

  it("mean the stack that the user's shell has selected, where none is named", () => {
    const args = ["config", "set", "a", "1"];
    assert.deepEqual(terminalCommand(args, "/repo", { selected: "dev" }), [FILE, ...args]);
  });

  it("read settings from the shadow project", () => {
    for (const args of [
      ["config", "get", "set"],
      ["config", "--", "set"],
      ["help", "config"],
    ]) {
      assert.deepEqual(translate(...args), args);
    }
  });

  const refused: Record<string, readonly string[]> = {
    "a secret, which no local key may encrypt": ["config", "set", "--secret", "a", "-s", "dev"],
    "a setting of no stack": ["config", "set", "a", "1"],
    "another working folder": ["-C", "/elsewhere", "up"],
    "a secret behind the stack": ["config", "-s", "dev", "set", "--secret", "a"],
    "a secret behind the stack's flag": ["-s", "dev", "config", "set", "a", "--secret=true"],
    "a change of settings that is not known": ["config", "cp", "-s", "dev", "--dest", "qa"],
    "another working folder, attached": ["-C/elsewhere", "preview", "-s", "dev"],
    "another working folder, behind another letter": ["preview", "-eC", "/elsewhere"],
    "another stack file": ["preview", "--config-file", "Pulumi.dev.yaml"],
    "another stack file, in one word": ["preview", "--config-file=Pulumi.dev.yaml"],
    "another working folder, in one word": ["up", "--cwd=/elsewhere"],
  };
  for (const [what, args] of Object.entries(refused)) {
    it(`refuse ${what}`, () => {
      assert.throws(() => translate(...args), { name: "UserError", exitCode: 2 });
    });
  }
});
