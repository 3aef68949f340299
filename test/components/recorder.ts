import * as pulumi from "@pulumi/pulumi";

import { readProject, readStacks } from "../../environment/catalogue.ts";
import { importId } from "../../environment/ids.ts";
import { guardStack } from "../../policy/guard.ts";

declare global {
  // The runtime's own state; there is no function that sets a project folder under mocks.
  var globalStore: { readonly settings: { readonly options: { rootDirectory?: string } } };
}

/**
 * Runs the program under recording mocks and says what it registered: type, logical name, inputs,
 * options, parent. What this does not prove: that the provider accepts the inputs, that the engine
 * computes the same plan, that the cloud does what is asked. The end-to-end tests show those.
 */
export interface Resource {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs as the engine would receive them, secrets in plain. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The inputs that the engine would keep as secrets. */
  readonly secretInputs: readonly string[];
  /** Logical name of the parent; `undefined` below the stack itself. */
  readonly parent: string | undefined;
  readonly protect: boolean;
  /** Logical names of what it waits for by `dependsOn`. */
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly urn: string;
}

export interface Recording {
  readonly resources: readonly Resource[];
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The one resource of this type and logical name; throws when there is none. */
  readonly find: (type: string, name: string) => Resource;
  /** All resources of a type. */
  readonly ofType: (type: string) => readonly Resource[];
}

/** Folder of the sample stack files. */
export const ROOT = new URL("../..", import.meta.url).pathname;

/** Values of the sample stacks' third-party secrets; none may appear outside a secret input. */
export const CANARIES = { "payment-key": "canary-payment-5d1f", "mail-key": "canary-mail-77c2" };

/** What only a provider knows, by type; a resource's id is its import id. */
const COMPUTED: Readonly<Record<string, (inputs: Resource["inputs"]) => object>> = {
  "gcp:serviceaccount/account:Account": ({ accountId, project }) => {
    const email = `${String(accountId)}@${String(project)}.iam.gserviceaccount.com`;
    return { email, member: `serviceAccount:${email}` };
  },
  "gcp:projects/serviceIdentity:ServiceIdentity": ({ project, service }) => ({
    member: `serviceAccount:agent-of-${String(service)}@${String(project)}`,
  }),
  "gcp:sql/databaseInstance:DatabaseInstance": ({ project, region, name }) => ({
    connectionName: [project, region, name].join(":"),
    privateIpAddress: "address-of-database",
  }),
  "gcp:redis/instance:Instance": () => ({
    host: "address-of-cache",
    port: 6378,
    authString: pulumi.secret("canary-cache-1b9e"),
  }),
  "gcp:secretmanager/secretVersion:SecretVersion": ({ secret }) => ({
    name: `${String(secret)}/versions/1`,
  }),
  "random:index/randomPassword:RandomPassword": () => ({
    result: pulumi.secret("canary-generated-c04a"),
  }),
  "docker:index/image:Image": () => ({ repoDigest: "registry/app@sha256:built" }),
};

let previous: Promise<unknown> = Promise.resolve();

/** Folders of the project's programs: the environment's and the one that prepares it. */
export type Folder = "" | "bootstrap/";

/**
 * Records a program for a stack, with its sample configuration and `changes` to it by full key.
 * Recordings follow one another, since the runtime knows one stack at a time.
 */
export function record(
  stack: string,
  changes: Readonly<Record<string, string>> = {},
  folder: Folder = "",
): Promise<Recording> {
  const config = { ...sampleConfig(stack), ...changes };
  const recording = previous.then(() => recordNow(stack, config, folder));
  previous = recording.catch(() => undefined);
  return recording;
}

/** What the engine hands to the program: the project's and the stack's file, secrets decrypted. */
export function sampleConfig(stack: string): Record<string, string> {
  const own = readStacks(ROOT).find((file) => file.stack === stack)?.config ?? {};
  const values = own["bulkhead:secrets"] ? { [SECRET_VALUES]: JSON.stringify(CANARIES) } : {};
  return { ...readProject(ROOT).config, ...own, ...values };
}

const SECRET_VALUES = "bulkhead:secretValues";
let runs = 0;

async function recordNow(
  stack: string,
  config: Record<string, string>,
  folder: Folder,
): Promise<Recording> {
  const inputs = new Map<string, Record<string, unknown>>();
  const registered: pulumi.ResourceTransformationArgs[] = [];
  await enterStack(
    {
      newResource: ({ type, name, inputs: given }) => {
        const args = given as Record<string, unknown>;
        inputs.set(`${type} ${name}`, args);
        const plain = unwrap(args);
        return {
          id: importId(type, plain) ?? `${name}-id`,
          state: { ...args, ...COMPUTED[type]?.(plain) },
        };
      },
      call: ({ token }) => {
        throw new Error(`the program calls ${token}, which needs credentials`);
      },
    },
    { stack, config, folder, secretKeys: [SECRET_VALUES] },
  );

  const outputs = (await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation((args) => {
      registered.push(args);
      return undefined;
    });
    guardStack();
    return runProgram(folder);
  })) as Record<string, unknown>;
  const resources = await Promise.all(
    registered.map((args) => toResource(args, inputs.get(`${args.type} ${args.name}`))),
  );
  return {
    resources,
    outputs,
    find: (type, name) => {
      const found = resources.find((one) => one.type === type && one.name === name);
      if (!found) throw new Error(`${stack} registers no ${type} called ${name}`);
      return found;
    },
    ofType: (type) => resources.filter((one) => one.type === type),
  };
}

/** What the engine tells the runtime of a stack. */
export interface Run {
  readonly stack: string;
  readonly config: Record<string, string>;
  readonly folder: Folder;
  /** Keys of the configuration whose values are secret. */
  readonly secretKeys: readonly string[];
}

/** Makes the runtime believe that the engine runs it for a stack; its resources go to the mocks. */
export async function enterStack(mocks: pulumi.runtime.Mocks, run: Run): Promise<void> {
  await pulumi.runtime.setMocks(mocks, "bulkhead", run.stack);
  globalStore.settings.options.rootDirectory = ROOT + run.folder;
  process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(run.secretKeys);
  pulumi.runtime.setAllConfig(run.config, [...run.secretKeys]);
}

/** A module runs once; a query makes each run a module of its own. */
export async function runProgram(folder: Folder): Promise<Record<string, unknown>> {
  runs += 1;
  const program: unknown = await import(`../../${folder}index.ts?run=${runs}`);
  return { ...(program as object) };
}

async function toResource(
  { resource, type, name, opts }: pulumi.ResourceTransformationArgs,
  inputs: Record<string, unknown> = {},
): Promise<Resource> {
  const parentUrn = opts.parent && (await urnOf(opts.parent));
  return {
    type,
    name,
    inputs: unwrap(inputs),
    secretInputs: Object.keys(inputs).filter((key) => pulumi.runtime.isRpcSecret(inputs[key])),
    parent: parentUrn?.includes("pulumi:pulumi:Stack::")
      ? undefined
      : parentUrn?.split("::").at(-1),
    protect: opts.protect ?? false,
    dependsOn: await namesOf(opts.dependsOn),
    ignoreChanges: "ignoreChanges" in opts ? (opts.ignoreChanges ?? []) : [],
    urn: await urnOf(resource),
  };
}

async function namesOf(dependsOn: pulumi.ResourceOptions["dependsOn"]): Promise<string[]> {
  const resources = [dependsOn ?? []].flat().filter((one) => pulumi.Resource.isInstance(one));
  return Promise.all(resources.map(async (one) => (await urnOf(one)).split("::").at(-1) ?? ""));
}

function urnOf(resource: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}

function unwrap(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      pulumi.runtime.isRpcSecret(value) ? pulumi.runtime.unwrapRpcSecret(value) : value,
    ]),
  );
}
