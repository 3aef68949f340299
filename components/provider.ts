import { Provider } from "@pulumi/gcp/provider.js";

import type { Environment } from "../environment/environment.ts";

/**
 * The one provider of an environment: whatever a component creates lands in the environment's own
 * project and carries its labels. Default providers are off (`Pulumi.yaml`), so there is no other.
 */
export function environmentProvider({ project, region, labels }: Environment): Provider {
  return new Provider("google", {
    project,
    region,
    defaultLabels: { ...labels },
    addPulumiAttributionLabel: false,
  });
}
