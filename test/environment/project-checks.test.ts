import assert from "node:assert/strict";
import { stringify } from "yaml";

import { environmentOf } from "../../environment/environment.ts";
import { refusal, said, SANDBOX, ScratchProject, standing } from "./project.ts";

const NODE = (nodeargs: string) => ({ runtime: { name: "nodejs", options: { nodeargs } } });

describe("the project's own file", () => {
  let project: ScratchProject;
  beforeEach(() => {
    project = new ScratchProject().stack("qa", standing("qa", 4));
  });
  afterEach(() => {
    project.remove();
  });

  /** Adds to the file, outside of `config` and in it. */
  function write(more: object, config: object = {}): void {
    const common = { "pulumi:disable-default-providers": { value: ["gcp"] } };
    const all = { ...common, "bulkhead:sandbox": { value: SANDBOX }, ...config };
    project.write("Pulumi.yaml", stringify({ name: "bulkhead", config: all, ...more }));
  }
  const qa = () => environmentOf({ folder: project.folder, stack: "qa" });

  const path = "./evil";
  const SEALED = { "payment-key": { secure: "v1:AAAA:BBBB" } };
  const cases: readonly (readonly [
    what: string,
    problem: string,
    more: object,
    config?: object,
  ])[] = [
    [
      "stack files in another folder",
      "stackConfigDir puts the stack files where they are not judged",
      { stackConfigDir: "conf" },
    ],
    [
      "packages",
      "packages brings plugins that no rule knows",
      { packages: { random: "terraform-provider@1.0.0" } },
    ],
    [
      "a plugin for a listed package",
      "plugins.providers puts other plugins in the place of those that the packages name",
      { plugins: { providers: [{ name: "random", path }] } },
    ],
    ...[
      "--import tsx --import ./early.mjs",
      "-r ./early.cjs --import tsx",
      "--import tsx-early",
      "--env-file=.env",
    ].map(
      (nodeargs) =>
        [
          `a module before the guard: ${nodeargs}`,
          "runtime.options.nodeargs loads a module before the guard",
          NODE(nodeargs),
        ] as const,
    ),
    [
      "secrets for all stacks at once",
      "bulkhead:secretValues gives every stack the same secrets",
      {},
      { "bulkhead:secretValues": { value: SEALED } },
    ],
  ];
  for (const [what, problem, more, config] of cases) {
    it(`names no ${what}`, () => {
      write(more, config);
      assert.deepEqual(said(refusal(qa).problems), [`Pulumi.yaml ${problem}`]);
    });
  }

  it("may say how node runs, and where the language host is", () => {
    const languages = [{ name: "nodejs", path: "/opt/host" }];
    write({
      ...NODE("--max-old-space-size=4096 --import @bulkhead/engine/lean.mjs --import tsx"),
      plugins: { languages },
    });
    assert.equal(qa().stack, "qa");
  });
});
