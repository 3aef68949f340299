import * as pulumi from "@pulumi/pulumi";
import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool.js";
import { WorkloadIdentityPoolProvider } from "@pulumi/gcp/iam/workloadIdentityPoolProvider.js";
import { IAMMember as ProjectIamMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember as AccountIamMember } from "@pulumi/gcp/serviceaccount/iammember.js";

import type { StandingConfig } from "../environment/config.ts";
import { nameOf } from "../environment/names.ts";
import { grantedRoles, onlyGrants } from "./grants.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

type Deployment = NonNullable<StandingConfig["deployment"]>;

/** Lets its holder change the project's policy: the one role that is granted under a condition. */
const GRANTING_ROLE = "resourcemanager.projectIamAdmin";

/** What the deployer may do, each in the environment's own project and nowhere else. */
export const DEPLOYER_ROLES = [
  "artifactregistry.admin",
  "cloudsql.admin",
  "compute.networkAdmin",
  "compute.securityAdmin",
  "dns.admin",
  "iam.serviceAccountAdmin",
  "pubsub.admin",
  "redis.admin",
  GRANTING_ROLE,
  "secretmanager.admin",
  "servicenetworking.networksAdmin",
  "serviceusage.serviceUsageAdmin",
  "storage.admin",
] as const;

/**
 * Who deploys: a service account that one workflow of one repository may act as, on one ref and in
 * one GitHub environment, without any key. It has no right outside the environment's project.
 */
export class Deployer extends pulumi.ComponentResource {
  /** `serviceAccount:<email>`, for the rights that others grant it. */
  readonly member: pulumi.Output<string>;
  /** What a workflow signs in with, full name; `undefined` where no workflow deploys. */
  readonly identityProvider: pulumi.Output<string> | undefined;

  constructor(name: string, { environment }: ComponentArgs, opts: pulumi.ComponentResourceOptions) {
    super("bulkhead:components:Deployer", name, {}, opts);
    const scope = { environment, name, parent: this };
    const { deployment } = environment.config;

    const account = createAccount(scope);
    createRoles(scope, account);
    if (deployment) this.identityProvider = createFederation(scope, account, deployment).name;

    this.member = account.member;
    this.registerOutputs({ member: this.member, identityProvider: this.identityProvider });
  }
}

function createAccount({ environment, name, parent }: Scope): Account {
  return new Account(
    name,
    {
      project: environment.project,
      accountId: nameOf(environment, "serviceAccount", "deployer"),
      displayName: `Deploys ${environment.stack}`,
    },
    { parent },
  );
}

function createRoles({ environment, name, parent }: Scope, account: Account): void {
  for (const role of DEPLOYER_ROLES) {
    new ProjectIamMember(
      `${name}-${role}`,
      {
        project: environment.project,
        role: `roles/${role}`,
        member: account.member,
        ...(role === GRANTING_ROLE && { condition: onlyGrants(grantedRoles(environment)) }),
      },
      { parent },
    );
  }
}

function createFederation(scope: Scope, account: Account, deployment: Deployment) {
  const { environment, name, parent } = scope;
  const { project } = environment;
  const pool = new WorkloadIdentityPool(
    `${name}-pool`,
    { project, workloadIdentityPoolId: nameOf(environment, "identityPool", "ci") },
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
      attributeCondition: attributeCondition(deployment),
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

/**
 * The condition a workflow's token must meet, in CEL. A pull request's token differs in `ref` and
 * has no `environment`; the workflow's file is compared at its ref, so that a branch cannot change it.
 */
export function attributeCondition({
  repositoryId,
  ref,
  environment,
  workflow,
}: Deployment): string {
  return [
    `assertion.repository_id == "${repositoryId}"`,
    `assertion.ref == "${ref}"`,
    `assertion.environment == "${environment}"`,
    `assertion.workflow_ref.endsWith("/.github/workflows/${workflow}@${ref}")`,
  ].join(" && ");
}
