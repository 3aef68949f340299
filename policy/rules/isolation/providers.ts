import type { Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, valuesAt } from "../../values.ts";

/** Packages whose resources can reach what the provider of an environment can reach, and no more. */
const PACKAGES = new Set(["pulumi", "gcp", "random", "docker"]);

const GCP_PROVIDER = "pulumi:providers:gcp";
const BUCKET = "gcp:storage/bucket:Bucket";

/** Resources of packages that could reach anything, past every other rule. */
export const PACKAGE_LIST: Rule = {
  id: "package-list",
  forbids:
    "Resources of packages other than pulumi, gcp, random and docker, dynamic ones included.",
  why: "Such a resource runs commands or calls any API, where no rule sees what it touches.",
  cure: "Make it with the gcp package, or outside of this program.",
  check: ({ type, provider }) => {
    const [first = "", second = "", third = ""] = type.split(":");
    const name = first === "pulumi" && second === "providers" ? third : first;
    // A component has no provider: it is of the program's own, and makes nothing by itself.
    if (PACKAGES.has(name) || (first !== "pulumi" && !provider)) return [];
    return [{ path: [], reason: `is of the package ${name || "without a name"}` }];
  },
  fails: { type: "command:local:Command", props: { create: "true" } },
  passes: { type: "random:index/randomId:RandomId", props: { byteLength: 4 } },
};

/** Default providers land resources in whichever project the shell has. */
export const DEFAULT_PROVIDER: Rule = {
  id: "default-provider",
  forbids: "Resources of Google Cloud that are made by a default provider.",
  why: "A default provider takes project and credentials from the shell: anything may land anywhere.",
  cure: "Hand down the environment's provider, and leave pulumi:disable-default-providers as it is.",
  check: ({ type, name, provider }) => {
    const isDefault = (each: string | undefined) => each?.startsWith("default") === true;
    const found =
      type === GCP_PROVIDER
        ? isDefault(name)
        : type.startsWith("gcp:") && isDefault(provider?.name);
    return found ? [{ path: [], reason: "is made by the default provider" }] : [];
  },
  fails: { type: GCP_PROVIDER, name: "default_9_35_0", props: {} },
  passes: { type: GCP_PROVIDER, name: "google", props: { project: "acme-shop-staging" } },
};

/** How a provider is told to act as somebody else, or where to find whom to act as. */
const CREDENTIALS = [
  ...["credentials", "accessToken", "impersonateServiceAccount", "externalCredentials"],
  ...["impersonateServiceAccountDelegates", "billingProject"],
];

/** How a provider is told to call another cloud than Google's. */
const ELSEWHERE = /CustomEndpoint$|^universeDomain$/;

/** A provider works in the environment's project, as whoever runs it. */
export const FOREIGN_PROVIDER: Rule = {
  id: "foreign-provider",
  forbids: "A Google Cloud provider of another project, or one that brings or borrows credentials.",
  why: "Rights end at the project of the deployer; a provider with others' rights has no such end.",
  cure: "Set project to this environment's, and let the workflow's identity be the only one.",
  types: [GCP_PROVIDER],
  check: function* ({ props }, { environment }): Generator<Finding> {
    const project = props["project"];
    if (project !== undefined && !isUnknown(project) && project !== environment.project) {
      yield { path: ["project"], reason: "is not this environment's project" };
    }
    for (const name of CREDENTIALS) {
      const value = props[name];
      if (value === undefined || value === null || value === environment.project) continue;
      yield { path: [name], reason: "gives the provider another identity" };
    }
    for (const name of Object.keys(props).filter((key) => ELSEWHERE.test(key))) {
      if (props[name] === undefined || props[name] === "") continue;
      yield { path: [name], reason: "sends calls elsewhere" };
    }
  },
  fails: { props: { project: "acme-shop-staging", credentials: "{}" } },
  passes: { props: { project: "acme-shop-staging", region: "asia-southeast2" } },
};

/** Where a resource says that it is one of an organisation or a folder. */
const ABOVE = ["orgId", "organization", "organizationId", "folder", "folderId", "parent"];

/** What is made in a project that belongs to nobody here is in nobody's isolation. */
export const OWN_PROJECT: Rule = {
  id: "own-project",
  forbids: "Resources in a project that is not the environment's own, or above all projects.",
  why: "What lies in a project without an owner is judged by nobody, and whoever has it has the data.",
  cure: "Leave project out, or set it to this environment's.",
  check: function* ({ type, props, provider }, { environment, ownership }): Generator<Finding> {
    if (!type.startsWith("gcp:")) return;
    const given = [{ path: ["project"], value: props["project"] }];
    const [made] = [...valuesAt(provider?.props, "project")];
    if (made) given.push({ path: ["provider", "project"], value: made.value });
    for (const { path, value } of given) {
      if (typeof value !== "string" || isUnknown(value) || value === "") continue;
      const owner = ownership.identifiers.find(({ text }) => text === value)?.owner;
      if (value === environment.project || value === environment.projectNumber) continue;
      const reason = "is not this environment's project";
      yield { path, reason, ...(owner !== undefined && { foreign: owner }) };
    }
    for (const name of ABOVE) {
      const value = props[name];
      if (typeof value !== "string" || value === "" || isUnknown(value)) continue;
      if (name === "parent" && !/^(\/\/[^/]+\/)?(organizations|folders)\//.test(value)) continue;
      yield { path: [name], reason: "reaches above this environment's project, into all others" };
    }
  },
  fails: { type: BUCKET, props: { name: "exports", project: "acme-tools" } },
  passes: { type: BUCKET, props: { name: "exports", project: "acme-shop-staging" } },
};

/** The mark that the guard leaves; without it nobody has seen reads, references and calls. */
export const GUARD = "bulkhead:policy:Guard";

/** A program that does not begin with the guard. */
export const GUARD_MISSING: Rule = {
  id: "guard-missing",
  noAllowance: true,
  forbids: "A program that does not import policy/guard.ts before anything else.",
  why: "Reads, StackReferences, imports and function calls are shown to no policy, only to the guard.",
  cure: 'Make `import "./policy/guard.ts";` the first line of index.ts.',
  checkStack: (subjects: readonly Subject[]) =>
    subjects.some(({ type }) => type === GUARD)
      ? []
      : [{ path: [], reason: "has no guard, so that what it reads and calls was not seen" }],
  fails: { type: BUCKET, props: {} },
  passes: { type: GUARD, props: {} },
};
