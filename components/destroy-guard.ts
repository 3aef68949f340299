import * as pulumi from "@pulumi/pulumi";

import type { ComponentArgs } from "./scope.ts";

export interface DestroyGuardArgs extends ComponentArgs {
  /** All other components. */
  readonly components: readonly pulumi.ComponentResource[];
}

/**
 * Stands last in the order of dependencies, so that the engine deletes it first; where the profile
 * protects from deletion it refuses, before anything else is deleted. Without it a destroy that
 * skips its preview removes every firewall rule on its way to the first protected resource.
 */
export class DestroyGuard extends pulumi.ComponentResource {
  constructor(
    name: string,
    { environment, components }: DestroyGuardArgs,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const protect = environment.profile.protection.deletion;
    const opts = pulumi.mergeOptions(options, { dependsOn: [...components], protect });
    super("bulkhead:components:DestroyGuard", name, {}, opts);
    this.registerOutputs({});
  }
}
