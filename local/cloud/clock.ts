import { createHash } from "node:crypto";

/** The instant at which every simulated cloud begins: a fixed one, so that two runs give equal data. */
const EPOCH = Date.UTC(2026, 0, 1);

/** Seconds in a day. */
export const DAY = 86_400;

/** The time of the cloud, which passes only when it is told to: `seconds` after the epoch, as RFC 3339. */
export function timestamp(seconds: number): string {
  return new Date(EPOCH + seconds * 1000).toISOString();
}

/** Hexadecimal digits that depend on nothing but the text. */
export function digest(text: string, length = 40): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** A positive number of exactly so many decimal digits (at most 21) that depends on nothing but the text. */
export function digits(text: string, length: number): string {
  const low = 10n ** BigInt(length - 1);
  return (low + (BigInt(`0x${digest(text)}`) % (9n * low))).toString();
}
