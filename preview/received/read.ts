import { open } from "node:fs/promises";

import { systemCode } from "../../engine/files.ts";
import type { Problem } from "../../environment/problems.ts";
import { masked } from "../document/masked.ts";
import { MOST_ITEMS, planDocument, type PlanDocument } from "../document/plan.ts";
import { ReceivedError } from "./problems.ts";

/** Most bytes of a document: a plan of 5,000 operations has six million. */
export const MOST_BYTES = 32 * 1024 * 1024;

/** Deepest nesting of a document; its schema has eight levels. */
const MOST_DEPTH = 16;

/** Most items of all lists and maps together: a plan of 5,000 operations has a quarter of a million. */
const MOST_IN_ALL = 1_000_000;

/** A document as it came, and where from. */
export interface Received {
  readonly from: string;
  readonly text: string;
}

/**
 * Reads a file whose author may be hostile: a plain file, of a bounded size.
 *
 * @throws ReceivedError with exit code 2.
 */
export async function receive(file: string): Promise<Received> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw refused(file, `cannot be read (${systemCode(error) ?? "unknown"})`, NAME_A_FILE);
  });
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw refused(file, "is no plain file", NAME_A_FILE);
    if (facts.size > MOST_BYTES) throw tooLong(file, facts.size);
    const bytes = Buffer.alloc(facts.size);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return { from: file, text: textOf(file, bytes.subarray(0, bytesRead)) };
  } finally {
    await handle.close();
  }
}

const NAME_A_FILE = "Name a file that `bulkhead preview --json` has written.";

/**
 * The text of bytes that somebody else wrote.
 *
 * @throws ReceivedError where they are too many, or no UTF-8.
 */
export function textOf(from: string, bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw tooLong(from, bytes.length);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refused(from, "is no UTF-8 text", WRITE_IT_ANEW);
  }
}

function tooLong(from: string, bytes: number): ReceivedError {
  return refused(from, `has ${bytes} bytes, and ${MOST_BYTES} at most are read`, WRITE_IT_ANEW);
}

/**
 * The document in a text that anybody may have written: checked as a whole, and masked again, since
 * nobody knows whether who wrote it did.
 *
 * @throws ReceivedError with exit code 2, listing what is wrong.
 */
export function parseDocument({ from, text }: Received): PlanDocument {
  const { depth, items, longest } = extentOf(text);
  if (depth > MOST_DEPTH) {
    throw refused(from, `is nested deeper than ${MOST_DEPTH} levels`, WRITE_IT_ANEW);
  }
  if (items > MOST_IN_ALL || longest > MOST_ITEMS) {
    const most = `${MOST_IN_ALL} in all and ${MOST_ITEMS} in one list are read`;
    const has = `has ${items} items, ${longest} in one list`;
    throw refused(from, `${has}, and at most ${most}`, WRITE_IT_ANEW);
  }
  const document = json(from, text);
  const result = parsed(from, document);
  if (result.success) return masked(result.data);
  const problems = result.error.issues.map(({ path, message }) => {
    const value = valueAt(document, path);
    return { path: written(path), value, reason: lower(message), cure: WRITE_IT_ANEW };
  });
  throw new ReceivedError(from, problems);
}

/** More problems than a stack has room for end in no result. */
function parsed(from: string, document: unknown): ReturnType<typeof planDocument.safeParse> {
  try {
    return planDocument.safeParse(document);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refused(from, "is wrong in too many places to be told", WRITE_IT_ANEW);
  }
}

function json(from: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(from, "is no JSON", WRITE_IT_ANEW);
  }
}

const WRITE_IT_ANEW =
  "Write it anew with `bulkhead preview --json`, of the version that reads it here.";

function refused(from: string, reason: string, cure: string): ReceivedError {
  const problem: Problem = { path: "document", value: undefined, reason, cure };
  return new ReceivedError(from, [problem]);
}

/** How large a JSON text is, before anything is made of it. */
export interface Extent {
  /** How deep brackets and braces stand within one another. */
  readonly depth: number;
  /** Of all lists and maps, and of the longest one. */
  readonly items: number;
  readonly longest: number;
}

/**
 * The extent of a text, outside strings. Read sign by sign: the time that a pattern takes is its input's
 * to choose. An empty list is taken for one with an item.
 */
export function extentOf(text: string): Extent {
  const open: number[] = [];
  let [depth, items, longest, isString] = [0, 0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isString && sign === "\\") at++;
    else if (sign === '"') isString = !isString;
    else if (isString) continue;
    else if (sign === "[" || sign === "{") open.push(0);
    else if (sign === "]" || sign === "}") open.pop();
    if (isString || (sign !== "," && sign !== "[" && sign !== "{")) continue;
    const count = (open.at(-1) ?? 0) + 1;
    if (open.length > 0) open[open.length - 1] = count;
    depth = Math.max(depth, open.length);
    longest = Math.max(longest, count);
    items++;
  }
  return { depth, items, longest };
}

/** What stands at the path of a zod issue. */
function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    return (at as Readonly<Record<PropertyKey, unknown>>)[step];
  }, document);
}

function written(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "document";
  return path
    .map((step, at) =>
      typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}

function lower(message: string): string {
  return `${message.slice(0, 1).toLowerCase()}${message.slice(1)}`;
}
