import assert from "node:assert/strict";

import { readFiles } from "../../environment/catalogue.ts";
import { catalogueOf, environmentOf } from "../../environment/environment.ts";
import { kindOf } from "../../environment/kinds.ts";
import { profileOf } from "../../environment/profiles.ts";
import {
  refusal,
  running,
  said,
  SANDBOX,
  ScratchProject,
  standing,
  type Fields,
} from "./project.ts";

describe("an environment", () => {
  let project: ScratchProject;
  beforeEach(() => {
    project = new ScratchProject().stack("prod", standing("prod", 3));
  });
  afterEach(() => {
    project.remove();
  });

  const problemsOf = (stack: string, fields: Fields) =>
    said(refusal(() => running(project, stack, fields)).problems);

  describe("that stands", () => {
    it("takes one file and nothing else", () => {
      project.stack("qa", standing("qa", 4));
      const environment = environmentOf({ folder: project.folder, stack: "qa" });
      assert.deepEqual(environment, {
        stack: "qa",
        kind: "qa",
        profile: profileOf("qa"),
        project: "acme-shop-qa",
        projectNumber: "100000000004",
        region: "asia-southeast2",
        addresses: {
          all: "10.40.0.0/20",
          workloads: "10.40.0.0/22",
          services: "10.40.8.0/21",
        },
        generation: 1,
        state: "gs://acme-shop-qa-state",
        kmsKey:
          "projects/acme-shop-qa/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi",
        labels: { environment: "qa", kind: "qa", "managed-by": "bulkhead" },
        config: {
          secrets: {},
          egress: {},
          mail: { testRecipients: [] },
          notifications: { on: [] },
          access: { operators: [], developers: [] },
          ...{ policies: {}, allowances: [], formerly: [] },
          image: undefined,
          domain: undefined,
          deployment: undefined,
        },
      });
    });

    it("is the same whether its file or the engine says its configuration", () => {
      const fields = { ...standing("qa", 4), generation: 2 };
      project.stack("qa", fields);
      assert.deepEqual(
        running(project, "qa", fields),
        environmentOf({ folder: project.folder, stack: "qa" }),
      );
    });

    it("holds no value of a secret", () => {
      const canary = "canary-5d1f";
      const environment = running(project, "qa", {
        ...standing("qa", 4),
        secrets: { "payment-key": { shape: "{11}" } },
        secretValues: { "payment-key": canary },
      });
      assert.ok(!JSON.stringify(environment).includes(canary));
    });

    it("may live outside the sandbox's project alone", () => {
      assert.deepEqual(
        problemsOf("qa", { ...standing("qa", 4), project: SANDBOX.project }).sort(),
        [
          "bulkhead:kmsKey lies outside the environment's own project acme-shop-sandbox",
          "bulkhead:project is also the sandbox's",
        ],
      );
    });

    it("has a key of its own project", () => {
      const { kmsKey } = standing("dev", 1);
      assert.deepEqual(problemsOf("qa", { ...standing("qa", 4), kmsKey }), [
        "bulkhead:kmsKey lies outside the environment's own project acme-shop-qa",
      ]);
    });

    it("is refused while another stack's claims cannot be read, naming that file", () => {
      project.stack("staging", { ...standing("staging", 2), network: { cidr: "10.20.0.1/20" } });
      assert.deepEqual(problemsOf("qa", standing("qa", 4)), [
        "Pulumi.staging.yaml bulkhead:network.cidr has host bits set; the range it lies in is 10.20.0.0/20",
      ]);
    });

    it("does not care what another stack says of its own business", () => {
      project.stack("staging", { ...standing("staging", 2), image: "latest", mail: 5 });
      assert.equal(running(project, "qa", standing("qa", 4)).stack, "qa");
    });
  });

  describe("in the sandbox", () => {
    it("takes no file for a pull request, and the same comes of an empty one", () => {
      const without = environmentOf({ folder: project.folder, stack: "pr-7" });
      project.write("Pulumi.pr-7.yaml", "");
      assert.deepEqual(environmentOf({ folder: project.folder, stack: "pr-7" }), without);
      assert.equal(without.project, SANDBOX.project);
      assert.equal(without.state, SANDBOX.state);
      assert.equal(without.addresses.all, "10.128.112.0/20");
    });

    it("takes a range in the file of each developer, and says which lines to write", () => {
      project.stack("dev-u2", { network: { cidr: "10.192.0.0/20" } });
      const { problems } = refusal(() =>
        environmentOf({ folder: project.folder, stack: "dev-u3" }),
      );
      assert.deepEqual(said(problems), [
        "bulkhead:network.cidr is missing, and a developer's range stands in its stack file",
      ]);
      const [, ...lines] = problems[0]?.cure.split("\n") ?? [];
      project.write("Pulumi.dev-u3.yaml", lines.join("\n"));
      const written = environmentOf({ folder: project.folder, stack: "dev-u3" });
      assert.equal(written.addresses.all, "10.192.16.0/20");
    });

    it("says nothing of a missing range where the file names a faulty one", () => {
      assert.deepEqual(problemsOf("dev-u2", { network: { cidr: "10.192.0.1/20" } }), [
        "bulkhead:network.cidr has host bits set; the range it lies in is 10.192.0.0/20",
      ]);
    });

    it("chooses nothing of what the sandbox claims", () => {
      assert.deepEqual(problemsOf("pr-7", { project: "acme-shop-mine" }), [
        "bulkhead:project is not known",
      ]);
    });

    it("needs a sandbox", () => {
      const bare = new ScratchProject(null);
      try {
        const { problems } = refusal(() => environmentOf({ folder: bare.folder, stack: "pr-7" }));
        assert.deepEqual(said(problems), [
          "bulkhead:sandbox is missing, and pr-7 lives in the sandbox",
        ]);
      } finally {
        bare.remove();
      }
    });

    it("needs a sandbox whose key is the sandbox's", () => {
      const foreign = new ScratchProject({ ...SANDBOX, kmsKey: standing("prod", 3)["kmsKey"] });
      try {
        const { problems } = refusal(() =>
          environmentOf({ folder: foreign.folder, stack: "pr-7" }),
        );
        assert.deepEqual(said(problems), [
          "Pulumi.yaml bulkhead:sandbox.kmsKey lies outside the environment's own project acme-shop-sandbox",
        ]);
      } finally {
        foreign.remove();
      }
    });
  });

  describe("its kind", () => {
    it("is what the stack's file says where the name says nothing", () => {
      assert.equal(kindOf("shop-eu", { "bulkhead:kind": "prod" }), "prod");
    });

    it("may be said beside a name that says the same", () => {
      assert.equal(kindOf("prod", { "bulkhead:kind": "prod" }), "prod");
    });

    for (const [stack, config, problem] of [
      ["prod", { "bulkhead:kind": "dev" }, "bulkhead:kind is not prod, as the name says"],
      ["shop", {}, "bulkhead:kind is missing, and the stack's name does not say it either"],
      [
        "shop",
        { "bulkhead:kind": "prd" },
        "bulkhead:kind is not a kind that a stack of this name can have",
      ],
      // Two ephemeral stacks called shop and shop-x could make the same name in the sandbox.
      [
        "shop",
        { "bulkhead:kind": "preview" },
        "bulkhead:kind is not a kind that a stack of this name can have",
      ],
    ] as const) {
      it(`of ${stack} cannot be read from ${JSON.stringify(config)}`, () => {
        const { problems } = refusal(() => kindOf(stack, config));
        assert.deepEqual(said(problems), [problem]);
      });
    }

    it("is told together with a name that cannot be used", () => {
      const { problems } = refusal(() => kindOf("My_Stack", {}));
      assert.deepEqual(
        problems.map(({ path }) => path),
        ["stack", "bulkhead:kind"],
      );
    });
  });

  describe("beside all others", () => {
    it("is listed with what it claims", () => {
      project.stack("pr-7", {});
      assert.deepEqual(
        catalogueOf(readFiles(project.folder)).claims.map(({ stack, kind, project, cidr }) => [
          stack,
          kind,
          project,
          cidr,
        ]),
        [
          ["pr-7", "preview", "acme-shop-sandbox", "10.128.112.0/20"],
          ["prod", "prod", "acme-shop-prod", "10.30.0.0/20"],
        ],
      );
    });

    it("is refused with the file that names no range", () => {
      project.stack("dev-alice", {});
      const { subject, problems } = refusal(() => catalogueOf(readFiles(project.folder)));
      assert.equal(subject, "Pulumi.dev-alice.yaml");
      assert.equal(problems[0]?.path, "bulkhead:network.cidr");
    });

    it("is refused with the file that cannot be read", () => {
      project.stack("staging", { ...standing("staging", 2), state: "s3://x" });
      const { subject, problems } = refusal(() => catalogueOf(readFiles(project.folder)));
      assert.equal(subject, "Pulumi.staging.yaml");
      assert.equal(problems[0]?.path, "Pulumi.staging.yaml bulkhead:state");
    });
  });
});
