import { SANDBOX, type Identifier, type Ownership } from "./ownership.ts";
import { spellings, type Spelling } from "./spellings.ts";

/** A place where a text names what belongs to another environment. */
export interface Reference {
  readonly owner: string;
  readonly what: Identifier["what"] | "range";
  /** The name or range as the catalogue has it, never what the text says beside it. */
  readonly text: string;
  readonly as: Spelling["as"];
}

/** Finds the names of others in texts; the same text is looked at once. */
export class References {
  readonly #ownership: Ownership;
  readonly #names: RegExp;
  /** How a name of a sibling begins; `undefined` where there are none. */
  readonly #siblings: RegExp | undefined;
  readonly #known = new Map<string, readonly Reference[]>();

  constructor(ownership: Ownership) {
    this.#ownership = ownership;
    this.#names = patternOf(ownership.identifiers);
    const { sharedProject, stack } = ownership;
    if (sharedProject === undefined || stack === SANDBOX) return;
    const start = `(?:^|[/:@ "',=]|${escape(sharedProject)}-)(${SIBLING})-`;
    this.#siblings = new RegExp(start, "g");
  }

  /** What a text names that belongs to another environment. */
  in(text: string): readonly Reference[] {
    const known = this.#known.get(text);
    if (known) return known;
    const found = spellings(text).flatMap((spelling) => [...this.#find(spelling)]);
    if (this.#known.size > CACHE) this.#known.clear();
    this.#known.set(text, found);
    return found;
  }

  *#find({ text, as }: Spelling): Generator<Reference> {
    const { identifiers, isOwn } = this.#ownership;
    const lower = text.toLowerCase();
    for (const { groups = {} } of lower.matchAll(this.#names)) {
      const index = Object.keys(groups).find((key) => groups[key] !== undefined);
      const one = identifiers[Number(index?.slice(1))];
      if (one && !isOwn(one.owner)) yield { owner: one.owner, what: one.what, text: one.text, as };
    }
    yield* this.#ofSiblings(lower, as);
    yield* this.#ranges(lower, as);
  }

  /** Environments of one sandbox are told apart by the beginning of each name, and by that alone. */
  *#ofSiblings(text: string, as: Spelling["as"]): Generator<Reference> {
    if (!this.#siblings) return;
    const { stack, foreignRanges } = this.#ownership;
    for (const [, named = ""] of text.matchAll(this.#siblings)) {
      if (named === stack) continue;
      // What no catalogue knows may be anything, a part of a secret too, and is not repeated.
      const isKnown = foreignRanges.some(({ owner }) => owner === named);
      const owner =
        isKnown || PULL_REQUEST.test(named) ? named : "another environment of the sandbox";
      yield { owner, what: "name", text: owner === named ? `${named}-` : "of a sibling", as };
    }
  }

  *#ranges(text: string, as: Spelling["as"]): Generator<Reference> {
    for (const [, address = "", length = "32"] of text.matchAll(ADDRESS)) {
      const range = span(address, Number(length));
      // Everything there is belongs to nobody: what it lets through is another rule's business.
      if (range === undefined || Number(length) === 0) continue;
      for (const { owner, cidr } of this.#ownership.foreignRanges) {
        const [base = "", bits = ""] = cidr.split("/");
        const foreign = span(base, Number(bits));
        if (foreign && range.first <= foreign.last && foreign.first <= range.last)
          yield { owner, what: "range", text: cidr, as };
      }
    }
  }
}

const CACHE = 50_000;
const SIBLING = "pr-[1-9][0-9]*|dev-[a-z0-9]+";
const PULL_REQUEST = /^pr-[0-9]{1,6}$/;
const ADDRESS = /(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:\/(\d{1,2}))?(?![\d]|\.\d)/g;

/** Longer names first, so that an own one that holds a foreign one is read as what it is. */
function patternOf(identifiers: readonly Identifier[]): RegExp {
  const parts = identifiers
    .map((one, index) => ({ one, index }))
    .sort((a, b) => b.one.text.length - a.one.text.length)
    .map(({ one, index }) => `(?<i${index}>${whole(one)})`);
  return new RegExp(parts.join("|") || "(?!)", "g");
}

/** The whole identifier and no part of a longer one: `prod` is none of `product-images`. */
function whole({ what, text, prefix }: Identifier): string {
  const name = escape(text);
  if (what === "project number") return `(?<![0-9a-z])${name}(?![0-9a-z])`;
  if (what === "domain") return `(?<![a-z0-9_-])${name}(?!\\.?[a-z0-9_-])`;
  if (prefix === true) return `(?<![a-z0-9_-])${name}(?=[a-z0-9])`;
  if (what !== "project") return `(?<![a-z0-9_-])${name}(?![a-z0-9_-])`;
  // Google puts more before or behind a project's id in the names that it makes itself.
  const made = `(?<=run-sources-|[a-z0-9]-(?=${name}\\.cloudfunctions\\.net))${name}`;
  return `${made}|(?<![a-z0-9_-])${name}(?:(?![a-z0-9_-])|(?=_cloudbuild))`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

function span(address: string, length: number): { first: number; last: number } | undefined {
  const parts = address.split(".").map(Number);
  if (length > 32 || parts.some((part) => part > 255)) return undefined;
  const value = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - length);
  const first = Math.floor(value / size) * size;
  return { first, last: first + size - 1 };
}
