import assert from "node:assert/strict";

import { sandboxConfig, standingConfig } from "../../environment/config.ts";
import { environmentOf } from "../../environment/environment.ts";
import { listFields, type FieldEntry } from "../../environment/schema.ts";
import {
  FAULT_CLASSES,
  OTHER,
  type Cell,
  type Fault,
  type FaultClass,
  type Row,
} from "./fault-cells.ts";
import { STANDING_FAULTS } from "./fault-table.ts";
import { raw, refusal, SANDBOX, ScratchProject, standing, type Fields } from "./project.ts";
import { SANDBOX_FAULTS } from "./sandbox-fault-table.ts";

const VALID: Fields = {
  ...standing("shop", 4),
  kind: "staging",
  egress: { "sample-entry": "203.0.113.10/32" },
  secrets: { "sample-entry": { shape: "sk_test_{24}" } },
  secretValues: { "sample-entry": "a value" },
  mail: { testRecipients: ["qa@acme.example"] },
  access: { operators: ["ops@acme.example"], developers: ["devs@acme.example"] },
  policies: { "sql-backups": "advisory" },
  allowances: [
    {
      ...{
        rule: "sql-backups",
        resource: "gcp:sql/databaseInstance:DatabaseInstance::database",
        reason: "it is a test, no more",
      },
      ...{ owner: "alice@acme.example", expires: "2027-03-31" },
    },
  ],
  formerly: ["acme-shop-old"],
  deployment: {
    repositoryId: "123456789",
    ref: "refs/heads/main",
    environment: "shop",
    workflow: "deploy.yml",
  },
};

describe("a faulty stack file", () => {
  let project: ScratchProject;
  before(() => {
    project = new ScratchProject().stack("prod", OTHER);
  });
  after(() => {
    project.remove();
  });

  const read = (fields: Fields) =>
    environmentOf({ folder: project.folder, stack: "shop", config: withProject(fields) });

  it("is one change away from a valid one", () => {
    assert.equal(read(VALID).kind, "staging");
  });

  eachFault(standingConfig, STANDING_FAULTS, (field, fault) => {
    const { problems, message } = refusal(() =>
      read({ ...changed(VALID, field.path, fault.value), ...fault.beside }),
    );
    expectProblem(problems, `bulkhead:${fault.at ?? concrete(field.path)}`, field, fault);
    expectSaid(message, problems);
  });

  it("is told all its faults at once, those against other stacks among them", () => {
    const faults = Object.entries(STANDING_FAULTS).flatMap(([path, row]) => {
      const found = row.find((cell) => typeof cell !== "string" && !cell.beside && !cell.at);
      return /[.[]/.test(path) || typeof found !== "object" ? [] : [{ path, fault: found }];
    });
    const worst = faults.reduce((fields, { path, fault }) => changed(fields, path, fault.value), {
      ...VALID,
    });
    const { problems, message } = refusal(() => read({ ...worst, state: OTHER.state }));
    for (const { path } of faults) {
      assert.ok(
        problems.some((problem) => problem.path === `bulkhead:${path}`),
        `nothing is said of ${path}`,
      );
    }
    assert.ok(problems.some(({ reason }) => reason === "is also prod's"));
    expectSaid(message, problems);
  });
});

describe("a faulty sandbox", () => {
  eachFault(sandboxConfig, SANDBOX_FAULTS, (field, fault) => {
    const project = new ScratchProject(changed(SANDBOX, field.path, fault.value));
    try {
      const { problems, message } = refusal(() =>
        environmentOf({ folder: project.folder, stack: "pr-7", config: withProject({}) }),
      );
      expectProblem(problems, `Pulumi.yaml bulkhead:sandbox.${field.path}`, field, fault);
      expectSaid(message, problems);
    } finally {
      project.remove();
    }
  });
});

/** A test for each field and class of fault, and one that no field is without a row. */
function eachFault(
  schema: typeof standingConfig | typeof sandboxConfig,
  rows: Readonly<Record<string, Row>>,
  check: (field: FieldEntry, fault: Fault) => void,
): void {
  const fields = listFields(schema);

  it("has a row of faults for each of its fields, and for nothing else", () => {
    assert.deepEqual(Object.keys(rows).sort(), fields.map(({ path }) => path).sort());
  });

  it("has no field without any fault", () => {
    const spared = Object.entries(rows).filter(([, row]) => row.every(isImpossible));
    assert.deepEqual(spared, []);
  });

  for (const field of fields) {
    FAULT_CLASSES.forEach((faultClass, at) => {
      const cell = rows[field.path]?.[at] ?? "has no row";
      if (isImpossible(cell)) return;
      it(title(field, faultClass, cell), () => {
        check(field, cell);
      });
    });
  }
}

function isImpossible(cell: Cell): cell is string {
  return typeof cell === "string";
}

function title({ path }: FieldEntry, faultClass: FaultClass, { reason }: Fault): string {
  return `is refused when ${path} is ${faultClass}: ${reason}`;
}

function expectProblem(
  problems: ReturnType<typeof refusal>["problems"],
  path: string,
  { about }: FieldEntry,
  { reason, cure }: Fault,
): void {
  assert.deepEqual(
    problems.filter((problem) => problem.path !== path),
    [],
    "no other field is blamed",
  );
  const found = problems.find((problem) => problem.reason === reason);
  assert.ok(found, `said instead: ${problems.map((problem) => problem.reason).join("; ")}`);
  if (cure === undefined) assert.equal(found.cure, about.cure);
  else assert.ok(found.cure.startsWith(cure), found.cure);
}

function expectSaid(message: string, problems: ReturnType<typeof refusal>["problems"]): void {
  for (const { path, reason, cure } of problems) {
    assert.ok(message.includes(`${path}: ${reason} (seen: `), message);
    assert.ok(message.includes(`\n    ${cure}`), message);
  }
}

function withProject(fields: Fields) {
  return { "pulumi:disable-default-providers": '["gcp"]', ...raw(fields) };
}

/** The path of a field in the sample: its map entry, its first list entry. */
function concrete(path: string): string {
  return path.replace("<name>", "sample-entry").replace("[]", "[0]");
}

/** The fields with one value replaced, or left out where it is `undefined`. */
function changed(fields: Fields, path: string, value: unknown): Fields {
  const [step = "", ...rest] = concrete(path)
    .split(/[.[\]]+/)
    .filter((part) => part !== "");
  const inner = fields[step];
  if (rest.length === 0) return { ...fields, [step]: value };
  if (Array.isArray(inner)) {
    const path = rest.slice(1).join(".");
    const entry = path === "" ? value : changed(inner[0] as Fields, path, value);
    return { ...fields, [step]: [entry] };
  }
  return { ...fields, [step]: changed((inner ?? {}) as Fields, rest.join("."), value) };
}
