import * as pulumi from "@pulumi/pulumi";
import { GlobalAddress } from "@pulumi/gcp/compute/globalAddress.js";
import { Network as Vpc } from "@pulumi/gcp/compute/network.js";
import { Router } from "@pulumi/gcp/compute/router.js";
import { RouterNat } from "@pulumi/gcp/compute/routerNat.js";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork.js";
import { Policy } from "@pulumi/gcp/dns/policy.js";
import { Connection } from "@pulumi/gcp/servicenetworking/connection.js";

import { baseAddress, prefixLength } from "../environment/cidr.ts";
import { nameOf } from "../environment/names.ts";
import { createFirewall } from "./firewall.ts";
import { createGoogleApisAccess, createRoute } from "./google-apis.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

/**
 * The environment's own network: one VPC with one subnetwork, no route and no peering to any other,
 * everything denied that `firewall.ts` does not allow. Google's APIs and managed services are
 * reached by private addresses; the internet only through NAT, in kinds that have it.
 */
export class Network extends pulumi.ComponentResource {
  /** The VPC's id, `projects/<project>/global/networks/<name>`. */
  readonly id: pulumi.Output<string>;
  /** The subnetwork that workloads send from. */
  readonly subnetworkId: pulumi.Output<string>;
  /** Name of the range reserved for managed services. */
  readonly servicesRange: pulumi.Output<string>;
  /** The private connection that Cloud SQL and Redis are reached by; they must wait for it. */
  readonly servicesConnection: Connection;

  constructor(name: string, { environment }: ComponentArgs, opts: pulumi.ComponentResourceOptions) {
    super("bulkhead:components:Network", name, {}, opts);
    const scope = { environment, name, parent: this };

    const vpc = createVpc(scope);
    const subnetwork = createSubnetwork(scope, vpc);
    const range = createServicesRange(scope, vpc);
    this.servicesConnection = createServicesConnection(scope, vpc, range);
    createFirewall(scope, vpc);
    createGoogleApisAccess(scope, vpc);
    createDnsLogging(scope, vpc);
    if (environment.profile.network.nat) createNat(scope, vpc, subnetwork);

    this.id = vpc.id;
    this.subnetworkId = subnetwork.id;
    this.servicesRange = range.name;
    this.registerOutputs({
      id: this.id,
      subnetworkId: this.subnetworkId,
      servicesRange: this.servicesRange,
    });
  }
}

function createVpc({ environment, name, parent }: Scope): Vpc {
  return new Vpc(
    name,
    {
      project: environment.project,
      name: nameOf(environment, "compute", "network"),
      autoCreateSubnetworks: false,
      deleteDefaultRoutesOnCreate: true,
      routingMode: "REGIONAL",
    },
    { parent },
  );
}

function createSubnetwork({ environment, name, parent }: Scope, vpc: Vpc): Subnetwork {
  return new Subnetwork(
    `${name}-workloads`,
    {
      project: environment.project,
      region: environment.region,
      network: vpc.id,
      name: nameOf(environment, "compute", "workloads"),
      ipCidrRange: environment.addresses.workloads,
      privateIpGoogleAccess: true,
      logConfig: {
        aggregationInterval: "INTERVAL_5_SEC",
        flowSampling: environment.profile.network.flowSampling,
        metadata: "INCLUDE_ALL_METADATA",
      },
    },
    { parent },
  );
}

function createServicesRange({ environment, name, parent }: Scope, vpc: Vpc): GlobalAddress {
  const { services } = environment.addresses;
  return new GlobalAddress(
    `${name}-services`,
    {
      project: environment.project,
      network: vpc.id,
      name: nameOf(environment, "compute", "services"),
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address: baseAddress(services),
      prefixLength: prefixLength(services),
    },
    { parent },
  );
}

function createServicesConnection({ name, parent }: Scope, vpc: Vpc, range: GlobalAddress) {
  return new Connection(
    `${name}-services-connection`,
    {
      network: vpc.id,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [range.name],
      // A range that an earlier, half-deleted connection still holds is updated, not refused.
      updateOnCreationFail: true,
    },
    { parent },
  );
}

function createDnsLogging({ environment, name, parent }: Scope, vpc: Vpc): void {
  new Policy(
    `${name}-dns`,
    {
      project: environment.project,
      name: nameOf(environment, "dns", "logging"),
      description: "Every name that a workload looks up is logged.",
      enableLogging: true,
      networks: [{ networkUrl: vpc.id }],
    },
    { parent },
  );
}

function createNat(scope: Scope, vpc: Vpc, subnetwork: Subnetwork): void {
  const { environment, name, parent } = scope;
  const { project, region } = environment;
  createRoute(scope, vpc, "internet", "0.0.0.0/0");
  const router = new Router(
    `${name}-router`,
    { project, region, network: vpc.id, name: nameOf(environment, "compute", "router") },
    { parent },
  );
  new RouterNat(
    `${name}-nat`,
    {
      project,
      region,
      router: router.name,
      name: nameOf(environment, "compute", "nat"),
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [{ name: subnetwork.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    { parent },
  );
}
