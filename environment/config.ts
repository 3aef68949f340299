import { z } from "zod";

import * as field from "./fields.ts";
import { KINDS } from "./kinds.ts";

/** How a third-party secret's value is written into a stack file. */
const SET_SECRET = "Set it with: npx bulkhead secrets set <stack> <name>";

/** What every environment may say, whatever its kind. */
const common = {
  kind: z
    .enum(KINDS, "is not a kind")
    .optional()
    .meta({
      meaning: "Kind of environment; needed only where the stack's name does not say it.",
      example: "prod",
      cure: `Leave it out for a stack named after its kind, or use one of ${KINDS.join(", ")}.`,
    }),
  generation: field.generation.default(1),
  image: field.digest.optional(),
  domain: field.domain.optional(),
  egress: z
    .record(field.entryName, field.egressRange)
    .default({})
    .meta({
      meaning: "Endpoints outside Google that workloads may reach, a range a name.",
      example: { "payment-sandbox": "203.0.113.10/32" },
      cure: "Write one line an endpoint: its name, a colon, its range.",
    }),
  secrets: z
    .record(
      field.entryName,
      z.strictObject({ shape: field.shape, rotateFrom: field.moment.optional() }),
    )
    .default({})
    .meta({
      meaning: "Third-party secrets that this environment needs, by name; never their values.",
      example: { "payment-key": { shape: "sk_test_{24}" } },
      cure: "Write one entry a secret: its name, and its shape below it.",
    }),
  secretValues: z
    .record(field.entryName, z.string().min(1, "is empty").max(65_536, "is larger than 64 KiB"))
    .default({})
    .meta({
      meaning: "Their values, encrypted by the environment's key.",
      example: { "payment-key": { secure: "v1:..." } },
      cure: SET_SECRET,
    }),
  mail: z
    .strictObject({ testRecipients: z.array(field.recipient).max(20).default([]) })
    .prefault({})
    .meta({
      meaning: "Who receives mail outside prod; nobody unless listed.",
      example: { testRecipients: ["qa@acme.example"] },
      cure: "List the mailboxes below testRecipients, or leave it out.",
    }),
  notifications: z
    .strictObject({ on: z.array(field.entryName).max(20).default([]) })
    .prefault({})
    .meta({
      meaning: "Outgoing notifications that are switched on outside prod; none unless listed.",
      example: { on: ["order-webhook"] },
      cure: "List the names below on, or leave it out.",
    }),
  policies: z
    .record(field.ruleId, z.enum(["mandatory", "advisory", "disabled"], "is no level"))
    .default({})
    .meta({
      meaning: "How much a rule of the baseline pack weighs here, where it is not the rule's own.",
      example: { "sql-query-insights": "mandatory" },
      cure: "Write one line a rule: its id from docs/policies.md, and mandatory, advisory or disabled.",
    }),
  allowances: z
    .array(
      z.strictObject({
        rule: field.ruleId,
        resource: field.resource,
        reason: field.reason,
        owner: field.recipient,
        expires: field.day,
      }),
    )
    .max(50)
    .default([])
    .meta({
      meaning:
        "Exceptions, each for one rule and one resource, until a day within a year. Prod has none of isolation.",
      example: [
        {
          rule: "firewall-open-egress",
          resource: "gcp:compute/firewall:Firewall::network-egress-payment",
          reason: "The partner moves to fixed addresses in March",
          owner: "alice@acme.example",
          expires: "2027-03-31",
        },
      ],
      cure: "Write rule, resource, reason, owner and expires for each.",
    }),
  formerly: z
    .array(field.identifier)
    .max(50)
    .default([])
    .meta({
      meaning:
        "Names this environment had and keeps as its own until a separate change retires them.",
      example: ["acme-shop-old"],
      cure: "List project ids, project numbers, buckets, domains or ranges, one a line.",
    }),
  access: z
    .strictObject({
      operators: z.array(field.group).max(10).default([]),
      developers: z.array(field.group).max(10).default([]),
    })
    .prefault({})
    .meta({
      meaning: "Groups of people; what each may do here is decided by the kind's profile.",
      example: { operators: ["shop-operators@acme.example"] },
      cure: "List groups below operators and developers, or leave it out.",
    }),
};

/** The environment's place in the address space. */
const network = z.strictObject({ cidr: field.cidr }).meta({
  meaning: "The environment's network.",
  example: { cidr: "10.20.0.0/20" },
  cure: "Write the range as cidr below it.",
});

/** What an environment claims for itself, and shares with no other. */
const claims = {
  project: field.projectId,
  projectNumber: field.projectNumber,
  region: field.region,
  network,
  state: field.state,
  kmsKey: field.kmsKey,
};

/** Which workflow may act as the environment's deployer. */
const deployment = z
  .strictObject({
    repositoryId: field.repositoryId,
    ref: field.ref,
    environment: field.githubEnvironment,
    workflow: field.workflow,
  })
  .meta({
    meaning: "The one workflow run that may deploy here; all four must match.",
    example: {
      repositoryId: "123456789",
      ref: "refs/heads/main",
      environment: "prod",
      workflow: "deploy.yml",
    },
    cure: "Write repositoryId, ref, environment and workflow below it, or leave it out.",
  });

/** Configuration of a standing environment: everything it owns is named. */
export const standingConfig = z.strictObject({
  ...claims,
  ...common,
  deployment: deployment.optional(),
});

/** Configuration of an ephemeral environment: what it does not say comes from the sandbox. */
export const ephemeralConfig = z.strictObject({
  network: network.optional(),
  ...common,
});

/** What of a stack's configuration is claimed for it alone; the rest is its own business. */
export const standingClaimsConfig = z.object({
  ...claims,
  domain: common.domain,
  formerly: common.formerly,
});

/** The same for an ephemeral environment. */
export const ephemeralClaimsConfig = z.object({ network: network.optional() });

/** The project that ephemeral environments share, named once in `Pulumi.yaml`. */
export const sandboxConfig = z.strictObject({
  project: field.projectId.meta({
    ...field.projectId.meta(),
    meaning: "Google Cloud project that developers and pull requests share, and nobody else.",
    example: "acme-shop-sandbox",
  }),
  projectNumber: field.projectNumber,
  region: field.region,
  pool: field.pool,
  state: field.state,
  kmsKey: field.kmsKey,
});

export type StandingConfig = z.infer<typeof standingConfig>;
export type EphemeralConfig = z.infer<typeof ephemeralConfig>;
export type StandingClaimsConfig = z.infer<typeof standingClaimsConfig>;
export type EphemeralClaimsConfig = z.infer<typeof ephemeralClaimsConfig>;
export type SandboxConfig = z.infer<typeof sandboxConfig>;
