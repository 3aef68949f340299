import * as pulumi from "@pulumi/pulumi";
import { Instance } from "@pulumi/gcp/redis/instance.js";

import { nameOf } from "../environment/names.ts";
import type { Network } from "./network.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

export interface CacheArgs extends ComponentArgs {
  readonly network: Network;
}

/** Redis behind the private connection: password and TLS required, a replica by profile. */
export class Cache extends pulumi.ComponentResource {
  /** Private IPv4 address. */
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  /** Password; secret. */
  readonly password: pulumi.Output<string>;

  constructor(
    name: string,
    { environment, network }: CacheArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Cache", name, {}, opts);

    const instance = createInstance({ environment, name, parent: this }, network);

    this.host = instance.host;
    this.port = instance.port;
    this.password = instance.authString;
    this.registerOutputs({ host: this.host, port: this.port, password: this.password });
  }
}

function createInstance({ environment, name, parent }: Scope, network: Network): Instance {
  const { cache } = environment.profile;
  return new Instance(
    name,
    {
      project: environment.project,
      region: environment.region,
      name: nameOf(environment, "redis", "cache"),
      redisVersion: "REDIS_7_2",
      tier: cache.highAvailability ? "STANDARD_HA" : "BASIC",
      memorySizeGb: cache.memoryGb,
      authorizedNetwork: network.id,
      connectMode: "PRIVATE_SERVICE_ACCESS",
      reservedIpRange: network.servicesRange,
      authEnabled: true,
      transitEncryptionMode: "SERVER_AUTHENTICATION",
    },
    { parent, dependsOn: network.servicesConnection },
  );
}
