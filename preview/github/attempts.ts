import { seenLines } from "./seen-lines.ts";
import type { Writers } from "./writers.ts";

/** A comment on a pull request, as far as acknowledging goes. */
export interface Remark {
  /** GraphQL's name of it. */
  readonly node: string;
  readonly url: string;
  /** The login of its author; none when the account is gone. */
  readonly by: string | undefined;
  /** In UTC, in whole seconds. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly body: string;
}

/** What an acknowledgement is about. */
export interface Danger {
  /** Of the resource that would be lost. */
  readonly urn: string;
  /** Of the plan that would lose it, as the plan document writes it. */
  readonly digest: string;
}

const LINE = /^\/bulkhead acknowledge (urn:pulumi:\S.*) ((?:sha256:)?[0-9a-f]{8,64})$/;

const LINE_END = /\r\n|\n|\r/;

/** Characters of a comment that acknowledges: of some texts the parser's time grows with their square. */
const LONGEST = 6_000;

/** The one line that acknowledges a danger; what is written otherwise is ignored. */
export function acknowledgementLine({ urn, digest }: Danger): string {
  return `/bulkhead acknowledge ${urn} ${digest}`;
}

/**
 * The dangers that a comment means to acknowledge, each once: whole lines of exactly that form, which
 * its reader sees as such. Not in a code block, where somebody shows the line to others; not behind
 * `> `, where somebody quotes it; not in a definition, which nobody sees.
 */
export function dangersIn(body: string): readonly Danger[] {
  const found = new Map<string, Danger>();
  const all = body.split(LINE_END).filter((line) => LINE.test(line));
  // Most comments are spared the parser, and it those that are made to take long.
  const lines = all.length === 0 || body.length > LONGEST ? all : seenLines(body, LINE);
  for (const line of lines) {
    const [, urn, digest] = LINE.exec(line) ?? [];
    if (urn && digest) found.set(line, { urn, digest });
  }
  return [...found.values()];
}

/** Why a comment counts for nothing, whoever owns what; undefined when it may count. */
export function whyInvalid(remark: Remark, writers: Writers): string | undefined {
  const { by, body, createdAt, updatedAt } = remark;
  const { opener, ofCommits, areAll } = writers;
  if (by === undefined) return "the account that wrote it is gone";
  if (opener === undefined) return "the account that opened the pull request is gone";
  if (by.toLowerCase() === opener) return "its author opened the pull request";
  if (ofCommits.has(by.toLowerCase())) return "its author has a commit in the pull request";
  if (!areAll)
    return "GitHub does not list all commits of the pull request: who wrote them is not known";
  // Whoever may write to the repository may edit anybody's comment.
  if (createdAt !== updatedAt) return "it was edited after it was written: write a new one";
  if (body.length > LONGEST) return `it has more than ${LONGEST} characters: write several`;
  // By HTML a line can be folded away, or not be shown at all.
  if (/<[!?/a-z]/i.test(body)) return "it has HTML, which can hide text: write a new one without";
  const others = body.split(LINE_END).filter((line) => !LINE.test(line));
  // A formula can hide what stands in it too, over several lines.
  if (others.some((line) => line.includes("$"))) {
    return "it has a $, which can begin a formula: write a new one without";
  }
  return undefined;
}

/** The stack file that the owner of a danger owns, or undefined where the URN is none. */
export function stackFileOf(urn: string): string | undefined {
  const [, stack] = /^urn:pulumi:([\w.-]+)::/.exec(urn) ?? [];
  return stack === undefined ? undefined : `Pulumi.${stack}.yaml`;
}
