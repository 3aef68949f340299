import * as pulumi from "@pulumi/pulumi";
import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool.js";
import { WorkloadIdentityPoolProvider } from "@pulumi/gcp/iam/workloadIdentityPoolProvider.js";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember.js";
import { IAMMember as ProjectIamMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember as AccountIamMember } from "@pulumi/gcp/serviceaccount/iammember.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";

import { stateBucket } from "../environment/claims.ts";
import type { StandingConfig } from "../environment/config.ts";
import { nameOf } from "../environment/names.ts";
import { attributeCondition } from "./deployer.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

type Deployment = NonNullable<StandingConfig["deployment"]>;

/**
 * What the planner may do in the environment's own project: see what the environment is made of, and
 * change nothing. A refresh reads the versions of secrets, and a plan runs the program with them, so it
 * reads those too. The basic role viewer would reach the data of services that nobody thought of.
 */
export const PLANNER_ROLES = [
  "artifactregistry.reader",
  "cloudsql.viewer",
  "compute.networkViewer",
  "dns.reader",
  "iam.securityReviewer",
  "iam.serviceAccountViewer",
  "pubsub.viewer",
  "redis.viewer",
  "secretmanager.secretAccessor",
  "secretmanager.viewer",
  "serviceusage.serviceUsageViewer",
  "storage.bucketViewer",
] as const;

/** Where saved plans lie in the state bucket; the planner may add to it, and alter nothing there. */
export const PLANS = "bulkhead-plans/";

/** The workflow that looks for drift; it runs as the planner too. */
const DRIFT_WORKFLOW = "drift.yml";

export interface PlannerArgs extends ComponentArgs {
  readonly deployment: Deployment;
}

/**
 * Who plans before anybody has approved: a service account for reviewed code on the deployed branch
 * alone, in a GitHub environment of its own that needs no approval. It cannot change what it plans.
 */
export class Planner extends pulumi.ComponentResource {
  /** `serviceAccount:<email>`. */
  readonly member: pulumi.Output<string>;
  /** What a workflow signs in with, full name. */
  readonly identityProvider: pulumi.Output<string>;

  constructor(
    name: string,
    { environment, deployment }: PlannerArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Planner", name, {}, opts);
    const scope = { environment, name, parent: this };

    const account = createAccount(scope);
    createRoles(scope, account);
    grantState(scope, account);
    this.identityProvider = createFederation(scope, account, deployment).name;

    this.member = account.member;
    this.registerOutputs({ member: this.member, identityProvider: this.identityProvider });
  }
}

function createAccount({ environment, name, parent }: Scope): Account {
  return new Account(
    name,
    {
      project: environment.project,
      accountId: nameOf(environment, "serviceAccount", "planner"),
      displayName: `Plans ${environment.stack}, and changes nothing`,
    },
    { parent },
  );
}

function createRoles({ environment, name, parent }: Scope, { member }: Account): void {
  for (const role of PLANNER_ROLES) {
    new ProjectIamMember(
      `${name}-${role}`,
      { project: environment.project, role: `roles/${role}`, member },
      { parent },
    );
  }
}

/** The state to read, the key to read it with, and a place for plans in which nothing can be altered. */
function grantState({ environment, name, parent }: Scope, { member }: Account): void {
  new CryptoKeyIAMMember(
    `${name}-key`,
    {
      cryptoKeyId: environment.kmsKey,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member,
    },
    { parent },
  );
  const bucket = stateBucket(environment.state);
  if (bucket === undefined) return;
  new BucketIAMMember(
    `${name}-state`,
    { bucket, role: "roles/storage.objectViewer", member },
    { parent },
  );
  new BucketIAMMember(
    `${name}-plans`,
    {
      bucket,
      role: "roles/storage.objectCreator",
      member,
      condition: {
        title: "only saved plans",
        expression: `resource.name.startsWith("projects/_/buckets/${bucket}/objects/${PLANS}")`,
      },
    },
    { parent },
  );
}

/** A pool of its own: whoever signs in to the deployer's pool may act as the deployer. */
function createFederation(scope: Scope, account: Account, deployment: Deployment) {
  const { environment, name, parent } = scope;
  const { project } = environment;
  const pool = new WorkloadIdentityPool(
    `${name}-pool`,
    { project, workloadIdentityPoolId: nameOf(environment, "identityPool", "plan") },
    { parent },
  );
  const provider = new WorkloadIdentityPoolProvider(
    `${name}-github`,
    {
      project,
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "github",
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
      attributeMapping: {
        "google.subject": "assertion.sub",
        "attribute.repository_id": "assertion.repository_id",
      },
      attributeCondition: plannerCondition(deployment),
    },
    { parent },
  );
  new AccountIamMember(
    `${name}-federation`,
    {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: pulumi.interpolate`principalSet://iam.googleapis.com/${pool.name}/attribute.repository_id/${deployment.repositoryId}`,
    },
    { parent },
  );
  return provider;
}

/** The condition a planning workflow's token must meet, in CEL: the deployer's, but for where it runs. */
export function plannerCondition(deployment: Deployment): string {
  const environment = `${deployment.environment}-plan`;
  return [deployment.workflow, DRIFT_WORKFLOW]
    .map((workflow) => `(${attributeCondition({ ...deployment, environment, workflow })})`)
    .join(" || ");
}
