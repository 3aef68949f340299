import { Route } from "@pulumi/gcp/compute/route.js";
import type { Network as Vpc } from "@pulumi/gcp/compute/network.js";
import { ManagedZone } from "@pulumi/gcp/dns/managedZone.js";
import { RecordSet } from "@pulumi/gcp/dns/recordSet.js";

import { nameOf } from "../environment/names.ts";
import type { Scope } from "./scope.ts";

/** The addresses of private.googleapis.com: Google's APIs without a way to the internet. */
export const GOOGLE_APIS = "199.36.153.8/30";

const ADDRESSES = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"];

/** A route to {@link GOOGLE_APIS} and a private zone that answers with it for every Google API. */
export function createGoogleApisAccess(scope: Scope, vpc: Vpc): void {
  createRoute(scope, vpc, "google-apis", GOOGLE_APIS);
  const zone = createZone(scope, vpc);
  createRecord(scope, zone, "a", "private.googleapis.com.", "A", ADDRESSES);
  createRecord(scope, zone, "cname", "*.googleapis.com.", "CNAME", ["private.googleapis.com."]);
}

/** A route out of the network; where it may lead is the firewall's to say. */
export function createRoute(
  { environment, name, parent }: Scope,
  vpc: Vpc,
  part: string,
  destRange: string,
): void {
  new Route(
    `${name}-route-${part}`,
    {
      project: environment.project,
      network: vpc.id,
      name: nameOf(environment, "compute", `route-${part}`),
      destRange,
      nextHopGateway: "default-internet-gateway",
      priority: 1000,
    },
    { parent },
  );
}

function createZone({ environment, name, parent }: Scope, vpc: Vpc): ManagedZone {
  return new ManagedZone(
    `${name}-google-apis`,
    {
      project: environment.project,
      name: nameOf(environment, "dns", "google-apis"),
      dnsName: "googleapis.com.",
      description: "Google's APIs by their private addresses.",
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: vpc.id }] },
    },
    { parent },
  );
}

function createRecord(
  { environment, name, parent }: Scope,
  zone: ManagedZone,
  part: string,
  domain: string,
  type: "A" | "CNAME",
  rrdatas: string[],
): void {
  new RecordSet(
    `${name}-google-apis-${part}`,
    {
      project: environment.project,
      managedZone: zone.name,
      name: domain,
      type,
      ttl: 300,
      rrdatas,
    },
    { parent },
  );
}
