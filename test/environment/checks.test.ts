import assert from "node:assert/strict";

import { environmentOf } from "../../environment/environment.ts";
import { refusal, running, said, ScratchProject, standing, type Fields } from "./project.ts";

const CANARY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
const SEALED = { secure: "v1:AAAA:BBBB" };

describe("a stack's configuration", () => {
  let project: ScratchProject;
  beforeEach(() => {
    project = new ScratchProject();
  });
  afterEach(() => {
    project.remove();
  });

  const problemsOf = (stack: string, fields: Fields) =>
    said(refusal(() => running(project, stack, fields)).problems);

  describe("and its kind", () => {
    for (const [kind, fields, problem] of [
      [
        "staging",
        { domain: "acme.example" },
        "domain is given, and a staging environment has none",
      ],
      [
        "dev",
        { image: `sha256:${"0".repeat(64)}` },
        "image is given, and a dev environment builds its own",
      ],
      [
        "prod",
        { mail: { testRecipients: ["qa@acme.example"] } },
        "mail.testRecipients is given, and in prod mail goes to everyone it is meant for",
      ],
      [
        "prod",
        { notifications: { on: ["order-webhook"] } },
        "notifications.on is given, and in prod all notifications are on",
      ],
    ] as const) {
      it(`give a ${kind} environment no ${Object.keys(fields).join()} to choose`, () => {
        assert.deepEqual(problemsOf("shop", { ...standing("shop", 5), kind, ...fields }), [
          `bulkhead:${problem}`,
        ]);
      });
    }
  });

  describe("and default providers", () => {
    for (const value of ["[]", '["aws"]', "gcp", "null"]) {
      it(`leave them off: ${value} in the stack file is refused`, () => {
        const config = { ...standing("qa", 4), "pulumi:disable-default-providers": value };
        assert.deepEqual(problemsOf("qa", config), [
          "pulumi:disable-default-providers leaves Google Cloud's default provider on",
        ]);
      });
    }

    for (const value of ['["gcp"]', '["*"]', '["gcp","random"]']) {
      it(`leaves them off with ${value}`, () => {
        const config = { ...standing("qa", 4), "pulumi:disable-default-providers": value };
        assert.equal(running(project, "qa", config).stack, "qa");
      });
    }
  });

  describe("of third-party secrets", () => {
    const declared = { ...standing("qa", 4), secrets: { "payment-key": { shape: "sk_{24}" } } };

    it("need their values when the program runs, and the cure is the command", () => {
      const { problems } = refusal(() => running(project, "qa", declared));
      assert.deepEqual(said(problems), ["bulkhead:secretValues.payment-key is missing"]);
      assert.equal(problems[0]?.cure, "Set it with: npx bulkhead secrets set qa payment-key");
    });

    it("need no values when only the files are read", () => {
      project.stack("qa", declared);
      assert.equal(environmentOf({ folder: project.folder, stack: "qa" }).stack, "qa");
    });

    for (const [form, secretValues, blamed] of [
      ["one beside an encrypted one", { "mail-key": SEALED, "payment-key": CANARY }, "payment-key"],
      ["the whole as JSON text", JSON.stringify({ "payment-key": CANARY }), "<name>"],
      ["a map of its own", { "payment-key": { value: CANARY } }, "payment-key"],
      ["one that only looks encrypted", { "payment-key": { ...SEALED, x: CANARY } }, "payment-key"],
    ] as const) {
      it(`are refused in plain text, whatever the engine says of them: ${form}`, () => {
        const secrets = { ...declared.secrets, "mail-key": { shape: "{22}" } };
        project.stack("qa", { ...declared, secrets, secretValues });
        const values = { "payment-key": CANARY, "mail-key": "another" };
        const { problems, message } = refusal(() =>
          running(project, "qa", { ...declared, secrets, secretValues: values }),
        );
        assert.deepEqual(said(problems), [
          `bulkhead:secretValues.${blamed} stands in the stack file in plain text`,
        ]);
        assert.match(
          message,
          /\n {4}Revoke the value, then set a new one with: npx bulkhead secrets set /,
        );
        assert.ok(!message.includes(CANARY), message);
      });
    }

    it("are accepted encrypted, each by itself or all at once", () => {
      const values = { ...declared, secretValues: { "payment-key": CANARY } };
      for (const secretValues of [{ "payment-key": SEALED }, SEALED]) {
        project.stack("qa", { ...declared, secretValues });
        assert.equal(running(project, "qa", values).stack, "qa");
      }
    });

    it("are encrypted nowhere else, where no ledger compares them", () => {
      for (const [key, value] of [
        ["pulumi:paymentKey", SEALED],
        ["bulkhead:egress", { list: [SEALED] }],
      ] as const) {
        project.stack("qa", { ...standing("qa", 4), [key]: value });
        assert.deepEqual(
          problemsOf("qa", standing("qa", 4)).filter((one) => one.startsWith(`${key} `)),
          [`${key} is encrypted, and only bulkhead:secretValues is compared between environments`],
        );
      }
    });

    it("are not given without being declared", () => {
      const secretValues = { "payment-key": "a value", stray: "another" };
      assert.deepEqual(problemsOf("qa", { ...declared, secretValues }), [
        "bulkhead:secretValues.stray is given, and no secret of that name is declared",
      ]);
    });

    it("are missed under any name, such as constructor", () => {
      const secrets = { constructor: { shape: "{24}" } };
      assert.deepEqual(problemsOf("qa", { ...declared, secrets }), [
        "bulkhead:secretValues.constructor is missing",
      ]);
    });

    it("are not called like the program's own", () => {
      const secrets = { "session-key": { shape: "{24}" } };
      const secretValues = { "session-key": "a value" };
      assert.deepEqual(problemsOf("qa", { ...declared, secrets, secretValues }), [
        "bulkhead:secrets.session-key is a secret that the program makes itself",
      ]);
    });
  });

  describe("unknown keys", () => {
    for (const [fields, path, cure] of [
      [{ regoin: "x" }, "bulkhead:regoin", "Did you mean region?"],
      [
        { network: { cidr: "10.40.0.0/20", cird: "x" } },
        "bulkhead:network.cird",
        "Did you mean cidr?",
      ],
      [
        { mail: { recipients: [] } },
        "bulkhead:mail.recipients",
        "Remove it; known here: testRecipients.",
      ],
      [{ billing: "x" }, "bulkhead:billing", "Remove it; known here: project,"],
    ] as const) {
      it(`are refused: ${path}`, () => {
        const { problems } = refusal(() =>
          running(project, "qa", { ...standing("qa", 4), ...fields }),
        );
        assert.deepEqual(said(problems), [`${path} is not known`]);
        assert.ok(problems[0]?.cure.startsWith(cure), problems[0]?.cure);
      });
    }

    for (const [key, cure] of [
      ["bulkhed:generation", "Did you mean bulkhead:generation?"],
      ["generation", "Did you mean bulkhead:generation?"],
      ["gcp:project", "Remove it; known here: bulkhead:project,"],
      ["gcp:credentials", "Remove it; known here: bulkhead:project,"],
    ] as const) {
      it(`are refused in any namespace but the engine's: ${key}`, () => {
        const config = {
          ...bulkheadKeys(standing("qa", 4)),
          [key]: CANARY,
          "pulumi:template": "x",
        };
        project.write("Pulumi.qa.yaml", { config });
        const { problems, message } = refusal(() => running(project, "qa", standing("qa", 4)));
        assert.deepEqual(said(problems), [`${key} is not known`]);
        assert.ok(problems[0]?.cure.startsWith(cure), problems[0]?.cure);
        assert.ok(!message.includes(CANARY), message);
      });
    }

    it("are refused in Pulumi.yaml too, whose values every stack gets", () => {
      const config = { "pulumi:disable-default-providers": { value: ["gcp"] } };
      project.write("Pulumi.yaml", { config: { ...config, "gcp:project": { value: "x" } } });
      assert.deepEqual(problemsOf("qa", standing("qa", 4)), [
        "Pulumi.yaml gcp:project is not known",
      ]);
    });

    for (const [key, cure] of [
      ["confg", "Did you mean config?"],
      ["environment", "Remove it; known here: config, secretsprovider,"],
    ] as const) {
      it(`are refused at the top of the file: ${key}`, () => {
        const known = { secretsprovider: "gcpkms://x", encryptedkey: "x", encryptionsalt: "x" };
        const config = bulkheadKeys(standing("qa", 4));
        project.write("Pulumi.qa.yaml", { config, ...known, [key]: { x: CANARY } });
        const { problems, message } = refusal(() => running(project, "qa", standing("qa", 4)));
        assert.deepEqual(said(problems), [`${key} is not known`]);
        assert.ok(problems[0]?.cure.startsWith(cure), problems[0]?.cure);
        assert.ok(!message.includes(CANARY), message);
      });
    }

    it("of a map are names, and say how to write one", () => {
      const egress = { Payment_Sandbox: "203.0.113.10/32" };
      const { problems } = refusal(() => running(project, "qa", { ...standing("qa", 4), egress }));
      assert.deepEqual(said(problems), [
        "bulkhead:egress.Payment_Sandbox is not a name (2 to 32 of a-z, 0-9 and hyphen)",
      ]);
      assert.match(problems[0]?.cure ?? "", /^Rename it: lower-case letters/);
    });
  });

  describe("of groups", () => {
    const access = (operators: string[], developers: string[]) => ({
      ...standing("qa", 4),
      access: { operators, developers },
    });

    it("lists each group once", () => {
      assert.deepEqual(problemsOf("qa", access(["ops@a.example", "ops@b.example"], [])), [
        "bulkhead:access.operators has the same name before the @ as another group of the list",
      ]);
    });

    it("lists a group as operators or as developers", () => {
      assert.deepEqual(problemsOf("qa", access(["ops@a.example"], ["ops@a.example"])), [
        "bulkhead:access.developers is one of the operators too",
      ]);
    });
  });

  it("does not speak of the sandbox, which is the project's", () => {
    project.stack("qa", { ...standing("qa", 4), sandbox: { project: "acme-shop-mine" } });
    const { problems } = refusal(() => environmentOf({ folder: project.folder, stack: "qa" }));
    assert.deepEqual(said(problems), [
      "bulkhead:sandbox stands in a stack file, and all stacks share it",
    ]);
  });
});

function bulkheadKeys(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [`bulkhead:${key}`, value]),
  );
}
