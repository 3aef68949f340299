import { blockAt, contains, parseRange, prefixLength, type Cidr } from "../environment/cidr.ts";
import { stateBucket, type Claims } from "../environment/claims.ts";
import type { Catalogue } from "../environment/environment.ts";
import { isEphemeral } from "../environment/kinds.ts";

/** What belongs to an environment, and by what kind of name. */
export interface Identifier {
  /** The stack that owns it, or {@link SANDBOX} for what ephemeral environments share. */
  readonly owner: string;
  readonly what: "project" | "project number" | "bucket" | "state" | "key" | "domain" | "name";
  readonly text: string;
  /** Whether the text is only how the name begins. */
  readonly prefix?: boolean;
}

/** An address range and whose it is. */
export interface Range {
  readonly owner: string;
  readonly cidr: Cidr;
}

/** What belongs to every environment of the project, as seen by one of them. */
export interface Ownership {
  readonly stack: string;
  /** Every identifier, own ones too: a longer own one may hold a foreign one. */
  readonly identifiers: readonly Identifier[];
  /** Ranges of others. */
  readonly foreignRanges: readonly Range[];
  /** Id of the project that this stack shares with its siblings; `undefined` where it shares none. */
  readonly sharedProject: string | undefined;
  /** Whether a stack may name what belongs to `owner`. */
  readonly isOwn: (owner: string) => boolean;
  /** Whether no exception opens what belongs to `owner`. */
  readonly isClosed: (owner: string) => boolean;
}

/** Owner of what the sandbox's environments share. */
export const SANDBOX = "sandbox";

/** Owner, as they see it, of the state and the key that are in use for all of them. */
const WHOLE_SANDBOX = "the whole sandbox";

/**
 * What belongs to whom, as one environment sees it. Of several catalogues the first that names an
 * identifier says whose it is: a change cannot take over what the base branch says is another's.
 */
export function ownershipOf(own: Claims, catalogues: readonly Catalogue[]): Ownership {
  const shared = own.stack === SANDBOX || isEphemeral(own.kind);
  const isOwn = (owner: string) => owner === own.stack || (shared && owner === SANDBOX);
  const all: readonly Catalogue[] = [...catalogues, { claims: [own], sandbox: {} }];
  const isSibling = shared && own.stack !== SANDBOX;
  const identifiers = distinct(all.flatMap(identifiersOf)).map((one) =>
    isSibling && isSharedByAll(one) ? { ...one, owner: WHOLE_SANDBOX } : one,
  );
  const foreignRanges = [
    ...all.flatMap(rangesOf).filter(({ owner }) => !isOwn(owner)),
    ...(isSibling ? all.flatMap((each) => siblings(each, own.cidr)) : []),
  ];
  const sharedProject = shared ? own.project : undefined;
  const prods = all.flatMap(({ claims }) => claims.filter(({ kind }) => kind === "prod"));
  const closed = new Set(prods.map(({ stack }) => stack).filter((stack) => !isOwn(stack)));
  const isClosed = (owner: string) =>
    closed.has(owner) || owner === WHOLE_SANDBOX || (!shared && owner === SANDBOX);
  return { stack: own.stack, identifiers, foreignRanges, sharedProject, isOwn, isClosed };
}

/** Pulumi alone uses them: whoever reads the one or decrypts with the other has every sibling's. */
function isSharedByAll({ owner, what }: Identifier): boolean {
  return owner === SANDBOX && ["bucket", "state", "key"].includes(what);
}

function distinct(identifiers: readonly Identifier[]): readonly Identifier[] {
  const first = new Map<string, Identifier>();
  for (const one of identifiers) {
    const key = `${one.what} ${one.text}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

/** What somebody has comes before what somebody had: nobody takes a name over by having had it. */
function identifiersOf({ claims, sandbox }: Catalogue): readonly Identifier[] {
  const { project, projectNumber, state, kmsKey } = sandbox;
  return [
    ...identify(SANDBOX, { project, projectNumber, state, kmsKey }),
    ...claims
      .filter(({ kind }) => !isEphemeral(kind))
      .flatMap((each) => identify(each.stack, each)),
    ...claims.flatMap(({ stack, formerly = [] }) => identifyFormer(stack, formerly)),
  ];
}

function identify(owner: string, claims: Names): readonly Identifier[] {
  const { project, projectNumber, state, kmsKey, domain } = claims;
  const bucket = state === undefined ? undefined : stateBucket(state);
  const named: readonly Named[] = [
    ["project", project],
    ["project number", projectNumber],
    ["bucket", bucket],
    ["state", bucket === undefined ? state : undefined],
    ["key", kmsKey],
    ["domain", domain],
  ];
  const whole = named.flatMap(([what, text]) =>
    text === undefined ? [] : [{ owner, what, text: text.toLowerCase() }],
  );
  if (owner === SANDBOX) return [...whole, ...shortened(kmsKey)];
  if (project === undefined) return whole;
  // Buckets share one name space in all of Google, so each carries project and stack.
  return [...whole, { owner, what: "bucket", text: `${project}-${owner}-`, prefix: true }];
}

/** The sandbox's key as resources of its own project may name it, and the ring that it is in. */
function shortened(kmsKey = ""): readonly Identifier[] {
  const [, , , location = "", , ring = "", , key] = kmsKey.toLowerCase().split("/");
  if (key === undefined) return [];
  const texts = [`${location}/${ring}/${key}`, `${location}/${ring}`];
  const path = kmsKey.toLowerCase().replace(/\/cryptokeys\/.*/, "");
  return [path, ...texts].map((text) => ({ owner: SANDBOX, what: "key", text }));
}

type Named = readonly [Identifier["what"], string | undefined];

/** What of a claim is a name; an address range is none. */
type Names = {
  readonly [K in "project" | "projectNumber" | "state" | "kmsKey" | "domain"]?: string | undefined;
};

function identifyFormer(owner: string, formerly: readonly string[]): readonly Identifier[] {
  return formerly
    .filter((text) => !isRange(text))
    .map((text) => ({ owner, what: kindOf(text), text: text.toLowerCase() }));
}

function kindOf(text: string): Identifier["what"] {
  if (/^\d+$/.test(text)) return "project number";
  return text.includes(".") ? "domain" : "project";
}

function rangesOf({ claims, sandbox }: Catalogue): readonly Range[] {
  const pool = sandbox.pool === undefined ? [] : [{ owner: SANDBOX, cidr: sandbox.pool }];
  return [
    ...pool,
    ...claims.map(({ stack, cidr }) => ({ owner: stack, cidr })),
    ...claims.flatMap(({ stack, formerly = [] }) =>
      formerly.flatMap((text) => {
        const range = parseRange(text);
        return "cidr" in range ? [{ owner: stack, cidr: range.cidr }] : [];
      }),
    ),
  ];
}

/** What the pool holds beside the own range: whichever sibling has it, its stack file may be unseen. */
function siblings({ sandbox: { pool } }: Catalogue, own: Cidr): readonly Range[] {
  return pool === undefined
    ? []
    : [...without(pool, own)].map((cidr) => ({ owner: SANDBOX, cidr }));
}

function* without(range: Cidr, inner: Cidr): Generator<Cidr> {
  if (!contains(range, inner)) yield range;
  else if (range !== inner) {
    const length = prefixLength(range) + 1;
    for (const half of [0, 1]) yield* without(blockAt(range, length, half), inner);
  }
}

function isRange(text: string): boolean {
  return "cidr" in parseRange(text);
}
