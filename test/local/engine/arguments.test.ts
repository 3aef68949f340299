import assert from "node:assert/strict";

import { terminalCommand } from "../../../local/engine/arguments.ts";

const translate = (...args: string[]) => terminalCommand(args, "/repo", "/home/me");

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

  it("write a setting into the user's own stack file", () => {
    for (const flag of [["-s", "dev"], ["--stack=dev"], ["--stack", "dev"]]) {
      assert.deepEqual(translate("config", "set", "a", "1", ...flag), [
        ...["config", "set", "a", "1", ...flag, "--config-file", "/repo/Pulumi.dev.yaml"],
      ]);
    }
    assert.ok(translate("config", "rm", "a", "-s", "dev").includes("/repo/Pulumi.dev.yaml"));
  });

  it("read settings from the shadow project", () => {
    assert.deepEqual(translate("config", "get", "a"), ["config", "get", "a"]);
  });

  const refused: Record<string, readonly string[]> = {
    "a secret, which no local key may encrypt": ["config", "set", "--secret", "a", "-s", "dev"],
    "a setting of no stack": ["config", "set", "a", "1"],
    "another working folder": ["-C", "/elsewhere", "up"],
    "another working folder, in one word": ["up", "--cwd=/elsewhere"],
  };
  for (const [what, args] of Object.entries(refused)) {
    it(`refuse ${what}`, () => {
      assert.throws(() => translate(...args), { name: "UserError", exitCode: 2 });
    });
  }
});
