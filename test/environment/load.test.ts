import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { loadEnvironment } from "../../environment/load.ts";
import { CANARIES, enterStack, runProgram, sampleConfig } from "../components/recorder.ts";

const VALUES = "bulkhead:secretValues";

describe("the program's environment", () => {
  let registered: string[];
  const enter = (changes: Record<string, string>, secretKeys: readonly string[] = [VALUES]) =>
    enterStack(
      {
        newResource: ({ type }) => {
          registered.push(type);
          return { id: "", state: {} };
        },
        call: () => ({}),
      },
      { stack: "prod", config: { ...sampleConfig("prod"), ...changes }, folder: "", secretKeys },
    );

  beforeEach(() => {
    registered = [];
  });

  it("is that of the engine's stack and configuration", async () => {
    await enter({ "bulkhead:generation": "4" });
    const { environment } = loadEnvironment();
    assert.equal(environment.stack, "prod");
    assert.equal(environment.generation, 4);
  });

  it("comes with the third parties' secrets, secret to the engine from the start", async () => {
    await enter({});
    const { thirdParty } = loadEnvironment();
    assert.deepEqual(Object.keys(thirdParty), Object.keys(CANARIES));
    for (const { value } of Object.values(thirdParty)) {
      assert.equal(await pulumi.isSecret(value), true);
    }
  });

  it("is refused with one message, without a stack trace and before anything is planned", async () => {
    await enter({ "bulkhead:region": "Jakarta", "bulkhead:state": "s3://x" });
    await assert.rejects(
      pulumi.runtime.runInPulumiStack(() => runProgram("")),
      (error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.match(error.message, /^prod: 2 problems in its configuration\n/);
        return true;
      },
    );
    assert.deepEqual(registered, ["pulumi:pulumi:Stack"]);
  });

  it("is refused when a secret stands in the stack file in plain text, without showing it", async () => {
    await enter({}, []);
    assert.throws(loadEnvironment, (error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(error.message, /bulkhead:secretValues: stands in the stack file in plain text/);
      assert.match(
        error.message,
        /Revoke the value, then set a new one with: npx bulkhead secrets set/,
      );
      assert.ok(!Object.values(CANARIES).some((canary) => error.message.includes(canary)));
      return true;
    });
  });
});
