import type { PlanDocument, StackPlan } from "../../../preview/document/plan.ts";
import type { Acknowledgement } from "../../../preview/comment/verdict.ts";
import { manyOperations } from "../many.ts";
import { documentOf, plan, policySays, SECRET, unchanged, UNKNOWN, warns, type Inputs, type Said, type Step } from "../planned.ts"; // prettier-ignore
import { DANGERS } from "./dangers.ts";

/** A document, and what else decides what the comment on it says. */
export interface Scene {
  readonly document: PlanDocument;
  readonly acknowledged?: readonly Acknowledgement[];
  readonly room?: number;
}

const same = (stack: string, more: Said = {}): StackPlan =>
  plan({ stack, ...more, events: [unchanged(68), ...(more.events ?? [])] });

const service = (stack: string, memory: string, version: string): Inputs => ({
  name: `${stack}-api`,
  location: "asia-southeast2",
  template: {
    containers: [
      {
        image: `asia-southeast2-docker.pkg.dev/acme-shop-${stack}/app/api@sha256:${version.repeat(64)}`,
        resources: { limits: { memory } },
        envs: [{ name: "LOG_LEVEL", value: `${version} level` }],
      },
    ],
  },
});

const release = (stack: string, memory = "1Gi"): Step => ({
  ...{ op: "update", type: "gcp:cloudrunv2/service:Service", name: "api" },
  ...{ old: service(stack, "512Mi", "a"), new: service(stack, memory, "b") },
});

const changed = documentOf([
  same("dev", { steps: [release("dev")] }),
  same("staging"),
  same("prod"),
]);

const firewall = (range: string): Step => ({
  ...{ op: "update", type: "gcp:compute/firewall:Firewall", name: "network-allow-services" },
  old: { destinationRanges: ["10.20.8.0/21"], priority: 1000 },
  new: { destinationRanges: ["10.20.8.0/21", range], priority: 1000 },
});

const secret = (name: string): Step => ({
  ...{ op: "update", type: "gcp:secretmanager/secretVersion:SecretVersion", name },
  ...{ old: { secretData: SECRET }, new: { secretData: SECRET }, diffs: ["secretData"] },
});

/** Every golden comment, by its file's name. */
export const SCENES: Readonly<Record<string, Scene>> = {
  "no-changes": { document: documentOf([same("dev"), same("staging"), same("prod")]) },
  changed: { document: changed },
  ...DANGERS,
  acknowledged: acknowledged(),
  failed: {
    document: documentOf([
      same("dev", { steps: [release("dev")] }),
      plan({
        ...{ stack: "staging", ok: false, events: [unchanged(12), warns("It is slow today.")] },
        errors: [
          "network-services: error reading address staging-services: googleapi: Error 403: Compute Engine API has not been used in project 100000000002 before or it is disabled. Enable it, then retry.\nDetails:\n  reason: accessNotConfigured",
        ],
      }),
    ]),
  },
  refused: {
    document: documentOf([
      same("staging"),
      plan({
        ...{
          stack: "prod",
          ok: false,
          steps: [firewall("10.20.0.0/20")],
          errors: ["preview failed"],
        },
        events: [
          unchanged(67),
          policySays(
            "no-foreign-range",
            "destinationRanges[1] reaches 10.20.0.0/20, which belongs to staging.\nCure: allow only the ranges of prod, 10.30.0.0/20.",
            { resource: "network-allow-services" },
          ),
          policySays("log-retention", "Allowed until 2027-03-31: moving to the new sink (ops@acme.example)", { resource: "sink", level: "advisory" }), // prettier-ignore
          policySays("not-yet-checked", "Not known before the update: member", { resource: "secrets-mail-key-api", level: "advisory" }), // prettier-ignore
        ],
      }),
    ]),
  },
  cancelled: {
    document: documentOf([same("dev"), plan({ stack: "prod", ok: false, cancelled: true })], {
      run: { number: 413, attempt: 2, url: "https://github.com/acme/shop/actions/runs/9002" },
    }),
  },
  invalid: {
    document: documentOf([
      same("dev"),
      {
        ...plan({ stack: "prod", ok: false }),
        outcome: "invalid",
        errors: [
          "Pulumi.prod.yaml: bulkhead:network.cidr 10.20.0.0/20 overlaps that of staging.\n  Cure: 10.30.0.0/20 is free.",
        ],
      },
    ]),
  },
  guards: {
    document: {
      ...changed,
      guards: {
        ...changed.guards,
        changed: [
          { path: "policy/rules/isolation/references.ts", kind: "modified" },
          { path: "secrets.ledger.jsonl", kind: "deleted" },
        ],
      },
    },
  },
  "plan-base": {
    document: documentOf([
      same("prod", {
        against: {
          kind: "plan-base",
          commit: "9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b",
          serial: 41,
        },
        steps: [secret("secrets-mail-key-version"), firewall("10.30.8.0/21")],
      }),
    ]),
  },
  "by-hand": { document: byHand() },
  unshared: {
    document: documentOf([
      same("staging", { steps: [release("staging", "2Gi"), firewall("10.20.16.0/24")] }),
      same("prod", {
        steps: [
          { ...release("prod"), op: "same", new: release("prod").old },
          { ...firewall("x"), op: "same", new: firewall("x").old },
        ],
      }),
    ]),
  },
  cut: { document: manyOperations(400), room: 6_000 },
};

function acknowledged(): Scene {
  const { document } = DANGERS["danger-bucket"] ?? { document: changed };
  const prod = document.stacks.find(({ stack }) => stack === "prod");
  const gone = prod?.operations.find(({ operation }) => operation === "delete");
  return {
    document,
    acknowledged: [{ urn: gone?.urn ?? "", digest: prod?.digest ?? "", by: "alice" }],
  };
}

function byHand(): PlanDocument {
  const name = "acme-shop-dev-dev-exports";
  const steps: readonly Step[] = [
    {
      ...{ op: "create", type: "gcp:storage/bucket:Bucket", name: "storage-exports" },
      new: { name, location: "ASIA-SOUTHEAST2", url: UNKNOWN, labels: {} },
    },
    { op: "import", type: "gcp:pubsub/topic:Topic", name: "orders", new: { name: "orders" } },
  ];
  const commit = "9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b";
  const document = documentOf([same("dev", { against: { kind: "code", commit }, steps })], {
    guards: { changed: [] },
  });
  delete document.run;
  return document;
}
