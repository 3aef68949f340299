import * as pulumi from "@pulumi/pulumi";

import { spellings } from "./spellings.ts";
import { isMap, jsonOf } from "./values.ts";

/** Shorter texts stand in other texts by accident. */
const SHORTEST = 8;
/** A part of a secret that is as long is taken for it. */
const SHORTEST_PART = 16;

/** Secrets by their texts: those of the configuration, and those that a program has made. */
export class KnownSecrets {
  readonly #texts = new Set<string>();
  readonly #looked = new Map<string, boolean>();

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  /** Those of the running stack's configuration: each text that its file has encrypted. */
  static ofStack(): KnownSecrets {
    const keys = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[];
    const config = pulumi.runtime.allConfig();
    return new KnownSecrets(keys.flatMap((key) => [...textsIn(config[key] ?? "")]));
  }

  add(text: string): void {
    const line = inOneLine(text);
    if (line.length < SHORTEST || this.#texts.has(line)) return;
    this.#texts.add(line);
    this.#looked.clear();
  }

  /** Whether one of them stands in a text, in any spelling. */
  standIn(text: string): boolean {
    if (this.#texts.size === 0 || text.length < SHORTEST) return false;
    const looked = this.#looked.get(text);
    if (looked !== undefined) return looked;
    const read = spellings(text).map((spelling) => inOneLine(spelling.text));
    const found = [...this.#texts].some((secret) => read.some((each) => each.includes(secret)));
    this.#looked.set(text, found);
    return found;
  }

  /** Whether a text is made of one of them: it holds all of it, or is a part that is long enough. */
  makeUp(text: string): boolean {
    const line = inOneLine(text);
    const isPart =
      line.length >= SHORTEST_PART && [...this.#texts].some((one) => one.includes(line));
    return isPart || this.standIn(text);
  }
}

/** A text, and where it is JSON the texts in it: names of entries are not secret. */
function* textsIn(text: string): Generator<string> {
  const content = jsonOf(text);
  if (typeof content === "object" && content !== null) yield* scalarsOf(content);
  else yield text;
}

function* scalarsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* scalarsOf(item);
  else if (isMap(value)) for (const item of Object.values(value)) yield* scalarsOf(item);
  else if (typeof value === "string") {
    // Where an entry is JSON itself, a program may hand on all of it or a field.
    yield value;
    if (/^\s*[[{]/.test(value)) yield* textsIn(value);
  }
}

/** As little as possible of how a text is written: a key of many lines is one line in JSON. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}
