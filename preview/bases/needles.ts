import { gunzipSync, inflateSync } from "node:zlib";

/** How a secret can be written into a text, so that it is found there. */
export interface Needle {
  /** The value itself. */
  readonly value: string;
  /** The same as JSON, a URL and hexadecimal digits write it. */
  readonly plain: readonly string[];
  /** What base64 makes of it, by where it begins within three bytes; edges that others share are off. */
  readonly base64: readonly string[];
}

/** Everything that one value may look like. */
export function needleOf(value: string): Needle {
  const bytes = Buffer.from(value, "utf8");
  const hex = bytes.toString("hex");
  const escaped = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(escaped).slice(1, -1);
  const percent = encodeURIComponent(value);
  const everyByte = hex.replace(/../g, "%$&");
  const ascii = Array.from(value, escapedIn).join("");
  const plain = [
    ...[
      value,
      escaped,
      twice,
      ascii,
      percent,
      percent.toLowerCase(),
      percent.replaceAll("%20", "+"),
    ],
    ...[everyByte, everyByte.toUpperCase(), hex, hex.toUpperCase()],
  ];
  const base64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const core = text.replace(/=+$/, "").slice(before === 0 ? 0 : before + 1);
    const sure = bytes.length % 3 === (3 - before) % 3 ? core : core.slice(0, -1);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return { value, plain: [...new Set(plain)], base64: [...new Set(base64)] };
}

/** A character as JSON in ASCII writes it. */
function escapedIn(character: string): string {
  if (/[\x20-\x7e]/.test(character)) return character;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Base64 that could hold more than a word, with what ends it. */
const RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/** Text in base64 in base64 is read so many times. */
const DEPTH = 3;

/** The needles that a text holds, in any of their forms, in base64 and compressed too. */
export function needlesIn(
  text: string,
  needles: readonly Needle[],
  depth = DEPTH,
): readonly Needle[] {
  if (needles.length === 0) return [];
  const found = needles.filter(({ plain, base64 }) =>
    [...plain, ...base64].some((form) => text.includes(form)),
  );
  const left = needles.filter((needle) => !found.includes(needle));
  if (depth === 0 || left.length === 0) return found;
  const inside = [...text.matchAll(RUN)].flatMap(([run]) =>
    readings(run).flatMap((reading) => needlesIn(reading, left, depth - 1)),
  );
  return [...new Set([...found, ...inside])];
}

/** What base64 says, as it stands and with its compression off. */
function readings(run: string): readonly string[] {
  const bytes = Buffer.from(run, "base64");
  const text = bytes.toString("latin1");
  return [...(/[ -~]{8}/.test(text) ? [text] : []), ...unpacked(bytes)];
}

/** Gzip and zlib say so in their first two bytes. Source: RFC 1952 and RFC 1950. */
function unpacked(bytes: Buffer): readonly string[] {
  const head = bytes.length > 2 ? bytes.readUInt16BE(0) : 0;
  const isZlib = (head >> 8) % 16 === 8 && head % 31 === 0;
  if (head !== 0x1f8b && !isZlib) return [];
  const unpack = isZlib ? inflateSync : gunzipSync;
  try {
    return [unpack(bytes, { maxOutputLength: LARGEST }).toString("utf8")];
  } catch {
    return [];
  }
}

/** Bytes of what is unpacked; whoever packs more has other aims. */
const LARGEST = 4 * 1024 * 1024;

/**
 * A text with each needle replaced by what stands for it; a run of base64 that holds one, in whatever
 * depth, goes as a whole.
 *
 * @param stand What stands for a needle's value.
 */
export function withoutNeedles(
  text: string,
  needles: readonly Needle[],
  stand: (value: string) => string,
): string {
  const present = needlesIn(text, needles);
  if (present.length === 0) return text;
  const forms = present
    .flatMap(({ value, plain }) => plain.map((form) => ({ form, value })))
    .sort((one, other) => other.form.length - one.form.length);
  const swept = forms.reduce(
    (swept, { form, value }) => swept.replaceAll(form, stand(value)),
    text,
  );
  return swept.replace(RUN, (run) => {
    const [inside] = needlesIn(run, present);
    return inside ? stand(inside.value) : run;
  });
}
