import { generateKeyPairSync } from "node:crypto";
import * as zlib from "node:zlib";

import type { Random } from "../../conformance/random.ts";

/**
 * How programs, providers and services write a value into a text. Nothing here is the exporter's: what
 * it looks for and what is looked for in it must not be made by the same hand.
 */
export const ENCODINGS: Readonly<Record<string, (value: string) => string>> = {
  "as it is": (value) => value,
  "JSON of JavaScript": (value) => JSON.stringify(value),
  "JSON of Go": (value) => goJson(value),
  "JSON of PHP": (value) => JSON.stringify(value).replaceAll("/", "\\/"),
  "JSON in JSON of Go": (value) => goJson(goJson(value)),
  "JSON in a URL": (value) => encodeURIComponent(goJson(value)),
  "all escapes": (value) => each(value, (code) => `\\u${hexOf(code, 4)}`),
  "all bytes escaped": (value) => each(value, (code) => `\\x${hexOf(code, 2)}`),
  octal: (value) => each(value, (code) => `\\${code.toString(8).padStart(3, "0")}`),
  "a component of a URL": (value) => encodeURIComponent(value),
  "a query of Go": (value) => percent(value, KEPT, "+", true),
  "percent, lower case": (value) => percent(value, KEPT, "%20"),
  "percent, every byte": (value) => percent(value, /$^/, "%20"),
  "percent twice": (value) => encodeURIComponent(encodeURIComponent(value)),
  "HTML by names": (value) => Array.from(value, (sign) => NAMED[sign] ?? sign).join(""),
  "HTML by numbers": (value) => each(value, (code) => `&#${code};`),
  "XML by numbers": (value) => each(value, (code) => `&#x${hexOf(code, 2)};`),
  "a shell": (value) => value.replace(/[^\w]/g, "\\$&"),
  "quoted-printable": (value) => each(value, (code) => `=${hexOf(code, 2).toUpperCase()}`),
  hexadecimal: (value) => bytes(value).toString("hex"),
  "hexadecimal, upper case": (value) => bytes(value).toString("hex").toUpperCase(),
  "hexadecimal with colons": (value) => pairs(value).join(":"),
  "hexadecimal with blanks": (value) => pairs(value).join(" "),
  "hexadecimal with 0x": (value) => pairs(value).map((pair) => `0x${pair}`).join(", "), // prettier-ignore
  "decimal bytes": (value) => `[${[...bytes(value)].join(", ")}]`,
  base64: (value) => bytes(value).toString("base64"),
  "base64 of a URL": (value) => bytes(value).toString("base64url"),
  "base64 in a URL": (value) => encodeURIComponent(bytes(value).toString("base64")),
  "base64 in lines": (value) => inLines(bytes(`key: ${value}`).toString("base64"), 20),
  "base64 in base64": (value) => bytes(bytes(value).toString("base64")).toString("base64"),
  "JSON of Go in base64": (value) => bytes(goJson({ key: value })).toString("base64"),
  "UTF-16 in base64": (value) => Buffer.from(value, "utf16le").toString("base64"),
  "UTF-16, high byte first": (value) => Buffer.from(value, "utf16le").swap16().toString("hex"),
  base32: (value) => base32(value),
  "base32, lower case": (value) => base32(`a ${value}`).toLowerCase().replaceAll("=", ""),
  gzip: (value) => zlib.gzipSync(`key=${value}`).toString("base64"),
  "gzip in lines": (value) => inLines(zlib.gzipSync(`key=${value}`).toString("base64"), 40),
  "gzip in hexadecimal": (value) => zlib.gzipSync(value).toString("hex"),
  zlib: (value) => zlib.deflateSync(`key=${value}`).toString("base64"),
  deflate: (value) => zlib.deflateRawSync(`key=${value}`).toString("base64"),
  brotli: (value) => zlib.brotliCompressSync(`key=${value}`).toString("base64"),
  "broken lines": (value) => inLines(value, 9),
  "a certificate's line ends": (value) => value.replaceAll("\n", "\r\n"),
  "one line": (value) => value.replaceAll("\n", " "),
};

const bytes = (value: string) => Buffer.from(value, "utf8");
const hexOf = (code: number, width: number) => code.toString(16).padStart(width, "0");
const pairs = (value: string) => [...bytes(value)].map((byte) => hexOf(byte, 2));
const inLines = (text: string, width: number) =>
  (text.match(new RegExp(`[^]{1,${width}}`, "g")) ?? []).join("\n");

function each(value: string, write: (code: number) => string): string {
  return [...bytes(value)].map(write).join("");
}

/** Source: Go, `encoding/json`. */
function goJson(value: unknown): string {
  const signs: Readonly<Record<string, string>> = { "<": "3c", ">": "3e", "&": "26" };
  const write = (sign: string) => (sign in signs ? `\\u00${signs[sign] ?? ""}` : sign);
  return Array.from(JSON.stringify(value), write).join("");
}

const NAMED: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" },
};

const KEPT = /[\w.~-]/;

function percent(value: string, kept: RegExp, blank: string, isUpper = false): string {
  return each(value, (code) => {
    const sign = String.fromCharCode(code);
    if (kept.test(sign)) return sign;
    if (sign === " ") return blank;
    return `%${isUpper ? hexOf(code, 2).toUpperCase() : hexOf(code, 2)}`;
  });
}

function base32(value: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let [text, held, size] = ["", 0, 0];
  for (const byte of bytes(value)) {
    held = (held << 8) | byte;
    for (size += 8; size >= 5; size -= 5) text += letters.charAt((held >> (size - 5)) & 31);
    held &= (1 << size) - 1;
  }
  if (size > 0) text += letters.charAt((held << (5 - size)) & 31);
  return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}

/** A password of any characters that a keyboard has. */
export function passwordOf(random: Random): string {
  const codes = Array.from({ length: random.integer(16, 40) }, () => random.integer(0x21, 0x7e));
  return String.fromCharCode(...codes);
}

/** A private key as services issue it. */
export function keyOf(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Encodings that write the same value in the same way wherever it stands. */
const STEADY = Object.entries(ENCODINGS).filter(
  ([name]) => !/base64|base32|JSON|zip|zlib|deflate|brotli|UTF-16/.test(name),
);

/**
 * The encodings in which values stand in a text, among whatever else: what depends on what stands
 * before it is looked for behind any number of bytes, without the letters that the two share.
 */
export function foundIn(text: string, values: readonly string[]): readonly string[] {
  const texts = [...new Set(within(text, 4))];
  return values.flatMap((value) => {
    const forms = [
      ...STEADY.map(([name, write]) => [name, write(value)] as const),
      ...["JSON of JavaScript", "JSON of Go", "JSON of PHP", "JSON in JSON of Go"].map(
        (name) => [name, (ENCODINGS[name]?.(value) ?? "").replace(/^[\\"]+|[\\"]+$/g, "")] as const,
      ),
      ...[0, 1, 2].flatMap((before) => {
        const all = bytes(" ".repeat(before) + value).toString("base64");
        const sure = all.slice(before === 0 ? 0 : 4, 4 * Math.floor((before + value.length) / 3));
        return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")].map(
          (form) => ["base64", form] as const,
        );
      }),
      ...[0, 1, 2, 3, 4].map((before) => {
        const all = base32(" ".repeat(before) + value);
        const end = 8 * Math.floor((before + value.length) / 5);
        return ["base32", all.slice(before === 0 ? 0 : 8, end)] as const;
      }),
    ];
    const found = forms.filter(([, form]) =>
      [form, JSON.stringify(form).slice(1, -1)].some((each) =>
        texts.some((one) => one.includes(each)),
      ),
    );
    return [...new Set(found.map(([name]) => `${name}: ${value.slice(0, 4)}...`))];
  });
}

/** A text, those of the JSON that it is, and what base64 in it says, compressed or not. */
function within(text: string, depth: number): readonly string[] {
  if (depth === 0) return [text];
  const packed = (text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).flatMap((run) => {
    const said = Buffer.from(run, "base64");
    const isGzip = said[0] === 0x1f && said[1] === 0x8b;
    return [...attempt(() => said.toString()), ...(isGzip ? attempt(() => gunzip(said)) : [])];
  });
  const parsed = /^\s*["[{]/.test(text) ? attempt(() => JSON.parse(text) as unknown) : [];
  return [text, ...[...packed, ...parsed.flatMap(leaves)].flatMap((one) => within(one, depth - 1))];
}

const gunzip = (said: Buffer) => zlib.gunzipSync(said).toString();

function leaves(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(leaves)];
}

function attempt<Result>(read: () => Result): readonly Result[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}
