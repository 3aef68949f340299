import { z } from "zod";

import { LONGEST_NAME, LONGEST_TEXT } from "../mask/shortened.ts";

/**
 * The plan document: what a change would do to every stack, as data. It is what `--json` writes, what
 * a job hands to the job that comments, and all that a comment is made from. Its JSON schema is
 * `docs/plan.schema.json`. A change of meaning raises `format`.
 *
 * It holds no secret: values are masked by structure when it is written, and again when it is read,
 * since whoever reads one from a pull request cannot know who wrote it.
 */
const commit = z
  .string()
  .regex(/^[0-9a-f]{40}$/)
  .describe("Git commit, 40 hexadecimal digits.");

/** Most items of one list or map: ten times what a large environment has. */
export const MOST_ITEMS = 50_000;

/** Nothing that is read is longer than somebody can wait for. */
const list = <T extends z.ZodType>(of: T) => z.array(of).max(MOST_ITEMS);

const text = z.string().max(LONGEST_TEXT);
const name = z.string().min(1).max(LONGEST_NAME);
const count = z.int().min(0);
/** Nothing in it can end a link. */
const address = z
  .string()
  .regex(/^https?:\/\/[\w.:/-]+$/)
  .max(2_000);

const shown = z
  .union([
    z.strictObject({ value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
    z.strictObject({ empty: z.enum(["list", "map"]) }),
    z.strictObject({ secret: z.literal(true) }),
    z.strictObject({ unknown: z.literal(true) }),
  ])
  .describe("A value that may be shown, or what stands for one that may not or is not known yet.")
  .meta({ id: "Shown" });

const change = z
  .strictObject({
    path: name.describe("Property path: settings.tier, ports[0].name."),
    kind: z.enum(["add", "remove", "update"]),
    old: shown.optional(),
    new: shown.optional(),
    differs: z
      .literal(true)
      .optional()
      .describe("That neither side may be shown, and that they are known to differ all the same."),
    replaces: z.boolean().optional().describe("Whether this change alone replaces the resource."),
  })
  .meta({ id: "Change" });

const operation = z
  .strictObject({
    urn: name,
    hidden: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe("SHA-256 of the URN, where a name in it that looks as drawn by lot is not shown."),
    type: name.describe("Pulumi type token: gcp:sql/databaseInstance:DatabaseInstance."),
    name: name.describe("The resource's logical name."),
    operation: z.enum(["create", "update", "replace", "delete", "read", "import", "refresh"]),
    changes: list(change),
    causes: list(name).describe(
      "Of a replacement: the property paths or resources that make it necessary.",
    ),
    protected: z.boolean().optional().describe("Whether Pulumi refuses to delete it."),
  })
  .meta({ id: "Operation" });

const finding = z
  .strictObject({
    rule: name.describe("Id of the rule, as in docs/policies.md."),
    resource: name.optional().describe("Logical name of the resource."),
    message: text,
  })
  .meta({ id: "Finding" });

const against = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("deployed") }),
    z.strictObject({
      kind: z.literal("plan-base"),
      commit: commit.optional(),
      serial: count.optional(),
    }),
    z.strictObject({ kind: z.literal("code"), commit }),
  ])
  .describe(
    "What the plan is a difference to: the deployed state itself, its secret-free copy, or what the " +
      "code of another commit would have deployed.",
  )
  .meta({ id: "Against" });

const stack = z
  .strictObject({
    stack: name,
    kind: name.describe("Kind of the environment: dev, staging, prod..."),
    project: name.describe("Google Cloud project."),
    against,
    outcome: z
      .enum(["planned", "refused", "failed", "cancelled", "invalid"])
      .describe(
        "refused: by a policy. failed: no whole plan could be made. invalid: its configuration is not.",
      ),
    operations: list(operation),
    unchanged: count.describe("Resources that the change leaves as they are."),
    violations: list(finding),
    notes: list(finding).describe("What policies say and do not block for; allowances in force."),
    notYetChecked: list(finding).describe("What is known, and judged, only during the update."),
    errors: list(text),
    warnings: list(text),
    seconds: z.number().min(0).describe("Wall time of the plan."),
    shape: z
      .record(name, z.record(name, name))
      .describe(
        "What the stack will be, for comparison with another: per resource and property path a digest " +
          "of the value without what is the environment's own.",
      ),
    was: z
      .record(name, z.record(name, name))
      .describe("The same before the change, of the resources that it touches."),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("SHA-256 of what the plan does; an acknowledgement names it."),
  })
  .meta({ id: "StackPlan" });

const guards = z
  .strictObject({
    ref: name
      .optional()
      .describe("Revision whose guards judged; absent: those of the working tree."),
    commit: commit.optional(),
    changed: list(
      z.strictObject({ path: name, kind: z.enum(["added", "modified", "deleted"]) }),
    ).describe("Guards that the change itself adds, alters or takes away."),
  })
  .meta({ id: "Guards" });

export const planDocument = z.strictObject({
  format: z.literal(1),
  program: name.describe("Name of the Pulumi project."),
  commit: commit.optional().describe("The commit that was planned, where it is known."),
  run: z
    .strictObject({ number: count, attempt: count, url: address.optional() })
    .optional()
    .describe("The workflow run that planned it."),
  madeAt: z.iso.datetime(),
  versions: z.record(name, name).describe("Of bulkhead, pulumi and node."),
  guards,
  stacks: list(stack),
});

/** The whole document. */
export type PlanDocument = z.infer<typeof planDocument>;
/** The plan of one stack. */
export type StackPlan = z.infer<typeof stack>;
/** One step of a plan. */
export type Operation = z.infer<typeof operation>;
/** What a step does to one property. */
export type Change = z.infer<typeof change>;
/** A value as it may be shown. */
export type Shown = z.infer<typeof shown>;
/** What a policy said. */
export type Finding = z.infer<typeof finding>;
/** What a plan is a difference to. */
export type Against = z.infer<typeof against>;
/** Which guards judged, and which of them the change alters. */
export type Guards = z.infer<typeof guards>;
