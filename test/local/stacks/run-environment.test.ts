import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

import fc from "fast-check";

import { ROOT } from "../../../engine/folders.ts";
import { exportLines, variablesOf } from "../../../engine/shell.ts";
import { environmentOf } from "../../../environment/environment.ts";
import { localFoldersOf } from "../../../local/stacks/folders.ts";
import {
  localEnvironment,
  localNames,
  localVariables,
  ownEnvironment,
  refuseLocalSettings,
} from "../../../local/stacks/run-environment.ts";

const folders = localFoldersOf("/repo", "/repo/.bulkhead");
const cloud = { pid: 1, gcp: 11, random: 12, docker: 13, control: 14, token: "token-canary" };

/** Variables that name or open an account, each with a value that must not travel on. */
const CREDENTIALS = [
  ...["PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_HOME"],
  ...["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CREDENTIALS", "GOOGLE_OAUTH_ACCESS_TOKEN"],
  ...["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT", "CLOUDSDK_CONFIG", "CLOUDSDK_AUTH_ACCESS_TOKEN"],
  ...["GCE_METADATA_HOST", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "DOCKER_HOST", "HOME"],
  ...["HTTPS_PROXY", "NODE_OPTIONS", "PULUMI_DEBUG_PROVIDERS", "SSH_AUTH_SOCK", "KUBECONFIG"],
];
const planted = Object.fromEntries(CREDENTIALS.map((name) => [name, `canary-${name}`]));

describe("the environment of a local run", () => {
  it("carries no credential over", () => {
    const values = Object.values(localEnvironment(folders, cloud, planted)).join("\n");
    assert.ok(!values.includes("canary"), values);
  });

  it("carries nothing over that is not on the list", () => {
    const before = Object.keys(localEnvironment(folders, cloud, {}));
    const passed = ["PATH", "USER", "LOGNAME", "TMPDIR", "TZ", "TERM", "COLORTERM", "COLUMNS"];
    const stack = ["PULUMI_STACK"];
    const text = ["LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "FORCE_COLOR"];
    const known = new Set([...before, ...passed, ...stack, ...text]);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z_]{1,12}$/), fc.string()), (user) => {
        const names = Object.keys(localEnvironment(folders, cloud, user));
        assert.deepEqual(
          names.filter((name) => !known.has(name)),
          [],
        );
      }),
    );
  });

  it("keeps the stack that the user has selected", () => {
    const env = localEnvironment(folders, cloud, { PULUMI_STACK: "staging" });
    assert.equal(env["PULUMI_STACK"], "staging");
  });

  it("lets a child see none of it either", async () => {
    const env = localEnvironment(folders, cloud, { ...process.env, ...planted });
    const script = "console.log(JSON.stringify(process.env))";
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { env });
    assert.ok(!stdout.includes("canary"));
  });

  it("attaches every provider, and lets no other be found or downloaded", () => {
    const env = localEnvironment(folders, cloud, planted);
    assert.equal(env["PULUMI_DEBUG_PROVIDERS"], "gcp:11,random:12,docker:13");
    assert.equal(env["PULUMI_IGNORE_AMBIENT_PLUGINS"], "true");
    assert.equal(env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], "true");
  });

  it("finds home, engine and credentials inside its own folder", () => {
    const env = localEnvironment(folders, cloud, planted);
    for (const name of [
      ...["HOME", "PULUMI_HOME", "CLOUDSDK_CONFIG", "GOOGLE_APPLICATION_CREDENTIALS"],
      "PULUMI_CONFIG_PASSPHRASE_FILE",
    ]) {
      assert.ok(env[name]?.startsWith(`${folders.data}/`), name);
    }
  });
});

describe("a shell that is set up for the local cloud", () => {
  const leaks: readonly [string, string][] = [
    ["PULUMI_DEBUG_PROVIDERS", "gcp:1"],
    ["PULUMI_HOME", "/repo/.bulkhead/engine"],
    ["PULUMI_HOME", "/elsewhere/.bulkhead/engine"],
    ["PULUMI_BACKEND_URL", "file:///elsewhere/.bulkhead/state"],
  ];
  for (const [name, value] of leaks) {
    it(`is not one for the real cloud: ${name}=${value}`, () => {
      assert.throws(
        () => {
          refuseLocalSettings(folders, { [name]: value });
        },
        { name: "UserError", exitCode: 2, message: new RegExp(`^${name} is[^]*unset ${name} `) },
      );
    });
  }

  it("is told from one with the user's own backend and home", () => {
    refuseLocalSettings(folders, { PULUMI_HOME: "/home/me", PULUMI_BACKEND_URL: "gs://state" });
  });

  it("looks for the CLI where the user has it", () => {
    const local = { ...localEnvironment(folders, cloud, {}), A: "1" };
    const own = ownEnvironment(folders, local);
    assert.equal(own["PULUMI_HOME"], undefined);
    assert.equal(own["A"], "1");
  });
});

describe("a shell that goes from the local cloud to a real stack", () => {
  const local = localVariables(folders, { gcp: 1, random: 2, docker: 3 });
  const variables = variablesOf(environmentOf({ folder: ROOT, stack: "prod" }), undefined);
  const seenAfter = (before: Record<string, string>) => {
    const unset = localNames(folders, before);
    const lines = exportLines({ variables, unset, path: [] });
    const env = execFileSync("/bin/sh", ["-c", `${lines}\nenv`], { env: before }).toString();
    return env.split("\n").map((line) => line.split("=", 1)[0] ?? "");
  };

  it("keeps nothing that leads to the local cloud", () => {
    const left = Object.keys(local).filter((name) => seenAfter(local).includes(name));
    assert.deepEqual(left, ["PULUMI_BACKEND_URL"]);
  });

  it("keeps the credentials that it has of its own", () => {
    const own = { GOOGLE_APPLICATION_CREDENTIALS: "/home/me/key.json", PULUMI_HOME: "/home/me" };
    const seen = seenAfter(own);
    for (const name of Object.keys(own)) assert.ok(seen.includes(name), name);
  });
});
