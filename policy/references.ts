import { SANDBOX, type Identifier, type Ownership } from "./ownership.ts";
import { rangesIn, spanOf } from "./ranges.ts";
import { DECODINGS, spellings, type Decoding, type Spelling } from "./spellings.ts";

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
  readonly #decodings: readonly Decoding[];
  readonly #names: RegExp;
  /** How a name of a sibling begins; `undefined` where there are none. */
  readonly #siblings: RegExp | undefined;
  readonly #known = new Map<string, readonly Reference[]>();

  /** @param decodings Which spellings are read; fewer only to show what each is good for. */
  constructor(ownership: Ownership, decodings: readonly Decoding[] = DECODINGS) {
    this.#decodings = decodings;
    this.#ownership = ownership;
    this.#names = patternOf(ownership.identifiers);
    const { sharedProject, stack } = ownership;
    if (sharedProject === undefined || stack === SANDBOX) return;
    const start = `(?:${escape(sharedProject)}-|(?<![a-z0-9_.-]))(${SIBLING})-`;
    this.#siblings = new RegExp(start, "g");
  }

  /** What a text names that belongs to another environment. */
  in(text: string): readonly Reference[] {
    const known = this.#known.get(text);
    if (known) return known;
    const found = spellings(text, this.#decodings).flatMap((spelling) => [...this.#find(spelling)]);
    if (this.#known.size > CACHE) this.#known.clear();
    this.#known.set(text, found);
    return found;
  }

  /** Whether a text names, as it stands, anything that belongs to the environment itself. */
  isOwn(text: string): boolean {
    return [...this.#named(text.toLowerCase())].some(({ owner }) => this.#ownership.isOwn(owner));
  }

  *#find({ text, as }: Spelling): Generator<Reference> {
    const lower = text.toLowerCase();
    for (const { owner, what, text } of this.#named(lower)) {
      if (!this.#ownership.isOwn(owner)) yield { owner, what, text, as };
    }
    yield* this.#ofSiblings(lower, as);
    yield* this.#ranges(lower, as);
  }

  *#named(lower: string): Generator<Identifier> {
    for (const { groups = {} } of lower.matchAll(this.#names)) {
      const index = Object.keys(groups).find((key) => groups[key] !== undefined);
      const one = this.#ownership.identifiers[Number(index?.slice(1))];
      if (one) yield one;
    }
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
    for (const { first, last } of rangesIn(text)) {
      for (const { owner, cidr } of this.#ownership.foreignRanges) {
        const foreign = spanOf(cidr);
        if (first <= foreign.last && foreign.first <= last)
          yield { owner, what: "range", text: cidr, as };
      }
    }
  }
}

const CACHE = 50_000;
const SIBLING = "pr-[1-9][0-9]*|dev-[a-z0-9]+";
const PULL_REQUEST = /^pr-[0-9]{1,6}$/;

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
  // An account that Google makes for one instance begins with p and the project's number.
  if (what === "project number") return `(?<![0-9a-z])p?${name}(?![0-9a-z])`;
  // A mailbox is nobody's host: only the @ of a URL, or of what goes on behind it, stands before one.
  if (what === "domain")
    return `(?<![a-z0-9_-])(?<!${MAILBOX}(?=${name}\\.?(?![:/])))${name}(?!\\.?[a-z0-9_-])`;
  // The beginning alone, as conditions and wildcards have it, means all that begins so.
  if (prefix === true) return `(?<![a-z0-9_-])${name}(?![_-])`;
  // An object's id is its bucket's name, a hyphen and its own; a state's objects begin with a dot.
  if (what === "bucket") return `(?<![a-z0-9_-])${name}(?:(?![a-z0-9_-])|(?=-\\.pulumi/))`;
  if (what !== "project") return `(?<![a-z0-9_-])${name}(?![a-z0-9_-])`;
  // Google puts more before or behind a project's id in the names that it makes itself.
  const before = `run-sources-(?=${name}-[a-z]+-[a-z]+[0-9])|-dot-|[a-z0-9]-(?=${name}\\.cloudfunctions\\.net)`;
  const after =
    "_cloudbuild|-default-rtdb|--[a-z0-9-]+\\.(?:web\\.app|firebaseapp\\.com)|-(?![a-z0-9_-])";
  return `(?<=${before})${name}|(?<![a-z0-9_-])${name}(?:(?![a-z0-9_-])|(?=${after}))`;
}

/** What stands before the host of an address of mail. */
const MAILBOX = "(?<!\\/\\/[^\\s/@]*)@(?:[a-z0-9-]+\\.)*";

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
