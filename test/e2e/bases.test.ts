import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pulumi, type Engine } from "../../engine/engine.ts";
import { operate } from "../../engine/update.ts";
import { LocalCloudClient } from "../../local/client.ts";
import { localFoldersOf } from "../../local/stacks/folders.ts";
import { openLocal } from "../../local/stacks/open.ts";
import { openCode } from "../../preview/bases/code.ts";
import { exportBase } from "../../preview/bases/export.ts";
import { openPlanBases, type PlanGround } from "../../preview/bases/ground.ts";
import { importBases } from "../../preview/bases/import.ts";
import { dangersOf } from "../../preview/document/dangers.ts";
import type { Operation, StackPlan } from "../../preview/document/plan.ts";
import { planStacks, sortOut, type Ground } from "../../preview/plan-stacks.ts";
import { foundIn } from "../preview/bases/encodings.ts";
import { Thief } from "./thief.ts";
import { Repository } from "./repository.ts";

const quiet = () => undefined;

describe("a change to the network, the database and a secret's name", () => {
  let repository: Repository;
  let home: string;
  let bases: string;
  let truth: StackPlan;
  let secrets: readonly string[];

  before(async () => {
    repository = await Repository.make({ tools: true });
    home = await mkdtemp(join(tmpdir(), "bulkhead-bases-"));
    bases = join(home, "bases");
    const { root } = repository;
    const engine = await openLocal(localFoldersOf(root, join(root, ".bulkhead")), quiet);
    await engine.prepare("dev", quiet);
    const up = await operate(engine, "up", "dev");
    assert.ok(up.ok, up.errors.join("\n"));
    await exportBase(engine, { stack: "dev", folder: bases, commit: undefined });
    secrets = await secretsOf(engine);

    await repository.edit("components/network.ts", ["INTERVAL_5_SEC", "INTERVAL_10_MIN"]);
    await repository.edit("environment/profiles.ts", ["db-f1-micro", "db-g1-small"]);
    await repository.edit("index.ts", ['"session-key"', '"cookie-key"']);
    truth = await planOn({ engine, against: () => ({ kind: "deployed" }) });
  });

  after(async () => {
    await stopCloud();
    await repository.remove();
    await rm(home, { recursive: true, force: true });
  });

  it("shows exactly those, against what is deployed", () => {
    assert.deepEqual(briefly(truth), CHANGES);
  });

  it("is planned against a plan base that is taken in again, as it was stored", async () => {
    const stored = join(bases, "dev.plan-base.json");
    const [taken, ...others] = await importBases(repository.root, [stored], join(home, "taken"));
    assert.ok(taken && others.length === 0);
    assert.equal(await readFile(taken.file, "utf8"), await readFile(stored, "utf8"));
  });

  it("shows the same against a plan base", async () => {
    const { root } = repository;
    const ground = await openPlanBases({
      root,
      folder: bases,
      stacks: ["dev"],
      report: quiet,
      find,
    });
    const plan = await closing(ground);
    assert.deepEqual(plan.operations, truth.operations);
    assert.equal(plan.digest, truth.digest);
    assert.equal(plan.unchanged, truth.unchanged);
    assert.deepEqual([plan.errors, plan.notYetChecked], [truth.errors, truth.notYetChecked]);
    assert.equal(plan.against.kind, "plan-base");
  });

  it("shows the same against the code before it, and the rename as a danger", async () => {
    const { root } = repository;
    const plan = await closing(await openCode({ root, ref: "HEAD", report: quiet }));
    assert.deepEqual(plan.errors, []);
    assert.deepEqual(briefly(plan), CHANGES);
    assert.equal(plan.against.kind, "code");
    const gone = (name: string) => `no longer in the program; perhaps renamed to secrets-${name}`;
    assert.deepEqual(
      dangersOf({ stacks: [plan] }).map(({ what, operation, causes }) => [what, operation.name, ...causes]), // prettier-ignore
      [
        ["secret", "secrets-session-key", gone("cookie-key")],
        ["version of a secret", "secrets-session-key-version", gone("cookie-key-version")],
        ["generated password", "secrets-session-key-value", gone("cookie-key-value")],
      ],
    );
  });

  it("is planned against a plan base that holds none of the stack's secrets", async () => {
    const text = await readFile(join(bases, "dev.plan-base.json"), "utf8");
    assert.ok(secrets.length >= 4, `${secrets.length} secrets`);
    assert.deepEqual(foundIn(text, secrets), []);
  });

  it("is not planned where the plan base is missing or damaged, and that is said", async () => {
    const { root } = repository;
    const folder = join(bases, "none");
    const plan = await closing(
      await openPlanBases({ root, folder, stacks: ["dev"], report: quiet, find }),
    );
    assert.equal(plan.outcome, "failed");
    assert.match(plan.errors.join("\n"), /no plan base .*--base/);
  });

  it("teaches a pull request that prints whatever it can reach no secret", async () => {
    await stopCloud();
    await rm(join(repository.root, ".bulkhead"), { recursive: true });
    const thief = await Thief.hire(repository, home);
    const said = await thief.run(bases);
    assert.match(said, /third party payment-key/);
    assert.match(said, /install script/);
    assert.match(said, /test of the pull request/);
    assert.match(said, /"serial"/, "the plan base itself is among what is found");
    assert.deepEqual(foundIn(said, secrets), []);
  });

  it("would be told, were one in its environment", async () => {
    const [secret = ""] = secrets;
    const said = await (await Thief.hire(repository, home)).install({ LEFT_BEHIND: secret });
    assert.notEqual(foundIn(said, [secret]).length, 0);
  });

  async function stopCloud(): Promise<void> {
    const folders = localFoldersOf(repository.root, join(repository.root, ".bulkhead"));
    await LocalCloudClient.open(folders.cloud).then(
      (client) => client.stop(),
      () => undefined,
    );
  }

  async function planOn(ground: Ground): Promise<StackPlan> {
    const { environments } = sortOut(repository.root, ["dev"]);
    const [plan] = await planStacks(ground, environments, { report: quiet, watch: quiet });
    if (!plan) throw new Error("There is no plan.");
    return plan;
  }

  async function closing(ground: PlanGround): Promise<StackPlan> {
    try {
      return await planOn(ground);
    } finally {
      await ground.close();
    }
  }
});

/** The local providers, whatever is installed here. */
const find = () => Promise.resolve(undefined);

const CHANGES: readonly string[] = [
  "update database settings.tier",
  "update network-workloads logConfig.aggregationInterval",
  ...["", "-api", "-version", "-value"].flatMap((part) => [
    `create secrets-cookie-key${part}`,
    `delete secrets-session-key${part}`,
  ]),
];

function briefly({ operations }: StackPlan): readonly string[] {
  return operations.map(({ operation, name, changes }: Operation) => {
    const paths = operation === "update" ? changes.map(({ path }) => path) : [];
    return [operation, name, ...paths].join(" ");
  });
}

/** The passwords of the stack that was brought up, and its third-party secrets, in plain text. */
async function secretsOf(engine: Engine): Promise<readonly string[]> {
  const said = await Promise.all([
    pulumi(engine, ["stack", "export", "--show-secrets", "--stack", "dev"]),
    pulumi(engine, ["config", "--show-secrets", "--stack", "dev"]),
  ]);
  const text = said.map(({ stdout }) => stdout).join("\n");
  const found = [...text.matchAll(/(?:sk_test_|SG\.)[\w.]{20,}|(?<="\\")\w{40,}(?=\\"")/g)];
  return [...new Set(found.map(([secret]) => secret))];
}
