import { Netmask, ip2long, long2ip } from "netmask";
import { digest, digits, timestamp } from "./clock.ts";
import { ApiError, OperationError } from "./errors.ts";
import { type JsonObject, textAt, valuesAt } from "./json.ts";
import type { Draft, Inventory, Kinds, Resource } from "./kind.ts";

/** Type token of a VPC network. */
export const NETWORK = "gcp:compute/network:Network";
/** Type token of a private services connection. */
export const CONNECTION = "gcp:servicenetworking/connection:Connection";
const SUBNETWORK = "gcp:compute/subnetwork:Subnetwork";
const ROUTER = "gcp:compute/router:Router";
const ADDRESS = "gcp:compute/globalAddress:GlobalAddress";
const ZONE = "gcp:dns/managedZone:ManagedZone";
const PRODUCERS = ["gcp:sql/databaseInstance:DatabaseInstance", "gcp:redis/instance:Instance"];

const onNetwork = { at: "network", to: NETWORK } as const;

/** VPC, private services access and DNS. */
export const NETWORK_KINDS: Kinds = {
  [NETWORK]: {
    id: "projects/{project}/global/networks/{name}",
    outputs: (draft) => ({
      ...selfLink(draft),
      networkId: serial(draft),
      numericId: serial(draft),
      mtu: 1460,
      routingMode: "REGIONAL",
      bgpBestPathSelectionMode: "LEGACY",
    }),
  },
  [SUBNETWORK]: {
    id: "projects/{project}/regions/{region}/subnetworks/{name}",
    links: [onNetwork],
    check: refuseOverlap,
    outputs: (draft) => ({
      ...created(draft),
      subnetworkId: Number(serial(draft)),
      gatewayAddress: new Netmask(textAt(draft.properties, "ipCidrRange")).first,
      purpose: "PRIVATE",
      stackType: "IPV4_ONLY",
      privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
    }),
  },
  "gcp:compute/firewall:Firewall": {
    id: "projects/{project}/global/firewalls/{name}",
    links: [onNetwork],
    outputs: (draft) => ({
      ...created(draft),
      direction: "INGRESS",
      enableLogging: draft.properties["logConfig"] !== undefined,
    }),
  },
  "gcp:compute/route:Route": {
    id: "projects/{project}/global/routes/{name}",
    links: [onNetwork],
    outputs: (draft) => ({ ...created(draft), routeStatus: "ACTIVE", routeType: "STATIC" }),
  },
  [ROUTER]: {
    id: "projects/{project}/regions/{region}/routers/{name}",
    links: [onNetwork],
    outputs: created,
  },
  "gcp:compute/routerNat:RouterNat": {
    id: "{project}/{region}/{router}/{name}",
    links: [
      { at: "router", to: ROUTER, gone: "cascade" },
      { at: "subnetworks[].name", to: SUBNETWORK },
    ],
    outputs: () => ({ autoNetworkTier: "PREMIUM", endpointTypes: ["ENDPOINT_TYPE_VM"] }),
  },
  [ADDRESS]: {
    id: "projects/{project}/global/addresses/{name}",
    links: [onNetwork],
    check: refuseOverlap,
    outputs: (draft) => ({
      ...created(draft),
      ...freeAddress(draft),
      labelFingerprint: digest(draft.id, 12),
    }),
  },
  [CONNECTION]: {
    id: (properties) =>
      [textAt(properties, "network"), textAt(properties, "service")]
        .map(encodeURIComponent)
        .join(":"),
    imported: (id) => id.split(":").map(encodeURIComponent).join(":"),
    links: [onNetwork, { at: "reservedPeeringRanges[]", to: ADDRESS }],
    taken: () =>
      new OperationError(
        "Error code 9, message: Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection.",
      ),
    blocked: producersLeft,
    outputs: () => ({ peering: "servicenetworking-googleapis-com" }),
  },
  "gcp:dns/policy:Policy": {
    id: "projects/{project}/policies/{name}",
    links: [{ at: "networks[].networkUrl", to: NETWORK }],
  },
  [ZONE]: {
    id: "projects/{project}/managedZones/{name}",
    links: [{ at: "privateVisibilityConfig.networks[].networkUrl", to: NETWORK }],
    outputs: (draft) => ({
      creationTime: timestamp(draft.created),
      managedZoneId: Number(serial(draft)),
      nameServers: nameServers(draft),
      cloudLoggingConfig: { enableLogging: false },
    }),
  },
  "gcp:dns/recordSet:RecordSet": {
    id: "projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
    links: [{ at: "managedZone", to: ZONE, inUse: zoneNotEmpty }],
  },
};

/** The URL of a Compute Engine resource. */
function selfLink(draft: Draft): JsonObject {
  return { selfLink: `https://www.googleapis.com/compute/v1/${draft.id}` };
}

function created(draft: Draft): JsonObject {
  return { ...selfLink(draft), creationTimestamp: timestamp(draft.created) };
}

/** Fifteen digits: the longest number that every JSON reader keeps exact. */
function serial(draft: Draft): string {
  return digits(`${draft.type} ${draft.id} ${draft.generation}`, 15);
}

function nameServers(draft: Draft): string[] {
  if (textAt(draft.properties, "visibility") === "private")
    return ["ns-gcp-private.googledomains.com."];
  const letter = "abcde".charAt(Number(digits(draft.id, 3)) % 5);
  return [1, 2, 3, 4].map((n) => `ns-cloud-${letter}${n}.googledomains.com.`);
}

function zoneNotEmpty(zone: Resource): ApiError {
  const name = textAt(zone.properties, "name");
  return new ApiError(
    400,
    `The resource named '${name}' cannot be deleted because it contains one or more 'resource records'.`,
    "containerNotEmpty",
  );
}

/** Every range that a subnetwork or an allocated address takes of its network, with the field that says so. */
function ranges(properties: JsonObject): { field: string; range: string }[] {
  const own = textAt(properties, "ipCidrRange") || allocated(properties);
  const secondary = valuesAt(properties, "secondaryIpRanges[].ipCidrRange")
    .filter((range) => typeof range === "string")
    .map((range, place) => ({
      field: `resource.secondaryIpRanges[${place}].ipCidrRange`,
      range,
    }));
  return [...(own ? [{ field: "resource.ipCidrRange", range: own }] : []), ...secondary];
}

function allocated(properties: JsonObject): string {
  const address = textAt(properties, "address");
  const [length] = valuesAt(properties, "prefixLength");
  const inside = textAt(properties, "purpose") === "VPC_PEERING";
  return inside && address !== "" && typeof length === "number" ? `${address}/${length}` : "";
}

function neighbours(draft: Draft): Resource[] {
  const id = networkId(draft);
  return [SUBNETWORK, ADDRESS]
    .flatMap((type) => draft.inventory.linking(type, { type: NETWORK, id }))
    .filter((each) => each.id !== draft.id || each.type !== draft.type);
}

/** The id of the network that a property names: by its path, its URL, or its name. */
export function networkId({ project, properties }: Resource, at = "network"): string {
  const network = textAt(properties, at);
  const path = network.slice(Math.max(network.indexOf("projects/"), 0));
  return path.includes("/") ? path : `projects/${project}/global/networks/${path}`;
}

function producersLeft(connection: Resource, inventory: Inventory): Error | undefined {
  const id = networkId(connection);
  const left = PRODUCERS.some((type) => inventory.linking(type, { type: NETWORK, id }).length > 0);
  return left
    ? new OperationError(
        "Error code 9, message: Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
      )
    : undefined;
}

function overlaps(one: string, other: string): boolean {
  const [first, second] = [new Netmask(one), new Netmask(other)];
  return first.contains(second.base) || second.contains(first.base);
}

function refuseOverlap(draft: Draft): void {
  for (const { field, range } of ranges(draft.properties)) {
    for (const neighbour of neighbours(draft)) {
      if (!ranges(neighbour.properties).some((each) => overlaps(range, each.range))) continue;
      const { name = "", region = "" } = neighbour.properties as Record<string, string>;
      const text =
        neighbour.type === SUBNETWORK && draft.type === SUBNETWORK
          ? `Invalid IPCidrRange: ${range} conflicts with existing subnetwork '${name}' in region '${region}'.`
          : `Requested range ${range} conflicts with other resources: ${neighbour.id}.`;
      throw new ApiError(400, `Invalid value for field '${field}': '${range}'. ${text}`, "invalid");
    }
  }
}

/** For private services access the first free range in 10.0.0.0/8 from a place that the name decides. */
function freeAddress(draft: Draft): JsonObject {
  const place = Number(digits(draft.id, 9));
  if (textAt(draft.properties, "purpose") !== "VPC_PEERING") {
    return {
      address: `34.${place % 128}.${(place >> 7) % 256}.${(place >> 15) % 254}`,
      prefixLength: 0,
    };
  }
  const [wanted] = valuesAt(draft.properties, "prefixLength");
  const length = typeof wanted === "number" ? wanted : 20;
  const taken = neighbours(draft).flatMap((each) => ranges(each.properties));
  let block = new Netmask(`10.${place % 256}.${(place >> 8) % 256}.0/${length}`);
  while (taken.some(({ range }) => overlaps(`${block.base}/${length}`, range)))
    block = block.next();
  return { address: block.base, prefixLength: length };
}

/** The private address of a managed service: inside the range that its network allocated for them. */
export function privateAddress(draft: Draft, network: string): string {
  const range = draft.inventory
    .linking(ADDRESS, { type: NETWORK, id: network })
    .map((each) => allocated(each.properties))
    .find((each) => each !== "");
  if (range === undefined) return "";
  const block = new Netmask(range);
  const inside = Number(digits(`${draft.type} ${draft.id}`, 9)) % Math.max(block.size - 4, 1);
  return long2ip(ip2long(block.base) + inside);
}
