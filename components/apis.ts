import * as pulumi from "@pulumi/pulumi";
import { Service } from "@pulumi/gcp/projects/service.js";

import type { ComponentArgs } from "./scope.ts";

/** Google APIs that every environment uses; what creates a resource waits for all of them. */
export const APIS = [
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

/**
 * The Google APIs that the environment's resources need. They stay on when the environment goes:
 * another one in the same sandbox, or a later one, may need them.
 */
export class Apis extends pulumi.ComponentResource {
  constructor(name: string, { environment }: ComponentArgs, opts: pulumi.ComponentResourceOptions) {
    super("bulkhead:components:Apis", name, {}, opts);

    for (const api of APIS) {
      new Service(
        `${name}-${api}`,
        { project: environment.project, service: `${api}.googleapis.com`, disableOnDestroy: false },
        { parent: this },
      );
    }

    this.registerOutputs({});
  }
}
