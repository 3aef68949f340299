import type { Cidr } from "../environment/cidr.ts";

/** IPv4 addresses from one to another, as numbers. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

const DOTTED = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`;
/** An address, a range in CIDR notation or with a mask, or one from `a` to `b`. */
const IPV4 = new RegExp(
  String.raw`(?<![\d.])((?:::|(?:0{1,4}:){5})ffff:)?(${DOTTED})(?:/(${DOTTED}|\d{1,3})|\s*-\s*(${DOTTED}))?(?!\d|\.\d)`,
  "g",
);
/** An address of IPv6, of which some hold one of IPv4: mapped, behind NAT64, or by 6to4. */
const IPV6 = /(?<![0-9a-z:.])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?:\/(\d+))?(?![0-9a-z:.])/g;
/** The host of a URL, which may write an address in parts of other bases, or in fewer. */
const IN_URL =
  /\/\/(?:[^/@\s]*@)?((?:0x[0-9a-f]{1,8}|\d{1,12})(?:\.(?:0x[0-9a-f]{1,8}|\d{1,12})){0,3})(?=[:/?#]|$)/g;
/** An address in a name: by its parts the other way round, or as public services resolve it. */
const REVERSED = /(?<![\d.])((?:\d{1,3}\.){2,4})in-addr\.arpa/g;
const IN_NAME = /(?<![\d-])(\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})\.(?:nip|sslip)\.io/g;

/** Every range of IPv4 addresses that a text in lower case names; the range of all is none. */
export function* rangesIn(text: string): Generator<Span> {
  for (const [, mapped, address = "", length, end] of text.matchAll(IPV4)) {
    const first = numberOf(address);
    if (end !== undefined) yield* valid(first, numberOf(end));
    else yield* block(first, lengthOf(length, mapped !== undefined));
  }
  for (const [, address = "", length] of text.matchAll(IPV6)) {
    const [at, inner] = innerOf(address) ?? [];
    if (at !== undefined && inner !== undefined)
      yield* block(inner, length === undefined ? 32 : Number(length) - at);
  }
  for (const [, host = ""] of text.matchAll(IN_URL)) yield* block(hostNumber(host), 32);
  for (const [, parts = ""] of text.matchAll(REVERSED)) {
    const bytes = parts.split(".").filter(Boolean).reverse();
    const address = [...bytes, "0", "0"].slice(0, 4).join(".");
    yield* block(numberOf(address), 8 * bytes.length);
  }
  for (const [, address = ""] of text.matchAll(IN_NAME)) {
    yield* block(numberOf(address.replaceAll("-", ".")), 32);
  }
}

/** The IPv4 address in one of IPv6, and the bit at which it begins. */
function innerOf(address: string): readonly [at: number, address: number] | undefined {
  const groups = groupsOf(address)?.map((group) => Number.parseInt(group || "0", 16));
  if (groups?.length !== 8) return undefined;
  const start = groups.slice(0, 6).join(":");
  const at = groups[0] === 0x2002 ? 16 : IN_THE_END.has(start) ? 96 : undefined;
  if (at === undefined) return undefined;
  const [high = 0, low = 0] = groups.slice(at / 16);
  return [at, high * 0x10000 + low];
}

/** The six groups before an IPv4 address that is mapped, or behind NAT64. */
const IN_THE_END = new Set(["0:0:0:0:0:65535", `100:65435:0:0:0:0`]);

/** All eight groups; `undefined` where there are two gaps, or groups too many. */
function groupsOf(address: string): readonly string[] | undefined {
  const [head = "", tail, ...more] = address.split("::");
  if (more.length > 0) return undefined;
  const before = head === "" ? [] : head.split(":");
  if (tail === undefined) return before;
  const after = tail === "" ? [] : tail.split(":");
  const gap = 8 - before.length - after.length;
  return gap < 0 ? undefined : [...before, ...Array.from({ length: gap }, () => "0"), ...after];
}

/** An address as URLs take it: parts of base 8, 10 or 16, the last of which fills what is left. */
function hostNumber(host: string): number {
  const parts = host.split(".").map((part) => {
    if (part.startsWith("0x")) return Number(part);
    return /^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part);
  });
  const [last = 0] = parts.slice(-1);
  const bytes = parts.slice(0, -1);
  if (bytes.some((byte) => byte > 255) || last >= 256 ** (4 - bytes.length)) return Number.NaN;
  return bytes.reduce((sum, byte, at) => sum + byte * 256 ** (3 - at), last);
}

/** The addresses of a range. */
export function spanOf(cidr: Cidr): Span {
  const [address = "", length] = cidr.split("/");
  const size = 2 ** (32 - Number(length));
  const first = numberOf(address);
  return { first, last: first + size - 1 };
}

function* block(address: number, length: number): Generator<Span> {
  // Everything there is belongs to nobody: what it lets through is another rule's business.
  if (!(length > 0 && length <= 32)) return;
  const size = 2 ** (32 - length);
  const first = Math.floor(address / size) * size;
  yield* valid(first, first + size - 1);
}

function* valid(first: number, last: number): Generator<Span> {
  if (first <= last && last < 2 ** 32 && !(first === 0 && last === 2 ** 32 - 1)) {
    yield { first, last };
  }
}

/** The prefix length that is written; that of an IPv6 range counts from its own beginning. */
function lengthOf(written: string | undefined, inIpv6: boolean): number {
  if (written === undefined) return 32;
  if (written.includes(".")) return 32 - Math.log2(2 ** 32 - numberOf(written));
  return inIpv6 ? Number(written) - 96 : Number(written);
}

/** Not a number where a part is larger than a byte. */
function numberOf(address: string): number {
  const parts = address.split(".").map(Number);
  if (parts.some((part) => part > 255)) return Number.NaN;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
