import { Netmask } from "netmask";

/** An IPv4 range in CIDR notation without host bits, such as `10.20.0.0/20`. */
export type Cidr = `${number}.${number}.${number}.${number}/${number}`;

/** The address ranges of one environment, cut from its one CIDR. */
export interface AddressPlan {
  /** The whole range; nothing of the environment lies outside it. */
  readonly all: Cidr;
  /** Workloads: the first quarter. Cloud Run's direct egress wants at least a /26. */
  readonly workloads: Cidr;
  /** Google's managed services (Cloud SQL, Redis) behind the private connection: the second half. */
  readonly services: Cidr;
}

const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;
/** Ranges that no endpoint in the internet has: RFC 6890, and multicast and above. */
const SPECIAL_RANGES = [
  ...["0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"],
] as const satisfies readonly Cidr[];
const NOTATION =
  /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(0|[1-9]\d?)$/;

/** A range, or the reason why there is none and the range that was probably meant. */
export type ParsedCidr = { cidr: Cidr } | { reason: string; suggestion?: Cidr };

/** The private range that `text` writes: an environment's addresses. */
export function parseCidr(text: string): ParsedCidr {
  const parsed = parseRange(text);
  if ("reason" in parsed || PRIVATE_RANGES.some((range) => contains(range, parsed.cidr))) {
    return parsed;
  }
  return { reason: "is not a private range (RFC 1918)" };
}

/** The public range that `text` writes: an endpoint in the internet. */
export function parsePublicCidr(text: string): ParsedCidr {
  const parsed = parseRange(text);
  if ("reason" in parsed) return parsed;
  const reserved = [...PRIVATE_RANGES, ...SPECIAL_RANGES];
  const inside = reserved.find((range) => overlap(range, parsed.cidr));
  return inside === undefined ? parsed : { reason: `is not public: it overlaps ${inside}` };
}

/** The range that `text` writes, whatever range it is. */
export function parseRange(text: string): ParsedCidr {
  const parts = NOTATION.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part, at) => part > (at === 4 ? 32 : 255))) {
    return { reason: "is not an IPv4 range in CIDR notation" };
  }
  const cidr = toCidr(new Netmask(text));
  return cidr === text ? { cidr } : { reason: "has host bits set", suggestion: cidr };
}

/** The prefix length of a range: 20 for `10.20.0.0/20`. */
export function prefixLength(cidr: Cidr): number {
  return new Netmask(cidr).bitmask;
}

/** The first address of a range: `10.20.0.0` for `10.20.0.0/20`. */
export function baseAddress(cidr: Cidr): string {
  return new Netmask(cidr).base;
}

/** Whether two ranges share an address: equal, inside or containing. */
export function overlap(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return new Netmask(outer).contains(new Netmask(inner));
}

/** How many blocks of `length` bits of prefix fit into `pool`. */
export function capacity(pool: Cidr, length: number): number {
  return 2 ** Math.max(0, length - prefixLength(pool));
}

/** The block of `length` bits of prefix at `index` (from 0) in `pool`. */
export function blockAt(pool: Cidr, length: number, index: number): Cidr {
  const first = new Netmask(`${new Netmask(pool).base}/${length}`);
  return toCidr(first.next(index));
}

/** Cuts an environment's range: the first quarter for workloads, the second half for services. */
export function planAddresses(all: Cidr): AddressPlan {
  const length = prefixLength(all);
  return {
    all,
    workloads: blockAt(all, length + 2, 0),
    services: blockAt(all, length + 1, 1),
  };
}

function toCidr(block: Netmask): Cidr {
  return `${block.base}/${block.bitmask}` as Cidr;
}
