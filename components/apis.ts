import * as pulumi from "@pulumi/pulumi";
import { Service } from "@pulumi/gcp/projects/service.js";

import type { ComponentArgs } from "./scope.ts";

/** Google APIs that an environment's resources need. */
export const ENVIRONMENT_APIS = [
  "artifactregistry",
  "cloudresourcemanager",
  "compute",
  "dns",
  "iam",
  "logging",
  "monitoring",
  "pubsub",
  "redis",
  "secretmanager",
  "servicenetworking",
  "sqladmin",
] as const;

/** Google APIs that must be on before anybody can deploy. */
export const BOOTSTRAP_APIS = [
  "cloudkms",
  "cloudresourcemanager",
  "iam",
  "iamcredentials",
  "serviceusage",
  "storage",
  "sts",
] as const;

export interface ApisArgs extends ComponentArgs {
  /** Names without their ending: `compute` for compute.googleapis.com. */
  readonly apis: readonly string[];
}

/**
 * The Google APIs that the environment's resources need. They stay on when the environment goes:
 * another one in the same sandbox, or a later one, may need them.
 */
export class Apis extends pulumi.ComponentResource {
  constructor(
    name: string,
    { environment, apis }: ApisArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Apis", name, {}, opts);

    for (const api of apis) {
      new Service(
        `${name}-${api}`,
        { project: environment.project, service: `${api}.googleapis.com`, disableOnDestroy: false },
        { parent: this },
      );
    }

    this.registerOutputs({});
  }
}

/**
 * Makes every resource of a component wait for the APIs: `dependsOn` of a component holds back the
 * component itself and none of its children.
 */
export function after(apis: Apis): pulumi.ResourceTransformation {
  return ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, { dependsOn: apis }) });
}
