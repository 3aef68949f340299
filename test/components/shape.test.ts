import assert from "node:assert/strict";

import { environmentOf } from "../../environment/environment.ts";
import type { Kind } from "../../environment/kinds.ts";
import { record, ROOT, type Recording } from "./recorder.ts";
import { chosenBy, differences, explains, governedBy, settings, type Sample } from "./shape.ts";

const STACKS = ["dev", "staging", "prod"] as const;
type Stack = (typeof STACKS)[number];

describe("the shape of environments", () => {
  const samples = new Map<Stack, Sample>();
  const sample = (stack: Stack): Sample => {
    const found = samples.get(stack);
    assert.ok(found);
    return found;
  };

  before(async () => {
    for (const stack of STACKS) {
      const environment = environmentOf({ folder: ROOT, stack });
      samples.set(stack, { environment, recording: await record(stack) });
    }
  });

  const PAIRS: readonly (readonly [Stack, Stack])[] = [
    ["staging", "prod"],
    ["dev", "staging"],
    ["dev", "prod"],
  ];
  for (const [one, other] of PAIRS) {
    it(`of ${one} and ${other} differs in nothing that the profiles or the stack files do not say`, () => {
      assert.deepEqual(unexplained(sample(one), sample(other)), []);
    });
  }

  it("is compared on every resource: staging and prod do differ, and in few of them", () => {
    const found = differences(sample("staging"), sample("prod"));
    const size = sample("prod").recording.resources.length;
    assert.ok(found.length > 0 && found.length < size / 2, `${found.length} of ${size}`);
  });

  it("shows a property that was changed in one of them", () => {
    const changed = changing(sample("prod"), "network-workloads", (inputs) => ({
      ...inputs,
      privateIpGoogleAccess: false,
    }));
    assert.deepEqual(unexplained(sample("staging"), changed), [
      {
        type: "gcp:compute/subnetwork:Subnetwork",
        name: "network-workloads",
        path: "privateIpGoogleAccess",
        values: [true, false],
      },
    ]);
  });

  it("shows a resource that only one of them has, though another of its type is governed", () => {
    const { recording, environment } = sample("prod");
    const resources = recording.resources.filter(({ name }) => name !== "network-deny-egress");
    const without = { environment, recording: { ...recording, resources } };
    assert.deepEqual(
      unexplained(sample("staging"), without).map(({ name, path }) => [name, path]),
      [["network-deny-egress", ""]],
    );
  });

  it("shows a name that belongs to the other environment", () => {
    const foreign = changing(sample("staging"), "network-workloads", (inputs) => ({
      ...inputs,
      project: sample("prod").environment.project,
    }));
    assert.deepEqual(
      unexplained(foreign, sample("prod")).map(({ name, path }) => [name, path]),
      [["network-workloads", "project"]],
    );
  });

  it("follows every pattern of every setting that differs: none is left over", () => {
    const found = PAIRS.flatMap(([one, other]) => differences(sample(one), sample(other)));
    const idle = settings()
      .flatMap(({ governs }) => governs)
      .filter((pattern) => !found.some((difference) => explains(pattern, difference)));
    assert.deepEqual(idle, []);
  });

  function unexplained(one: Sample, other: Sample) {
    const kinds: [Kind, Kind] = [one.environment.kind, other.environment.kind];
    const said = [...governedBy(...kinds), ...chosenBy(one.environment, other.environment)];
    return differences(one, other).filter(
      (difference) => !said.some((pattern) => explains(pattern, difference)),
    );
  }
});

function changing(
  { environment, recording }: Sample,
  name: string,
  change: (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Sample {
  const resources = recording.resources.map((resource) =>
    resource.name === name ? { ...resource, inputs: change(resource.inputs) } : resource,
  );
  const changed: Recording = { ...recording, resources };
  return { environment, recording: changed };
}
