import assert from "node:assert/strict";

import { ENVIRONMENT_APIS } from "../../components/apis.ts";
import { record } from "./recorder.ts";

describe("the provider", () => {
  it("is one an environment, for its own project and region, and labels what it makes", async () => {
    for (const [stack, project, kind] of [
      ["prod", "acme-shop-prod", "prod"],
      ["pr-7", "acme-shop-sandbox", "preview"],
    ] as const) {
      const providers = (await record(stack)).ofType("pulumi:providers:gcp");
      assert.deepEqual(
        providers.map(({ inputs }) => inputs),
        [
          {
            project,
            region: "asia-southeast2",
            // A provider's inputs are text; what is not text travels as JSON.
            defaultLabels: JSON.stringify({
              environment: stack,
              kind,
              "managed-by": "bulkhead",
            }),
            addPulumiAttributionLabel: "false",
          },
        ],
      );
    }
  });
});

describe("the APIs", () => {
  it("are switched on one by one and stay on when the environment goes", async () => {
    const services = (await record("dev")).ofType("gcp:projects/service:Service");
    assert.deepEqual(
      services.map(({ inputs }) => inputs),
      ENVIRONMENT_APIS.map((api) => ({
        project: "acme-shop-dev",
        service: `${api}.googleapis.com`,
        disableOnDestroy: false,
      })),
    );
  });

  it("include that of every service whose resources the program has", async () => {
    const API: Readonly<Record<string, string>> = {
      artifactregistry: "artifactregistry",
      compute: "compute",
      dns: "dns",
      projects: "cloudresourcemanager",
      pubsub: "pubsub",
      redis: "redis",
      secretmanager: "secretmanager",
      serviceaccount: "iam",
      servicenetworking: "servicenetworking",
      sql: "sqladmin",
    };
    // Cloud Storage is on in every project from the start.
    const modules = (await record("prod")).resources
      .map(({ type }) => /^gcp:(\w+)\//.exec(type)?.[1])
      .filter((module) => module !== undefined && module !== "storage");
    const apis: readonly string[] = ENVIRONMENT_APIS;
    const missing = modules.filter((module = "") => !apis.includes(API[module] ?? module));
    assert.deepEqual(missing, []);
  });
});
