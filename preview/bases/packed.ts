import * as zlib from "node:zlib";

import { drawnIn } from "../mask/random.ts";

/** A way of writing bytes as letters. */
interface Alphabet {
  /** What could be written so, and hold more than a word. */
  readonly run: RegExp;
  /** The bytes that a run says. */
  readonly read: (run: string) => Buffer;
}

const ALPHABETS: readonly Alphabet[] = [
  {
    // Also where it is broken into lines.
    run: /[A-Za-z0-9+/_-]{16,}(?:[ \t]*\r?\n[ \t]*[A-Za-z0-9+/_-]+)*={0,2}/g,
    read: (run) => Buffer.from(run.replace(/\s+/g, ""), "base64"),
  },
  { run: /[\da-f]{24,}/gi, read: hexadecimal },
  { run: /(?:[\da-f]{2}[\s:,.-]){11,}[\da-f]{2}/gi, read: hexadecimal },
  { run: /(?:[A-Z2-7]{16,}|[a-z2-7]{16,})/g, read: base32 },
];

/** What the bytes say that stand in a text as letters, with compression off. */
export function textsPackedIn(text: string): readonly string[] {
  return ALPHABETS.flatMap(({ run, read }) =>
    [...text.matchAll(run)].flatMap(([found]) => textsOf(read(found), isDense(found))),
  );
}

function textsOf(bytes: Buffer, isDense: boolean): readonly string[] {
  return [bytes, ...unpacked(bytes, isDense)].flatMap((said) => [
    said.toString("utf8"),
    ...(said.includes(0) ? [said.toString("utf16le"), swapped(said).toString("utf16le")] : []),
  ]);
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/** What was compressed has every kind of character; a path or a name has not. */
function isDense(run: string): boolean {
  return (
    /\d/.test(run) && (/^[\da-fA-F\s:,.-]+$|^[A-Z2-7]+$|^[a-z2-7]+$/.test(run) || isMixed(run))
  );
}

function isMixed(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run);
}

/** Bytes of what is unpacked; whoever packs more has other aims. */
const maxOutputLength = 4 * 1024 * 1024;

/** What was cut off, or is followed by something else, is unpacked as far as it goes. */
const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;
const OPTIONS = { maxOutputLength, finishFlush: Z_SYNC_FLUSH };

/** Neither of the last two says at its beginning what it is, so both are tried on whatever could be. */
function unpacked(bytes: Buffer, isDense: boolean): readonly Buffer[] {
  const head = bytes.length > 2 ? bytes.readUInt16BE(0) : 0;
  // Source: RFC 1952 and RFC 1950.
  const isGzip = head === 0x1f8b;
  const isZlib = (head >> 8) % 16 === 8 && head % 31 === 0;
  return [
    ...(isGzip ? attempt(() => zlib.gunzipSync(bytes, OPTIONS)) : []),
    ...(isZlib ? attempt(() => zlib.inflateSync(bytes, OPTIONS)) : []),
    ...(isDense ? attempt(() => zlib.inflateRawSync(bytes, OPTIONS)) : []),
    ...(isDense ? attempt(() => zlib.brotliDecompressSync(bytes, BROTLI)) : []),
  ];
}

const BROTLI = { maxOutputLength, finishFlush: BROTLI_OPERATION_FLUSH };

function attempt(unpack: () => Buffer): readonly Buffer[] {
  try {
    return [unpack()];
  } catch {
    return [];
  }
}

function hexadecimal(run: string): Buffer {
  return Buffer.from(run.replace(/[^\da-f]/gi, ""), "hex");
}

/** Source: RFC 4648, section 6. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(run: string): Buffer {
  const bits = Array.from(run.toUpperCase(), (letter) =>
    BASE32.indexOf(letter).toString(2).padStart(5, "0"),
  ).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => Number.parseInt(each, 2)));
}

/** Bytes as letters of an alphabet, each of so many bits. */
function lettersOf(bytes: Buffer, encode: (bytes: Buffer) => string, bits: number) {
  // What stands before and after shares the first letter and the last one, so those are left off.
  const period = bits === 6 ? 3 : 5;
  return Array.from({ length: period }, (_, before) => {
    const text = encode(Buffer.concat([Buffer.alloc(before), bytes]));
    const end = Math.floor((8 * (before + bytes.length)) / bits);
    return text.slice(Math.ceil((8 * before) / bits), end);
  });
}

function toBase32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = bits.match(/.{1,5}/g) ?? [];
  return letters.map((each) => BASE32[Number.parseInt(each.padEnd(5, "0"), 2)] ?? "").join("");
}

/**
 * What bytes look like when they are written as letters, wherever among others they begin: in base64,
 * base32, hexadecimal and decimal digits.
 */
export function writtenAs(bytes: Buffer): readonly string[] {
  return [
    bytes.toString("hex"),
    Array.from(bytes).join(","),
    ...lettersOf(bytes, (each) => each.toString("base64"), 6),
    ...lettersOf(bytes, toBase32, 5),
  ];
}

/** What is published of a key, and a digest by its length in hexadecimal digits. */
const PUBLISHED =
  /-----BEGIN [A-Z ]*(?:CERTIFICATE|PUBLIC KEY)-----[^]*?-----END [A-Z ]*-----|\bAAAA[BE]3[\w+/]+/g;
const DIGESTS = new Set([32, 40, 56, 64, 96, 128]);
const OPAQUE = /[A-Za-z0-9+/_-]{64,}={0,2}/g;

/**
 * A text with a stand-in for each long run that nobody can read: compressed, encrypted or encoded in
 * a way that is not known here, whatever it holds could be a secret.
 */
export function withoutOpaque(text: string, stand: (run: string) => string): string {
  if (text.length < SHORTEST_OPAQUE) return text;
  const kept = text.match(PUBLISHED) ?? [];
  return text.replace(OPAQUE, (run) => {
    const isKept = kept.some((published) => published.includes(run));
    return isKept || !isOpaque(run) ? run : stand(run);
  });
}

const SHORTEST_OPAQUE = 64;

function isOpaque(run: string): boolean {
  const isHex = /^[\da-fA-F]+$/.test(run);
  if (isHex && DIGESTS.has(run.length)) return false;
  if (!isDense(run) || drawnIn(run).length === 0) return false;
  const texts = textsOf(Buffer.from(run, isHex ? "hex" : "base64"), true);
  return !texts.some((text) => /^[\t\n\r\x20-\x7e\u00a0-\ufffc]{8,}$/.test(text));
}
