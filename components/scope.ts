import type * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../environment/environment.ts";

/** What each resource of a component is made from: whose it is, and the start of its logical name. */
export interface Scope {
  readonly environment: Environment;
  /** The component's logical name; its main child takes it, others add a suffix. */
  readonly name: string;
  readonly parent: pulumi.ComponentResource;
}

/** What every component takes. */
export interface ComponentArgs {
  readonly environment: Environment;
}
