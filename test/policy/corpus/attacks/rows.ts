import type { Act, Evasion, Make, Props, Stack } from "../case.ts";

/** Rule, path and, where it is a known one, the foreign environment. */
type Finds = readonly [rule: string, path: string, foreign?: string];

/** An evasion in one line. */
export type Row = readonly [name: string, stack: Stack, act: Act, ...finds: readonly Finds[]];

/** A Cloud Run service. */
export const SERVICE = "gcp:cloudrunv2/service:Service";
/** A bucket. */
export const BUCKET = "gcp:storage/bucket:Bucket";
/** A provider of Google Cloud. */
export const PROVIDER = "pulumi:providers:gcp";
/** A right in the project. */
export const IAM = "gcp:projects/iAMMember:IAMMember";
/** A database instance. */
export const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
/** A database user. */
export const USER = "gcp:sql/user:User";
/** A firewall rule. */
export const FIREWALL = "gcp:compute/firewall:Firewall";
/** A log sink. */
export const SINK = "gcp:logging/projectSink:ProjectSink";
/** A transfer between buckets. */
export const TRANSFER = "gcp:storage/transferJob:TransferJob";
/** A machine. */
export const INSTANCE = "gcp:compute/instance:Instance";
/** A network of somebody whom nobody here knows. */
export const HUB = "projects/acme-hub/global/networks/hub";

/** What a service or a job must say beside what is wrong with it. */
export const HERE = { location: "asia-southeast2" };

/** What a machine must say beside what is wrong with it. */
export const MACHINE = {
  ...{ machineType: "e2-small", zone: "asia-southeast2-a" },
  bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } },
};

/** A resource that is made. */
export function make(type: string, props: Props, more: Partial<Make> = {}): Make {
  return { does: "make", type, props, ...more };
}

/** A bucket that is made. */
export function bucket(props: Props, more: Partial<Make> = {}): Make {
  return make(BUCKET, { location: "asia-southeast2", ...props }, more);
}

/** Why the engine refuses a case before any policy is asked. */
const REFUSED_BY_ENGINE: Readonly<Record<string, string>> = {
  "no provider": "default providers are disabled in Pulumi.yaml",
  "a package that runs commands": "the package is not installed",
  "a dynamic provider": "its provider cannot be read",
  "a provider of another package": "the package is not installed",
  "a container on the machine that deploys": "the local cloud has no docker",
  "docker on another machine": "the local cloud has no docker",
  "a secret as build of docker:index/image:Image": "the local cloud has no docker",
};

/** The evasion that a line says. */
export function evasionOf([name, stack, act, ...finds]: Row): Evasion {
  const refusedByEngine = REFUSED_BY_ENGINE[name];
  return {
    ...{ name, stack, act, ...(refusedByEngine !== undefined && { refusedByEngine }) },
    finds: finds.map(([rule, path, foreign]) => ({
      ...{ rule, path, ...(foreign !== undefined && { foreign }) },
    })),
  };
}
