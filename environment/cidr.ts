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
const NOTATION =
  /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(0|[1-9]\d?)$/;

/** The range that `text` writes, or the reason why it is none: bad notation, host bits, not private. */
export function parseCidr(text: string): { cidr: Cidr } | { reason: string; suggestion?: Cidr } {
  const parts = NOTATION.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part, at) => part > (at === 4 ? 32 : 255))) {
    return { reason: "is not an IPv4 range in CIDR notation" };
  }
  const block = new Netmask(text);
  const cidr = toCidr(block);
  if (cidr !== text) return { reason: "has host bits set", suggestion: cidr };
  if (!PRIVATE_RANGES.some((range) => new Netmask(range).contains(block))) {
    return { reason: "is not a private range (RFC 1918)" };
  }
  return { cidr };
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
