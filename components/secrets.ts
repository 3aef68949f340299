import * as pulumi from "@pulumi/pulumi";
import { ServiceIdentity } from "@pulumi/gcp/projects/serviceIdentity.js";
import { Topic } from "@pulumi/gcp/pubsub/topic.js";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember.js";
import { Secret } from "@pulumi/gcp/secretmanager/secret.js";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember.js";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";

import { nameOf } from "../environment/names.ts";
import type { Accounts } from "./identity.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

/** Where a secret's value comes from. */
export type SecretSource =
  /** Another component, or a third party by way of the configuration. */
  | { readonly value: pulumi.Output<string> }
  /** Generated: how many letters and digits, 22 or more (128 bits). */
  | { readonly generate: number };

/** One secret of the environment. */
export type SecretEntry = SecretSource & {
  /** The workloads that may read it, and no others. */
  readonly readers: Accounts;
  /**
   * Moment from which a rotation notice is published every 90 days; in the future when it is set.
   * Google moves its own on after each notice, which a refresh shows as drift until the rotation is
   * done here too, with a new value and a new moment. Default: never.
   */
  readonly rotateFrom?: string | undefined;
};

export interface SecretsArgs extends ComponentArgs {
  readonly secrets: Readonly<Record<string, SecretEntry>>;
}

/**
 * Secret Manager entries, kept in the environment's region only, each readable by exactly the
 * workloads that need it. A workload pins a version, so that a rotation is a release.
 */
export class Secrets extends pulumi.ComponentResource {
  /** The current version of each secret, `projects/<number>/secrets/<id>/versions/<n>`. */
  readonly versions: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(
    name: string,
    { environment, secrets }: SecretsArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Secrets", name, {}, opts);
    const scope = { environment, name, parent: this };

    const rotates = Object.values(secrets).some(({ rotateFrom }) => rotateFrom !== undefined);
    const notices = rotates ? createRotationNotices(scope) : undefined;
    const versions = Object.entries(secrets).map(([part, entry]) => {
      const secret = createSecret(scope, part, entry, notices);
      const version = createVersion(scope, part, entry, secret);
      createReaders(scope, part, entry, secret);
      return [part, version.name] as const;
    });

    this.versions = Object.fromEntries(versions);
    this.registerOutputs({ versions: this.versions });
  }
}

/** Gives each of `sources` the same readers. */
export function readBy(
  readers: Accounts,
  sources: Readonly<Record<string, SecretSource & { rotateFrom?: string | undefined }>>,
): Readonly<Record<string, SecretEntry>> {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, { ...source, readers }]),
  );
}

/** Where notices go, and the right to send them there, without which Google refuses the secret. */
interface Notices {
  readonly topic: Topic;
  readonly publisher: TopicIAMMember;
}

function createRotationNotices({ environment, name, parent }: Scope): Notices {
  const { project } = environment;
  const topic = new Topic(
    `${name}-rotation`,
    {
      project,
      name: nameOf(environment, "topic", "secret-rotation"),
      messageStoragePolicy: { allowedPersistenceRegions: [environment.region] },
    },
    { parent },
  );
  // Google makes a service's own account when it is asked for, not when its API is switched on.
  const agent = new ServiceIdentity(
    `${name}-agent`,
    { project, service: "secretmanager.googleapis.com" },
    { parent },
  );
  const publisher = new TopicIAMMember(
    `${name}-rotation-publisher`,
    { project, topic: topic.name, role: "roles/pubsub.publisher", member: agent.member },
    { parent },
  );
  return { topic, publisher };
}

function createSecret(
  { environment, name, parent }: Scope,
  part: string,
  { rotateFrom }: SecretEntry,
  notices: Notices | undefined,
): Secret {
  const { deletion } = environment.profile.protection;
  const rotation = rotateFrom === undefined ? undefined : notices;
  return new Secret(
    `${name}-${part}`,
    {
      project: environment.project,
      secretId: nameOf(environment, "secret", part),
      deletionProtection: deletion,
      replication: { userManaged: { replicas: [{ location: environment.region }] } },
      ...(rotation && {
        topics: [{ name: rotation.topic.id }],
        rotation: { rotationPeriod: `${90 * 24 * 3600}s`, nextRotationTime: rotateFrom },
      }),
    },
    { parent, protect: deletion, ...(rotation && { dependsOn: rotation.publisher }) },
  );
}

function createVersion(
  scope: Scope,
  part: string,
  entry: SecretEntry,
  secret: Secret,
): SecretVersion {
  const secretData = "value" in entry ? entry.value : generateValue(scope, part, entry.generate);
  return new SecretVersion(
    `${scope.name}-${part}-version`,
    {
      secret: secret.id,
      secretData: pulumi.secret(secretData),
      // What runs, and what a rollback would run, still reads the version before this one.
      deletionPolicy: "ABANDON",
    },
    { parent: scope.parent },
  );
}

function generateValue({ name, parent }: Scope, part: string, length: number) {
  return new RandomPassword(`${name}-${part}-value`, { length, special: false }, { parent }).result;
}

function createReaders(
  { environment, name, parent }: Scope,
  part: string,
  { readers }: SecretEntry,
  secret: Secret,
): void {
  for (const [workload, account] of Object.entries(readers)) {
    new SecretIamMember(
      `${name}-${part}-${workload}`,
      {
        project: environment.project,
        secretId: secret.id,
        role: "roles/secretmanager.secretAccessor",
        member: account.member,
      },
      { parent },
    );
  }
}
