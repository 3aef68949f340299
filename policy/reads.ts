import type { Context } from "./rule.ts";
import { isUnknown, leaves, showPath, type Path } from "./values.ts";

/** Who asks, and what belongs to whom. */
export interface Asker extends Context {
  /** The running stack as a StackReference names it: `<organisation>/<project>/<stack>`. */
  readonly self: string;
}

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
    id: "foreign-plugin",
    forbids:
      "Plugins from an address of the program's own, parameterised packages and remote components.",
    why: "A plugin does whatever it likes with the deployer's rights, and no rule sees it.",
    cure: "Use the packages as package.json has them, without pluginDownloadURL.",
    fails:
      'gcp.storage.Bucket.get("files", "acme-shop-staging-staging-files", {}, { ...opts, pluginDownloadURL: "https://plugins.example" });',
    passes: 'new random.RandomPassword("other", { length: 32 });',
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
    forbids: "A secret handed to a workload as a plain variable, or to anything as plain text.",
    why: "Whoever may look at the service or at the state sees it, and no rotation reaches it.",
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

/** The type of what looks into another stack. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** Public data, whatever project it is in. */
const PUBLIC = /^gcp:(compute\/(getImages?|image)|organizations\/getProject):/i;

/** What is read or imported. */
interface Read {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** By what it is looked up beside its id. */
  readonly state?: Readonly<Record<string, unknown>>;
}

/** Whether a program may read or import a resource. */
export function judgeRead(read: Read, asker: Asker): Refusal | undefined {
  const { type, name, id, state = {} } = read;
  if (type === STACK_REFERENCE) return judgeReferences([id, state["name"]], asker);
  if (/^random:/.test(type)) {
    const reason = `${name}: a ${type} that is given its value is not random.`;
    return refusal("literal-secret", reason);
  }
  const found = foreignIn({ type, values: { id, ...state } }, asker);
  if (!found) return undefined;
  const { path, what, owner } = found;
  const by = path[0] === "id" ? "an id that" : `its ${showPath(path)}, which`;
  return refusal("foreign-read", `${name}: reads a ${type} by ${by} names ${what}.`, owner);
}

/** Whether a program may look into the stacks of these names; what is not known yet is no name. */
function judgeReferences(names: readonly unknown[], asker: Asker): Refusal | undefined {
  const { references, self } = asker;
  for (const name of names) {
    if (typeof name !== "string" || name === "" || isUnknown(name)) continue;
    const [found] = references.in(name);
    if (!found && `/${self}`.endsWith(`/${name}`)) continue;
    const reason = "StackReference: reads the outputs of another stack.";
    return refusal("stack-reference", reason, found?.owner ?? whoseStack(name, self));
  }
  return undefined;
}

/** The stack of a name of this project's, in whatever form; others' names are not repeated. */
function whoseStack(name: string, self: string): string {
  const [stack = "", project] = name.split("/").reverse();
  const isOurs = project === undefined || project === self.split("/")[1];
  return isOurs && !self.endsWith(`/${stack}`) ? stack : "another project";
}

/** By which argument the engine's own functions look into a stack. */
const LOOKS_INTO: Readonly<Record<string, string>> = {
  "pulumi:pulumi:readStackOutputs": "name",
  "pulumi:pulumi:readStackResourceOutputs": "stackName",
};

/** Whether a program may call a function with these arguments. */
export function judgeCall(
  token: string,
  args: Readonly<Record<string, unknown>>,
  asker: Asker,
): Refusal | undefined {
  const refused = (reason: string, foreign?: string) =>
    refusal("foreign-call", `${token}: ${reason}`, foreign);
  if (!PACKAGES.test(token)) return refused("is of a package that is not on the list.");
  if (CREDENTIALS.test(token)) return refused("hands out a credential or a secret.");
  const stack = LOOKS_INTO[token];
  if (stack !== undefined) return judgeReferences([args[stack]], asker);
  const found = foreignIn({ type: token, values: args }, asker);
  return found && refused(`${showPath(found.path)} names ${found.what}.`, found.owner);
}

/** How a request says where its plugin comes from. */
interface Origin {
  readonly url?: string | undefined;
  readonly isParameterized?: boolean;
  readonly isRemote?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>> | undefined;
}

/** Whether the engine may use the plugin that a request for a type, function or package means. */
export function judgePlugin(asked: string, origin: Origin): Refusal | undefined {
  const { url = "", isParameterized = false, isRemote = false, inputs = {} } = origin;
  const refused = (reason: string) => refusal("foreign-plugin", `${asked}: ${reason}`);
  if (url !== "") return refused("its plugin comes from an address of the program's own.");
  if (isParameterized) return refused("its plugin is told to be another package.");
  if (isRemote) return refused("is made inside of a plugin.");
  // There the engine keeps where a provider's plugin comes from.
  return "__internal" in inputs ? refused("sets what is the engine's own.") : undefined;
}

/** A name of what belongs to others, among values by which something is looked up. */
interface Foreign {
  readonly path: Path;
  readonly what: string;
  readonly owner?: string;
}

/** The first value that names anything of another environment, another project, or all of them. */
function foreignIn(
  { type, values }: { type: string; values: Readonly<Record<string, unknown>> },
  { environment, references }: Asker,
): Foreign | undefined {
  const own = [environment.project, environment.projectNumber, "-", "_"];
  for (const { path, value } of leaves(values)) {
    if ((typeof value !== "string" && typeof value !== "number") || isUnknown(value)) continue;
    const text = String(value);
    const [found] = references.in(text);
    if (found) return { path, what: `the ${found.what} ${found.text}`, owner: found.owner };
    if (PUBLIC.test(type)) continue;
    const isProject = path[0] === "project" && text === values["project"];
    const [, above, project] = SCOPE.exec(isProject ? `projects/${text}` : text) ?? [];
    if (above !== undefined) return { path, what: "what is above all projects" };
    if (project !== undefined && !own.includes(project)) {
      return { path, what: "a project that is not this environment's" };
    }
  }
  return undefined;
}

/** How a path or a scope begins that is above projects, or in one. */
const SCOPE = /^(?:\/\/[^/]+\/)?(?:(organizations|folders|billingAccounts)\/|projects\/([^/]+))/;
