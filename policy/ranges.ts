import type { Cidr } from "../environment/cidr.ts";

/** IPv4 addresses from one to another, as numbers. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

const DOTTED = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`;
/** An address, a range in CIDR notation or with a mask, or one from `a` to `b`. */
const IPV4 = new RegExp(
  String.raw`(?<![\d.])(::ffff:)?(${DOTTED})(?:/(${DOTTED}|\d{1,3})|\s*-\s*(${DOTTED}))?(?!\d|\.\d)`,
  "g",
);
/** An IPv4 address inside of IPv6 in hexadecimal: mapped, or behind NAT64. */
const IN_IPV6 = /(?<![0-9a-f:])(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})(?:\/(\d+))?/g;
/** An address as one number, which URLs may hold. */
const IN_URL = /\/\/(?:[^/@\s]*@)?(0x[0-9a-f]{1,8}|\d{8,10})(?=[:/?#]|$)/g;

/** Every range of IPv4 addresses that a text in lower case names; the range of all is none. */
export function* rangesIn(text: string): Generator<Span> {
  for (const [, mapped, address = "", length, end] of text.matchAll(IPV4)) {
    const first = numberOf(address);
    if (end !== undefined) yield* valid(first, numberOf(end));
    else yield* block(first, lengthOf(length, mapped !== undefined));
  }
  for (const [, high = "", low = "", length] of text.matchAll(IN_IPV6)) {
    const first = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
    yield* block(first, lengthOf(length, true));
  }
  for (const [, address = ""] of text.matchAll(IN_URL)) yield* block(Number(address), 32);
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
