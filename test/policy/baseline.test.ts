import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";

import { environmentOf } from "../../environment/environment.ts";
import type { RawConfig } from "../../environment/parse.ts";
import type { Subject } from "../../policy/rule.ts";
import { BASELINE } from "../../policy/rules/baseline.ts";
import { isMap, type Path } from "../../policy/values.ts";
import { record, ROOT, sampleConfig, type Folder, type Recording } from "../components/recorder.ts";
import { raw, standing } from "../environment/project.ts";
import { contextIn, contextOf, findingsIn, judge, UNKNOWN } from "./example.ts";

/** The program's stacks, one of each kind, and those that prepare them. */
const STACKS: readonly { stack: string; folder?: Folder; config?: RawConfig }[] = [
  ...["dev", "staging", "prod", "pr-7"].map((stack) => ({ stack })),
  ...["qa", "integration", "uat"].map((stack, at) => ({
    stack,
    config: raw(standing(stack, at + 4)),
  })),
  { stack: "dev-alice", config: raw({ network: { cidr: "10.192.0.0/20" } }) },
  { stack: "prod", folder: "bootstrap/" },
  { stack: "dev", folder: "bootstrap/" },
];

describe("the baseline rules", () => {
  it("have ids of their own, in kebab case, and sentences", () => {
    const ids = BASELINE.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, forbids, why, cure } of BASELINE) {
      assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const sentence of [forbids, why, cure]) assert.match(sentence, /^[A-Z].*[^.]\.$/, id);
    }
  });

  it("judge types that the provider has", () => {
    const named = BASELINE.flatMap(({ types = [], fails, passes }) => [
      ...types,
      ...[fails.type, passes.type].filter((type) => type !== undefined),
    ]);
    assert.deepEqual(
      named.filter((type) => !isInProvider(type)),
      [],
    );
  });

  it("judge in one way at least", () => {
    const idle = BASELINE.filter(({ check, checkStack }) => !check && !checkStack);
    assert.deepEqual(idle, []);
  });
});

for (const rule of BASELINE) {
  describe(`the rule ${rule.id}`, () => {
    it("finds its example that fails, and nothing in the one that passes", () => {
      assert.notDeepEqual(findingsIn(rule, rule.fails), []);
      assert.deepEqual(findingsIn(rule, rule.passes), []);
    });

    it("finds nothing where the value is not known yet", () => {
      const findings = findingsIn(rule, rule.fails);
      // What is wrong with a resource as a whole is no value's fault.
      const paths = findings.map(({ path }) => path).filter((path) => path.length > 0);
      const props = paths.reduce((props, path) => withUnknown(props, path), rule.fails.props);
      const tops = paths.map(([top]) => [top ?? ""]);
      const hidden = tops.reduce((props, path) => withUnknown(props, path), rule.fails.props);
      for (const changed of [props, hidden]) {
        const left = findingsIn(rule, { ...rule.fails, props: changed });
        assert.deepEqual(
          left.filter(({ path }) => path.length > 0),
          [],
        );
      }
    });

    it("judges whatever the properties are, never fails, and repeats none of their values", () => {
      const types = rule.types ?? [rule.fails.type ?? "gcp:storage/bucket:Bucket"];
      const props = properties([...new Set(keysOf([rule.fails.props, rule.passes.props]))]);
      fc.assert(
        fc.property(fc.constantFrom(...types), props, props, (type, props, provider) => {
          const found = findingsIn(rule, { ...rule.fails, type, props, provider });
          for (const { reason } of found) assert.doesNotMatch(reason, /canary/);
        }),
        { numRuns: 150 },
      );
    });
  });
}

describe("the program breaks no baseline rule", () => {
  for (const { stack, folder = "", config } of STACKS) {
    it(`in ${folder}${stack}`, async () => {
      const subjects = subjectsOf(await record(stack, config, folder));
      const context = config
        ? contextIn(
            environmentOf({ folder: ROOT, stack, config: { ...sampleConfig(stack), ...config } }),
          )
        : contextOf(stack);
      const found = BASELINE.flatMap((rule) =>
        judge(rule, subjects, context).map((finding) => ({ rule: rule.id, ...finding })),
      );
      assert.deepEqual(found, []);
    });
  }
});

/** What was recorded, as the engine shows it to a policy. */
function subjectsOf({ resources }: Recording): readonly Subject[] {
  const subjects = resources.map(({ urn, type, name, inputs, protect }): Subject => ({
    ...{ urn, type, name, protect },
    props: inputs,
  }));
  const provider = subjects.find(({ type }) => type === "pulumi:providers:gcp");
  return subjects.map((subject) =>
    provider && subject.type.startsWith("gcp:") ? { ...subject, provider } : subject,
  );
}

/** Whether the SDK has a resource of this very token; its file's name has a case of its own. */
function isInProvider(type: string): boolean {
  const [, module = "", name = ""] = /^gcp:(\w+)\/(\w+):\w+$/.exec(type) ?? [];
  const folder = `${ROOT}node_modules/@pulumi/gcp/${module}`;
  const file = readdirSync(folder).find((one) => one.toLowerCase() === `${name}.js`.toLowerCase());
  return file !== undefined && readFileSync(`${folder}/${file}`, "utf8").includes(`'${type}'`);
}

/** Every property name in a value, lists looked through. */
function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => [key, ...keysOf(item)]) : [];
}

/** Properties of any shape, in which those names come up often. */
function properties(names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const odd = ["__proto__", "constructor", "toString", "length", "role", "members", "policyData"];
  const key = fc.constantFrom(...names, ...odd);
  const leaf = fc.oneof(
    fc.constantFrom(null, undefined, "", UNKNOWN, "canary-0/0", "{}", '{"bindings":[null,1]}'),
    fc.double(),
    fc.boolean(),
    fc.string().map((text) => `canary${text}`),
  );
  const { props } = fc.letrec<{ value: unknown; props: Record<string, unknown> }>((tie) => ({
    value: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie("value"), { maxLength: 3 }), tie("props")),
    props: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  }));
  return props;
}

/** The same resource with a value at this path, there or not, that nobody knows yet. */
function withUnknown(value: unknown, path: Path): Record<string, unknown> {
  return place(value, path) as Record<string, unknown>;
}

function place(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return UNKNOWN;
  if (typeof step === "number") {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.map((item, index) => (index === step ? place(item, rest) : item));
  }
  const map = isMap(value) ? value : {};
  return { ...map, [step]: place(map[step], rest) };
}
