import type { Context } from "./rule.ts";
import { leaves, showPath } from "./values.ts";

/** What the guard has against something that the program does. */
export interface Refusal {
  readonly rule: string;
  readonly reason: string;
  /** The environment that it belongs to, where it belongs to another. */
  readonly foreign?: string;
  readonly cure: string;
}

const workload = (env: string) =>
  `new gcp.cloudrunv2.Service("api", {
  location: "asia-southeast2",
  template: { containers: [{ image: "api", envs: [{ name: "KEY", ${env} }] }] },
}, opts);`;

/**
 * What the guard refuses, for the documentation; it judges calls and options, not properties. The
 * examples are statements of a program of staging that begins with {@link GUARD_EXAMPLES_START}.
 */
export const GUARD_RULES = [
  {
    id: "foreign-read",
    forbids: "Reading or importing a resource of another environment.",
    why: "What is read is used; what is imported is changed and deleted with this stack.",
    cure: "Read or import this environment's own resource.",
    fails: 'gcp.storage.Bucket.get("files", "acme-shop-prod-prod-files", {}, opts);',
    passes: 'gcp.storage.Bucket.get("files", "acme-shop-staging-staging-files", {}, opts);',
  },
  {
    id: "stack-reference",
    forbids: "A StackReference to a stack of another environment.",
    why: "Whoever reads one output needs the key to all of that stack's secrets.",
    cure: "Write what both need to know, and is not secret, into both stack files.",
    fails: 'new pulumi.StackReference("organization/bulkhead/prod");',
    passes: 'new pulumi.StackReference("organization/bulkhead/staging");',
  },
  {
    id: "foreign-call",
    forbids: "Function calls about another environment, and those that hand out credentials.",
    why: "A call returns data of whatever it names, or a token for everything.",
    cure: "Use the outputs of this environment's own resources.",
    fails: 'gcp.storage.getBucketOutput({ name: "acme-shop-prod-prod-files" }, opts);',
    passes: 'gcp.storage.getBucketOutput({ name: "acme-shop-staging-staging-files" }, opts);',
  },
  {
    id: "literal-secret",
    forbids: "A plain value where a secret belongs.",
    why: "It stands in code, state and previews for everyone to read.",
    cure: "Take it from bulkhead:secretValues, or generate it with the random package.",
    fails:
      'new gcp.sql.User("app", { instance: "staging-main", password: "hunter2hunter2" }, opts);',
    passes: 'new gcp.sql.User("app", { instance: "staging-main", password: key.result }, opts);',
  },
  {
    id: "secret-in-plain-sight",
    forbids: "A secret handed to a workload as a plain variable.",
    why: "Whoever may look at the service sees it, and no rotation reaches it.",
    cure: "Refer to a version of it in Secret Manager instead.",
    fails: workload("value: key.result"),
    passes: workload('valueSource: { secretKeyRef: { secret: "staging-key", version: "1" } }'),
  },
] as const;

/** What stands before each example of the guard's rules. */
export const GUARD_EXAMPLES_START = `import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const opts = { provider: new gcp.Provider("google", { project: "acme-shop-staging" }) };
const key = new random.RandomPassword("key", { length: 32 });`;

type GuardRule = (typeof GUARD_RULES)[number]["id"];

/** A refusal by one of the guard's rules, with that rule's cure. */
export function refusal(rule: GuardRule, reason: string, foreign?: string): Refusal {
  const cure = GUARD_RULES.find(({ id }) => id === rule)?.cure ?? "";
  return { rule, reason, cure, ...(foreign !== undefined && { foreign }) };
}

/** Functions that return a credential, or whose answer depends on whose credential asks. */
const CREDENTIALS = new RegExp(
  `^gcp:(${[
    ...["organizations/getClient(Config|OpenIdUserInfo)", "kms/getKMSSecret\\w*"],
    ...["serviceaccount/getAccount(AccessToken|IdToken|Jwt|Key)", "redis/getInstance"],
    ...["(secretmanager|monitoring)/get(Regional)?SecretVersion(Access)?", "iap/getClient"],
    ...["storage/getBucketObjectContents?", "storage/getObjectSignedUrl"],
    ...["parametermanager/get(Regional)?ParameterVersion(Render)?", "runtimeconfig/getVariable"],
    ...["composer/getUserWorkloadsSecret", "compute/getInstanceSerialPort"],
    ...["vmwareengine/get(Nsx|Vcenter)Credentials"],
  ].join("|")}):`,
);

const PACKAGES = /^(gcp|random|docker|pulumi):/;

/** Whether a program may read or import a resource by this id. */
export function judgeRead(
  type: string,
  name: string,
  id: unknown,
  { references }: Context,
): Refusal | undefined {
  const [found] = references.in(String(id));
  if (!found) return undefined;
  const reason = `${name}: reads a ${type} by an id that names the ${found.what} ${found.text}.`;
  return refusal("foreign-read", reason, found.owner);
}

/** Whether a program may look into the stack of this name: `<organisation>/<project>/<stack>`. */
export function judgeReference(
  name: string,
  { environment, references }: Context,
): Refusal | undefined {
  const stack = name.split("/").at(-1) ?? "";
  const [found] = references.in(name);
  if (stack === environment.stack && !found) return undefined;
  const reason = "StackReference: reads the outputs of another stack.";
  return refusal("stack-reference", reason, found?.owner ?? stack);
}

/** Whether a program may call a function with these arguments. */
export function judgeCall(
  token: string,
  args: Readonly<Record<string, unknown>>,
  { environment, references }: Context,
): Refusal | undefined {
  const refused = (reason: string, foreign?: string) =>
    refusal("foreign-call", `${token}: ${reason}`, foreign);
  if (!PACKAGES.test(token)) return refused("is of a package that is not on the list.");
  if (CREDENTIALS.test(token)) return refused("hands out a credential or a secret.");
  for (const { path, value } of leaves(args)) {
    if (typeof value !== "string" && typeof value !== "number") continue;
    const [found] = references.in(String(value));
    if (!found) continue;
    return refused(`${showPath(path)} names the ${found.what} ${found.text}.`, found.owner);
  }
  const project = args["project"];
  if (typeof project !== "string" || project === environment.project) return undefined;
  return /^gcp:(compute\/getImage|organizations\/getProject)/.test(token)
    ? undefined
    : refused("project is not this environment's.");
}
