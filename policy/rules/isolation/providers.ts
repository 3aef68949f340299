import type { Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown } from "../../values.ts";

/** Packages whose resources can reach what the provider of an environment can reach, and no more. */
const PACKAGES = new Set(["pulumi", "gcp", "random", "docker"]);

/** What of docker only builds and pushes; the rest runs on whichever machine its provider names. */
const DOCKER =
  /^(pulumi:providers:docker|docker:index\/(image:Image|registryImage:RegistryImage|remoteImage:RemoteImage|tag:Tag|buildxBuilder:BuildxBuilder))$/;

const GCP_PROVIDER = "pulumi:providers:gcp";
const DOCKER_PROVIDER = "pulumi:providers:docker";
const BUCKET = "gcp:storage/bucket:Bucket";

/** Resources of packages that could reach anything, past every other rule. */
export const PACKAGE_LIST: Rule = {
  id: "package-list",
  forbids:
    "Resources of packages other than pulumi, gcp, random and docker, dynamic ones included, and of docker all but images.",
  why: "Such a resource runs commands or calls any API, where no rule sees what it touches.",
  cure: "Make it with the gcp package, or outside of this program.",
  check: function* ({ type, props, provider }): Generator<Finding> {
    if (/^(pulumi:providers:)?docker(:|$)/.test(type)) yield* ofDocker(type, props);
    const [first = "", second = "", third = ""] = type.split(":");
    const name = first === "pulumi" && second === "providers" ? third : first;
    // A component has no provider: it is of the program's own, and makes nothing by itself.
    if (PACKAGES.has(name) || (first !== "pulumi" && !provider)) return;
    yield { path: [], reason: `is of the package ${name || "without a name"}` };
  },
  fails: { type: "command:local:Command", props: { create: "true" } },
  passes: { type: "random:index/randomId:RandomId", props: { byteLength: 4 } },
};

function* ofDocker(type: string, props: Subject["props"]): Generator<Finding> {
  if (!DOCKER.test(type)) yield { path: [], reason: "runs on the machine that deploys" };
  for (const key of ["host", "context", "sshOpts"]) {
    if (type !== DOCKER_PROVIDER || isAbsent(props[key])) continue;
    yield { path: [key], reason: "leads to another machine" };
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

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
  forbids:
    "A Google Cloud provider of another project or of none, or one that brings or borrows credentials.",
  why: "Rights end at the project of the deployer; a provider with others' rights has no such end.",
  cure: "Set project to this environment's, and let the workflow's identity be the only one.",
  types: [GCP_PROVIDER],
  check: function* ({ props }, { environment }): Generator<Finding> {
    const project = props["project"];
    if (isAbsent(project)) {
      yield { path: ["project"], reason: "is missing, so that the shell says which project it is" };
    } else if (!isUnknown(project) && project !== environment.project) {
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
