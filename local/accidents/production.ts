import * as pulumi from "@pulumi/pulumi";

import { environmentOf, type Environment } from "../../environment/environment.ts";

/** The environment that must not be touched, as any program of the project could find it. */
export function production(): Environment {
  return environmentOf({ folder: pulumi.runtime.getRootDirectory(), stack: "prod" });
}
